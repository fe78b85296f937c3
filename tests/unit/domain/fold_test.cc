#include "services/domain/fold.h"

#include <gtest/gtest.h>

#include "services/domain/date.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using absl::CivilDay;
using mandates::v1::Act;
using mandates::v1::Decision;
using mandates::v1::Mandate;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Calendar Sessions() {
  struct Days {
    int number;
    CivilDay first;
    CivilDay last;
  };
  const std::vector<Days> known = {
      {44, CivilDay(2020, 6, 30), CivilDay(2020, 7, 17)},
      {45, CivilDay(2020, 9, 14), CivilDay(2020, 10, 7)},
      {46, CivilDay(2021, 2, 22), CivilDay(2021, 3, 24)},
      {47, CivilDay(2021, 6, 21), CivilDay(2021, 7, 14)},
      {48, CivilDay(2021, 9, 13), CivilDay(2021, 10, 11)},
      {49, CivilDay(2022, 2, 28), CivilDay(2022, 4, 1)},
      {50, CivilDay(2022, 6, 13), CivilDay(2022, 7, 8)},
      {51, CivilDay(2022, 9, 12), CivilDay(2022, 10, 7)},
      {52, CivilDay(2023, 2, 27), CivilDay(2023, 4, 4)},
      {53, CivilDay(2023, 6, 19), CivilDay(2023, 7, 14)}};
  Calendar calendar;
  mandates::v1::Session session;
  session.set_body("HRC");
  for (const Days& days : known) {
    session.set_number(days.number);
    *session.mutable_first_day() = ToDate(days.first);
    *session.mutable_last_day() = ToDate(days.last);
    calendar.Put(session);
  }
  session.set_number(31);
  session.set_special(true);
  *session.mutable_first_day() = ToDate(CivilDay(2021, 8, 24));
  *session.mutable_last_day() = ToDate(CivilDay(2021, 8, 24));
  calendar.Put(session);
  return calendar;
}

Decision DecisionOf(Act act, CivilDay adopted_on,
                    const std::string& period = "") {
  static int count = 0;
  Decision decision;
  decision.set_act(act);
  decision.set_symbol("A/HRC/RES/1/" + std::to_string(++count));
  decision.set_name("mandates/x/decisions/" + std::to_string(count));
  *decision.mutable_adopted_on() = ToDate(adopted_on);
  if (!period.empty()) decision.mutable_term()->set_period(period);
  return decision;
}

Decision Until(Act act, CivilDay adopted_on, CivilDay last) {
  Decision decision = DecisionOf(act, adopted_on);
  *decision.mutable_term()->mutable_fixed() = ToDate(last);
  return decision;
}

Mandate MandateOf(const std::vector<Decision>& decisions) {
  Mandate mandate;
  mandate.set_name("mandates/x");
  mandate.set_title("First title");
  mandate.set_body("HRC");
  for (const Decision& decision : decisions) {
    *mandate.add_decisions() = decision;
  }
  return mandate;
}

absl::StatusOr<Mandate> Folded(const std::vector<Decision>& decisions) {
  Mandate mandate = MandateOf(decisions);
  absl::Status folded = Fold(Sessions(), mandate);
  if (!folded.ok()) return folded;
  return mandate;
}

std::string LastDayOf(const absl::StatusOr<Mandate>& mandate) {
  EXPECT_THAT(mandate, IsOk());
  if (!mandate.ok() || !LastDay(*mandate)) return "none";
  return FormatDate(*LastDay(*mandate));
}

constexpr Act kEstablish = mandates::v1::ACT_ESTABLISH;
constexpr Act kExtend = mandates::v1::ACT_EXTEND;

const CivilDay kJuly2020(2020, 7, 16);  // session 44

