#include "services/domain/calendar.h"

#include <gtest/gtest.h>

#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using absl::CivilDay;

SessionName Hrc(int number) { return {.body = "HRC", .number = number}; }

mandates::v1::Session SessionOf(int number, CivilDay first, CivilDay last,
                                bool special = false) {
  mandates::v1::Session session;
  session.set_body("HRC");
  session.set_number(number);
  session.set_special(special);
  *session.mutable_first_day() = ToDate(first);
  *session.mutable_last_day() = ToDate(last);
  return session;
}

// Sessions 51 to 53 as they were, and the special session 36.
Calendar Sessions51To53() {
  Calendar calendar;
  calendar.Put(SessionOf(51, CivilDay(2022, 9, 12), CivilDay(2022, 10, 7)));
  calendar.Put(SessionOf(52, CivilDay(2023, 2, 27), CivilDay(2023, 4, 4)));
  calendar.Put(SessionOf(53, CivilDay(2023, 6, 19), CivilDay(2023, 7, 14)));
  calendar.Put(
      SessionOf(36, CivilDay(2023, 5, 11), CivilDay(2023, 5, 11), true));
  return calendar;
}

SessionDays DaysOf(const Calendar& calendar, int number) {
  const auto days = calendar.Days("f", Hrc(number));
  EXPECT_THAT(days, IsOk());
  return days.value_or(SessionDays());
}

TEST(CalendarTest, ARecordedSessionHasItsOwnDays) {
  const SessionDays days = DaysOf(Sessions51To53(), 53);
  EXPECT_EQ(days.first, CivilDay(2023, 6, 19));
  EXPECT_EQ(days.last, CivilDay(2023, 7, 14));
  EXPECT_FALSE(days.projected);
}

TEST(CalendarTest, ALaterSessionIsProjectedFromItsSeasonOnTheSameWeekdays) {
  const Calendar calendar = Sessions51To53();
  const SessionDays autumn = DaysOf(calendar, 54);  // from 51, one year
  EXPECT_EQ(autumn.first, CivilDay(2023, 9, 11));
  EXPECT_EQ(autumn.last, CivilDay(2023, 10, 6));
  EXPECT_TRUE(autumn.projected);
  const SessionDays summer = DaysOf(calendar, 62);  // from 53, three years
  EXPECT_EQ(summer.first, CivilDay(2026, 6, 22));
  EXPECT_EQ(summer.last, CivilDay(2026, 7, 17));
}

TEST(CalendarTest, AProjectionIsWithinThreeDaysOfTheSameDateForAllYears) {
  const Calendar calendar = Sessions51To53();
  for (int years = 1; years <= 10; ++years) {
    for (const int model : {51, 52, 53}) {
      const SessionDays from = DaysOf(calendar, model);
      const SessionDays to = DaysOf(calendar, model + years * 3);
      const CivilDay same(from.last.year() + years, from.last.month(),
                          from.last.day());
      EXPECT_LE(std::abs(to.last - same), 3) << model << " +" << years;
      EXPECT_EQ(absl::GetWeekday(to.last), absl::GetWeekday(from.last));
    }
  }
}

TEST(CalendarTest, ANewerSessionOfTheSeasonTakesOverTheProjection) {
  Calendar calendar = Sessions51To53();
  calendar.Put(SessionOf(54, CivilDay(2023, 9, 11), CivilDay(2023, 10, 13)));
  EXPECT_EQ(DaysOf(calendar, 57).last, CivilDay(2024, 10, 11));
  EXPECT_EQ(DaysOf(calendar, 56).last, CivilDay(2024, 7, 12));
}