TEST(FoldTest, ThreeYearsDecidedAt44EndWithSession53) {
  const auto mandate = Folded({DecisionOf(kEstablish, kJuly2020, "P3Y")});
  EXPECT_EQ(LastDayOf(mandate), "2023-07-14");
  EXPECT_EQ(mandate->term().end_of_session(), "sessions/hrc-53");
  EXPECT_EQ(FormatDate(ToCivil(mandate->term().nominal_end())), "2023-07-16");
  EXPECT_FALSE(mandate->term().projected());
  EXPECT_EQ(mandate->state(), mandates::v1::STATE_IN_FORCE);
}

TEST(FoldTest, OneAndTwoYearsEndThreeAndSixSessionsLater) {
  EXPECT_EQ(LastDayOf(Folded({DecisionOf(kEstablish, kJuly2020, "P1Y")})),
            "2021-07-14");
  EXPECT_EQ(LastDayOf(Folded({DecisionOf(kEstablish, kJuly2020, "P2Y")})),
            "2022-07-08");
  EXPECT_EQ(LastDayOf(Folded({DecisionOf(kEstablish, kJuly2020, "P12M")})),
            "2021-07-14");
}

TEST(FoldTest, ATermDueAtASessionWithoutDatesIsProjected) {
  const auto mandate =
      Folded({DecisionOf(kEstablish, CivilDay(2023, 7, 12), "P3Y")});
  EXPECT_EQ(LastDayOf(mandate), "2026-07-17");
  EXPECT_TRUE(mandate->term().projected());
}

TEST(FoldTest, MonthsEndOnTheirAnniversary) {
  const auto mandate =
      Folded({DecisionOf(kEstablish, CivilDay(2021, 10, 8), "P6M")});
  EXPECT_EQ(LastDayOf(mandate), "2022-04-08");
  EXPECT_EQ(ToCivil(mandate->term().anniversary().from()),
            CivilDay(2021, 10, 8));
}

TEST(FoldTest, AnAnniversaryClampsToTheMonthsLastDay) {
  Decision decision = DecisionOf(kEstablish, CivilDay(2020, 7, 16), "P1Y");
  *decision.mutable_term()->mutable_anniversary()->mutable_from() =
      ToDate(CivilDay(2020, 2, 29));
  EXPECT_EQ(LastDayOf(Folded({decision})), "2021-02-28");
}

TEST(FoldTest, DecidedAt52AndCountedFromTheEndOf53ItIsDueAt62) {
  Decision decision = DecisionOf(kEstablish, CivilDay(2023, 4, 3), "P3Y");
  decision.mutable_term()->set_starts_at_end_of("sessions/hrc-53");
  const auto mandate = Folded({decision});
  EXPECT_EQ(mandate->term().end_of_session(), "sessions/hrc-62");
  EXPECT_EQ(ToCivil(mandate->term().first_day()), CivilDay(2023, 7, 15));
}

TEST(FoldTest, UntilTheEndOfANamedSession) {
  Decision decision = DecisionOf(kEstablish, kJuly2020);
  decision.mutable_term()->set_end_of_session("sessions/hrc-46");
  EXPECT_EQ(LastDayOf(Folded({decision})), "2021-03-24");
}

TEST(FoldTest, ATermWithoutADateHasNoLastDay) {
  Decision open = DecisionOf(kEstablish, kJuly2020);
  open.mutable_term()->mutable_open_ended();
  EXPECT_EQ(LastDayOf(Folded({open})), "none");
  Decision event = DecisionOf(kEstablish, kJuly2020, "P1Y");
  event.mutable_term()->mutable_until_event()->set_words("the review");
  const auto until = Folded({event});
  EXPECT_EQ(LastDayOf(until), "none");
  EXPECT_TRUE(until->term().has_nominal_end());
  EXPECT_EQ(LastDayOf(Folded({DecisionOf(kEstablish, kJuly2020)})), "none");
}

TEST(FoldTest, ADormantMandateWaits) {
  Decision decision = DecisionOf(kEstablish, kJuly2020);
  decision.mutable_term()->mutable_dormant();
  const auto mandate = Folded({decision});
  EXPECT_EQ(mandate->state(), mandates::v1::STATE_DORMANT);
  EXPECT_EQ(LastDayOf(mandate), "none");
  const auto woken =
      Folded({decision, DecisionOf(kExtend, CivilDay(2021, 7, 12), "P1Y")});
  EXPECT_EQ(woken->state(), mandates::v1::STATE_IN_FORCE);
}

// A fixed or open end needs no session to count from.
TEST(FoldTest, AFixedEndBeforeAllSessionsIsTaken) {
  EXPECT_EQ(LastDayOf(Folded({Until(kEstablish, CivilDay(2005, 4, 20),
                                    CivilDay(2008, 4, 20))})),
            "2008-04-20");
}

TEST(FoldTest, WholeYearsBeforeAllSessionsAreRefused) {
  EXPECT_THAT(Folded({DecisionOf(kEstablish, CivilDay(2005, 4, 20), "P3Y")}),
              IsError("SESSION_NOT_FOUND"));
}

TEST(FoldTest, AnExtensionAtASpecialSessionKeepsTheRhythmOfTheNextRegular) {
  Decision decision = DecisionOf(kEstablish, CivilDay(2021, 8, 24), "P1Y");
  decision.set_session("sessions/hrc-s-31");
  const auto mandate = Folded({decision});
  EXPECT_EQ(mandate->term().end_of_session(), "sessions/hrc-51");
}

TEST(FoldTest, AnExtensionFollowsTheTermBefore) {
  const auto mandate =
      Folded({DecisionOf(kEstablish, kJuly2020, "P1Y"),
              DecisionOf(kExtend, CivilDay(2021, 7, 12), "P1Y")});
  EXPECT_EQ(LastDayOf(mandate), "2022-07-08");
  EXPECT_EQ(ToCivil(mandate->term().first_day()), CivilDay(2021, 7, 15));
  EXPECT_EQ(mandate->term_decision(), mandate->decisions(1).name());
}

TEST(FoldTest, AnExtensionToTheSameDayIsRefusedAndTheNextDayTaken) {
  const Decision first = Until(kEstablish, kJuly2020, CivilDay(2021, 7, 14));
  const CivilDay day(2021, 7, 1);
  EXPECT_THAT(Folded({first, Until(kExtend, day, CivilDay(2021, 7, 14))}),
              IsError("TERM_NOT_EXTENDED"));
  EXPECT_EQ(
      LastDayOf(Folded({first, Until(kExtend, day, CivilDay(2021, 7, 15))})),
      "2021-07-15");
}

TEST(FoldTest, ATermThatEndsBeforeItsFirstDayIsRefusedAndOnItTaken) {
  EXPECT_THAT(Folded({Until(kEstablish, kJuly2020, kJuly2020 - 1)}),
              IsError("TERM_ENDS_BEFORE_START"));
  EXPECT_THAT(Folded({Until(kEstablish, kJuly2020, kJuly2020)}), IsOk());
}

TEST(FoldTest, AGapIsAcceptedAndTheNewTermBeginsWithItsAdoption) {
  const auto mandate =
      Folded({DecisionOf(kEstablish, kJuly2020, "P1Y"),
              DecisionOf(kExtend, CivilDay(2022, 3, 30), "P1Y")});
  EXPECT_EQ(LastDayOf(mandate), "2023-04-04");
  EXPECT_EQ(ToCivil(mandate->term().first_day()), CivilDay(2022, 3, 30));
}