// Days of adoption are a lower bound, so older stated dates are better.
TEST(CalendarTest, AProjectionPrefersStatedDatesToNewerDaysOfAdoption) {
  Calendar calendar = Sessions51To53();
  auto newer = SessionOf(54, CivilDay(2023, 10, 11), CivilDay(2023, 10, 13));
  newer.set_basis(mandates::v1::CALENDAR_BASIS_ADOPTION_DAYS);
  calendar.Put(newer);
  EXPECT_EQ(DaysOf(calendar, 57).first, CivilDay(2024, 9, 9));  // from 51
  newer.set_basis(mandates::v1::CALENDAR_BASIS_STATED);
  calendar.Put(newer);
  EXPECT_EQ(DaysOf(calendar, 57).first, CivilDay(2024, 10, 9));
}

TEST(CalendarTest, ASessionBeforeTheFirstOfItsSeasonIsUnknown) {
  EXPECT_THAT(Sessions51To53().Days("f", Hrc(50)),
              IsError("SESSION_NOT_FOUND"));
}

TEST(CalendarTest, ASpecialSessionIsNotProjected) {
  const Calendar calendar = Sessions51To53();
  SessionName special{.body = "HRC", .number = 36, .special = true};
  EXPECT_THAT(calendar.Days("f", special), IsOk());
  special.number = 39;
  EXPECT_THAT(calendar.Days("f", special), IsError("SESSION_NOT_FOUND"));
}

TEST(CalendarTest, ProjectionEndsTenYearsAfterTheLastSession) {
  const Calendar calendar = Sessions51To53();
  EXPECT_THAT(calendar.Days("f", Hrc(53 + limits::kSessionsProjectedMax)),
              IsOk());
  EXPECT_THAT(calendar.Days("f", Hrc(54 + limits::kSessionsProjectedMax)),
              IsError("SESSION_NOT_FOUND"));
}

TEST(CalendarTest, OfAnotherBodyNothingIsKnown) {
  EXPECT_THAT(Sessions51To53().Days("f", {.body = "CHR", .number = 53}),
              IsError("SESSION_NOT_FOUND"));
}

TEST(CalendarTest, AnActBetweenSessionsBelongsToTheNextThatCloses) {
  const Calendar calendar = Sessions51To53();
  const auto closing = [&](CivilDay day) {
    const auto name = calendar.RegularClosingFrom("f", "HRC", day);
    EXPECT_THAT(name, IsOk());
    return name.ok() ? name->number : 0;
  };
  EXPECT_EQ(closing(CivilDay(2022, 9, 12)), 51);
  EXPECT_EQ(closing(CivilDay(2022, 10, 7)), 51);
  EXPECT_EQ(closing(CivilDay(2022, 10, 8)), 52);
  EXPECT_EQ(closing(CivilDay(2023, 5, 11)), 53);  // at special session 36
  EXPECT_EQ(closing(CivilDay(2023, 7, 15)), 54);  // projected
  EXPECT_THAT(calendar.RegularClosingFrom("f", "HRC", CivilDay(2022, 9, 11)),
              IsError("SESSION_NOT_FOUND"));
}

TEST(CalendarTest, TheListIsByFirstDayWithProjectionsBehind) {
  const auto sessions = Sessions51To53().List(2);
  ASSERT_EQ(sessions.size(), 6U);
  EXPECT_EQ(sessions[2].special(), true);
  EXPECT_EQ(sessions[4].number(), 54);
  EXPECT_EQ(sessions[4].basis(), mandates::v1::CALENDAR_BASIS_PROJECTED);
  EXPECT_EQ(sessions[5].number(), 55);
}

TEST(CalendarTest, ASessionPutAgainIsReplaced) {
  Calendar calendar = Sessions51To53();
  calendar.Put(SessionOf(53, CivilDay(2023, 6, 26), CivilDay(2023, 7, 21)));
  EXPECT_EQ(DaysOf(calendar, 53).last, CivilDay(2023, 7, 21));
  EXPECT_EQ(calendar.LastRegular("HRC"), 53);
  EXPECT_EQ(calendar.LastRegular("CHR"), 0);
}

}  // namespace
}  // namespace mandated::domain