TEST(FoldTest, DecisionsCountInOrderOfAdoptionThoseOfOneDayInOrderOfRecord) {
  const Decision late = DecisionOf(kExtend, CivilDay(2022, 7, 7), "P1Y");
  const Decision early = DecisionOf(kEstablish, kJuly2020, "P2Y");
  Decision same_day =
      DecisionOf(mandates::v1::ACT_RENAME, CivilDay(2022, 7, 7));
  same_day.set_new_title("Second title");
  const auto mandate = Folded({late, early, same_day});
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(mandate->decisions(0).name(), early.name());
  EXPECT_EQ(mandate->decisions(1).name(), late.name());
  EXPECT_EQ(mandate->decisions(2).name(), same_day.name());
}

TEST(FoldTest, EstablishingAMandateInForceIsOutOfOrder) {
  EXPECT_THAT(Folded({DecisionOf(kEstablish, kJuly2020, "P3Y"),
                      DecisionOf(kEstablish, CivilDay(2021, 7, 12), "P1Y")}),
              IsError("DECISION_OUT_OF_ORDER"));
}

TEST(FoldTest, EstablishingOnTheLastDayIsOutOfOrderAndTheDayAfterIsNot) {
  const Decision first = Until(kEstablish, kJuly2020, CivilDay(2021, 7, 12));
  EXPECT_THAT(
      Folded({first, DecisionOf(kEstablish, CivilDay(2021, 7, 12), "P1Y")}),
      IsError("DECISION_OUT_OF_ORDER"));
  EXPECT_THAT(
      Folded({first, DecisionOf(kEstablish, CivilDay(2021, 7, 13), "P1Y")}),
      IsOk());
}

TEST(FoldTest, ATerminatedMandateTakesNothingButAnEstablishment) {
  const Decision first = DecisionOf(kEstablish, kJuly2020, "P3Y");
  const Decision end =
      DecisionOf(mandates::v1::ACT_TERMINATE, CivilDay(2020, 10, 6));
  const auto mandate = Folded({first, end});
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(mandate->state(), mandates::v1::STATE_TERMINATED);
  EXPECT_EQ(LastDayOf(mandate), "none");
  EXPECT_THAT(
      Folded({first, end, DecisionOf(kExtend, CivilDay(2021, 7, 12), "P1Y")}),
      IsError("DECISION_OUT_OF_ORDER"));
  const auto anew = Folded(
      {first, end, DecisionOf(kEstablish, CivilDay(2021, 7, 12), "P1Y")});
  EXPECT_EQ(LastDayOf(anew), "2022-07-08");
  EXPECT_EQ(anew->state(), mandates::v1::STATE_IN_FORCE);
}

TEST(FoldTest, AMergedMandateNamesItsSuccessorUntilEstablishedAnew) {
  const Decision first = DecisionOf(kEstablish, kJuly2020, "P3Y");
  Decision merge = DecisionOf(mandates::v1::ACT_MERGE, CivilDay(2020, 10, 6));
  merge.set_successor("mandates/y");
  const auto mandate = Folded({first, merge});
  EXPECT_EQ(mandate->state(), mandates::v1::STATE_MERGED);
  EXPECT_EQ(mandate->successor(), "mandates/y");
  EXPECT_THAT(Folded({first, merge, merge}), IsError("DECISION_OUT_OF_ORDER"));
  const auto anew = Folded(
      {first, merge, DecisionOf(kEstablish, CivilDay(2021, 7, 12), "P1Y")});
  EXPECT_EQ(anew->successor(), "");
}

TEST(FoldTest, ARolloverGivesATermAndARenameNone) {
  const Decision first = DecisionOf(kEstablish, kJuly2020, "P1Y");
  const auto rolled = Folded({first, DecisionOf(mandates::v1::ACT_ROLLOVER,
                                                CivilDay(2021, 3, 23), "P1Y")});
  EXPECT_EQ(LastDayOf(rolled), "2022-04-01");
  Decision rename = DecisionOf(mandates::v1::ACT_RENAME, CivilDay(2021, 3, 23));
  rename.set_new_title("Second title");
  const auto renamed = Folded({first, rename});
  EXPECT_EQ(LastDayOf(renamed), "2021-07-14");
  EXPECT_EQ(renamed->term_decision(), first.name());
}

TEST(FoldTest, RenamesChainUpAndUnwindWhenOneIsTakenBack) {
  Decision second = DecisionOf(kExtend, CivilDay(2021, 3, 23), "P3Y");
  second.set_new_title("Second title");
  Decision third = DecisionOf(mandates::v1::ACT_RENAME, CivilDay(2021, 7, 12));
  third.set_new_title("Third title");
  auto mandate =
      Folded({DecisionOf(kEstablish, kJuly2020, "P1Y"), second, third});
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(mandate->title(), "Third title");
  EXPECT_THAT(mandate->former_titles(),
              ElementsAre("First title", "Second title"));

  mandate->mutable_decisions(1)->set_retracted(true);
  ASSERT_THAT(Fold(Sessions(), *mandate), IsOk());
  EXPECT_EQ(mandate->title(), "Third title");
  EXPECT_THAT(mandate->former_titles(), ElementsAre("First title"));
  mandate->mutable_decisions(2)->set_retracted(true);
  ASSERT_THAT(Fold(Sessions(), *mandate), IsOk());
  EXPECT_EQ(mandate->title(), "First title");
  EXPECT_THAT(mandate->former_titles(), IsEmpty());
}

TEST(FoldTest, ARetractedDecisionCountsForNothing) {
  Decision extend = DecisionOf(kExtend, CivilDay(2021, 7, 12), "P3Y");
  extend.set_retracted(true);
  EXPECT_EQ(
      LastDayOf(Folded({DecisionOf(kEstablish, kJuly2020, "P1Y"), extend})),
      "2021-07-14");
}

TEST(FoldTest, FoldingTwiceChangesNothing) {
  Decision counted = DecisionOf(kExtend, CivilDay(2021, 7, 12), "P6M");
  counted.mutable_term()->set_starts_at_end_of("sessions/hrc-48");
  auto once = Folded({DecisionOf(kEstablish, kJuly2020, "P1Y"), counted});
  ASSERT_THAT(once, IsOk());
  Mandate twice = *once;
  ASSERT_THAT(Fold(Sessions(), twice), IsOk());
  EXPECT_EQ(twice.SerializeAsString(), once->SerializeAsString());
}

TEST(FoldTest, ATermCountedFromASessionFollowsItWhenFoldedAgain) {
  Decision decision = DecisionOf(kEstablish, CivilDay(2021, 7, 12), "P6M");
  decision.mutable_term()->set_starts_at_end_of("sessions/hrc-48");
  auto mandate = Folded({decision});
  EXPECT_EQ(LastDayOf(mandate), "2022-04-11");
  Calendar moved = Sessions();
  auto session = *moved.Get("f", {.body = "HRC", .number = 48});
  *session.mutable_last_day() = ToDate(CivilDay(2021, 10, 15));
  moved.Put(session);
  ASSERT_THAT(Fold(moved, *mandate), IsOk());
  EXPECT_EQ(LastDayOf(mandate), "2022-04-15");
}

TEST(FoldTest, AStateFollowsFromTheDay) {
  auto mandate = Folded({DecisionOf(kEstablish, kJuly2020, "P3Y")});
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(StateOn(*mandate, CivilDay(2023, 7, 14)),
            mandates::v1::STATE_IN_FORCE);
  EXPECT_EQ(StateOn(*mandate, CivilDay(2023, 7, 15)),
            mandates::v1::STATE_LAPSED);
  mandate->mutable_term()->set_projected(true);
  EXPECT_EQ(StateOn(*mandate, CivilDay(2023, 7, 15)),
            mandates::v1::STATE_OVERDUE);
  SetDay(*mandate, CivilDay(2023, 7, 13));
  EXPECT_EQ(mandate->days_left(), 1);
}

}  // namespace
}  // namespace mandated::domain
