#include "services/domain/announcements.h"

#include <gtest/gtest.h>

#include "services/domain/date.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using absl::CivilDay;
using mandates::storage::v1::Announcement;
using mandates::storage::v1::Announcements;
using mandates::v1::Mandate;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const CivilDay kLast(2021, 7, 14);

void AddDecision(Mandate& mandate, mandates::v1::Act act, int number,
                 CivilDay adopted_on, CivilDay last) {
  auto& decision = *mandate.add_decisions();
  decision.set_act(act);
  decision.set_symbol("A/HRC/RES/1/" + std::to_string(number));
  decision.set_name("mandates/x/decisions/a-hrc-res-1-" +
                    std::to_string(number));
  *decision.mutable_adopted_on() = ToDate(adopted_on);
  *decision.mutable_term()->mutable_last_day() = ToDate(last);
  *mandate.mutable_term() = decision.term();
  mandate.set_term_decision(decision.name());
  mandate.set_state(mandates::v1::STATE_IN_FORCE);
}

Mandate MandateUntil(CivilDay last, bool projected = false) {
  Mandate mandate;
  mandate.set_name("mandates/x");
  AddDecision(mandate, mandates::v1::ACT_ESTABLISH, 1, CivilDay(2020, 7, 16),
              last);
  mandate.mutable_term()->set_projected(projected);
  mandate.mutable_decisions(0)->mutable_term()->set_projected(projected);
  return mandate;
}

Mandate ExtendedOn(CivilDay adopted_on) {
  Mandate mandate = MandateUntil(kLast);
  AddDecision(mandate, mandates::v1::ACT_EXTEND, 2, adopted_on,
              CivilDay(2024, 7, 12));
  return mandate;
}

Announcements Made(mandates::v1::EventType type, const std::string& lead,
                   CivilDay on, CivilDay last = kLast) {
  Announcements announcements;
  Announcement& made = *announcements.add_made();
  made.set_type(type);
  made.set_decision("a-hrc-res-1-1");
  *made.mutable_last_day() = ToDate(last);
  made.set_lead(lead);
  *made.mutable_on() = ToDate(on);
  return announcements;
}

constexpr auto kExpiring = mandates::v1::EVENT_TYPE_EXPIRING;
constexpr auto kOverdue = mandates::v1::EVENT_TYPE_OVERDUE;
constexpr auto kLapsed = mandates::v1::EVENT_TYPE_LAPSED;
const CivilDay kOneMonth(2021, 6, 14);

TEST(WrongAnnouncementsTest, AReminderOfATermThatStandsIsRight) {
  EXPECT_THAT(WrongAnnouncements(MandateUntil(kLast),
                                 Made(kExpiring, "P1M", kOneMonth)),
              IsEmpty());
}

TEST(WrongAnnouncementsTest, AReminderOfAnotherLastDayIsWrong) {
  EXPECT_THAT(WrongAnnouncements(MandateUntil(kLast + 1),
                                 Made(kExpiring, "P1M", kOneMonth)),
              SizeIs(1));
}

TEST(WrongAnnouncementsTest, WhatWasTakenBackIsNotTakenBackAgain) {
  Announcements made = Made(kExpiring, "P1M", kOneMonth);
  made.mutable_made(0)->set_retracted(true);
  EXPECT_THAT(WrongAnnouncements(MandateUntil(kLast + 1), made), IsEmpty());
}

TEST(WrongAnnouncementsTest, AReminderIsWrongAfterTheDayOfTheExtension) {
  const auto made = Made(kExpiring, "P1M", kOneMonth);
  EXPECT_THAT(WrongAnnouncements(ExtendedOn(kOneMonth - 1), made), SizeIs(1));
  EXPECT_THAT(WrongAnnouncements(ExtendedOn(kOneMonth), made), IsEmpty());
}

TEST(WrongAnnouncementsTest, ALapseIsWrongWhenExtendedByTheLastDay) {
  for (const auto type : {kLapsed, kOverdue}) {
    const auto made = Made(type, "", kLast + 1);
    EXPECT_THAT(WrongAnnouncements(ExtendedOn(kLast), made), SizeIs(1));
    EXPECT_THAT(WrongAnnouncements(ExtendedOn(kLast + 1), made), IsEmpty());
  }
}

TEST(WrongAnnouncementsTest, ARenameSupersedesNothing) {
  Mandate mandate = MandateUntil(kLast);
  auto& rename = *mandate.add_decisions();
  rename.set_act(mandates::v1::ACT_RENAME);
  rename.set_symbol("A/HRC/RES/1/2");
  *rename.mutable_adopted_on() = ToDate(kOneMonth - 1);
  EXPECT_THAT(WrongAnnouncements(mandate, Made(kExpiring, "P1M", kOneMonth)),
              IsEmpty());
}

TEST(WrongAnnouncementsTest, ATerminationSupersedesTheTerm) {
  Mandate mandate = MandateUntil(kLast);
  auto& end = *mandate.add_decisions();
  end.set_act(mandates::v1::ACT_TERMINATE);
  end.set_symbol("A/HRC/RES/1/2");
  *end.mutable_adopted_on() = ToDate(kOneMonth - 1);
  EXPECT_THAT(WrongAnnouncements(mandate, Made(kExpiring, "P1M", kOneMonth)),
              SizeIs(1));
}

TEST(WrongAnnouncementsTest, WhatSpeaksOfARetractedDecisionIsWrong) {
  Mandate mandate = MandateUntil(kLast);
  mandate.mutable_decisions(0)->set_retracted(true);
  EXPECT_THAT(WrongAnnouncements(mandate, Made(kExpiring, "P1M", kOneMonth)),
              SizeIs(1));
}

TEST(WrongAnnouncementsTest, ALapseOfAProjectedDayIsWrongAndAnOverdueIsNot) {
  const Mandate mandate = MandateUntil(kLast, true);
  EXPECT_THAT(WrongAnnouncements(mandate, Made(kLapsed, "", kLast + 1)),
              SizeIs(1));
  EXPECT_THAT(WrongAnnouncements(mandate, Made(kOverdue, "", kLast + 1)),
              IsEmpty());
}

Horizons LeadsThrough(CivilDay through) {
  return {{"P1Y", {.lead = {.months = 12}, .through = through}},
          {"P1M", {.lead = {.months = 1}, .through = through}},
          {"P1W", {.lead = {.days = 7}, .through = through}},
          {kLapse, {.lead = {}, .through = through}}};
}

std::string AtOnce(const Mandate& mandate, CivilDay today,
                   const Announcements& made = {}) {
  const auto due = DueAtOnce(mandate, made, LeadsThrough(today), today);
  if (!due) return "none";
  EXPECT_EQ(ToCivil(due->on()), today);
  return mandates::v1::EventType_Name(due->type()).substr(11) + due->lead();
}

TEST(DueAtOnceTest, TheTightestLeadCrossedIsDue) {
  const Mandate mandate = MandateUntil(kLast);
  EXPECT_EQ(AtOnce(mandate, CivilDay(2020, 7, 13)), "none");
  EXPECT_EQ(AtOnce(mandate, CivilDay(2020, 7, 14)), "EXPIRINGP1Y");
  EXPECT_EQ(AtOnce(mandate, kOneMonth - 1), "EXPIRINGP1Y");
  EXPECT_EQ(AtOnce(mandate, kOneMonth), "EXPIRINGP1M");
  EXPECT_EQ(AtOnce(mandate, kLast - 7), "EXPIRINGP1W");
  EXPECT_EQ(AtOnce(mandate, kLast), "EXPIRINGP1W");
  EXPECT_EQ(AtOnce(mandate, kLast + 1), "LAPSED");
  EXPECT_EQ(AtOnce(MandateUntil(kLast, true), kLast + 1), "OVERDUE");
}

TEST(DueAtOnceTest, WhatWasMadeIsNotDueAgain) {
  EXPECT_EQ(AtOnce(MandateUntil(kLast), kOneMonth + 3,
                   Made(kExpiring, "P1M", kOneMonth)),
            "none");
}

TEST(DueAtOnceTest, WhatWasTakenBackIsDueAgainAsAnotherOccurrence) {
  Announcements made = Made(kExpiring, "P1M", kOneMonth);
  made.mutable_made(0)->set_retracted(true);
  const auto due =
      DueAtOnce(MandateUntil(kLast), made, LeadsThrough(kOneMonth), kOneMonth);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->occurrence(), 1);
}

TEST(DueAtOnceTest, ALeadWhoseDayHasComeIsDueThoughItsScanLags) {
  const auto due = DueAtOnce(MandateUntil(kLast), {},
                             LeadsThrough(CivilDay(2020, 7, 16)), kOneMonth);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->lead(), "P1M");
}

TEST(DueAtOnceTest, AMandateThatEndedIsDueNothing) {
  Mandate mandate = MandateUntil(kLast);
  mandate.set_state(mandates::v1::STATE_TERMINATED);
  EXPECT_EQ(AtOnce(mandate, kLast + 1), "none");
}

TEST(DueByScanTest, TheLaggingScanPassesOverWhatALaterReminderCovers) {
  const auto made = Made(kExpiring, "P1W", kLast - 5);
  const Mandate mandate = MandateUntil(kLast);
  EXPECT_FALSE(DueByScan(mandate, made, "P1M", kOneMonth));
  EXPECT_TRUE(DueByScan(mandate, made, kLapse, kLast + 1));
}

TEST(CrossingDayTest, TheLapseCrossesOnTheDayAfter) {
  EXPECT_EQ(CrossingDay(kLapse, {}, kLast), kLast + 1);
  EXPECT_EQ(CrossingDay("P1M", {.months = 1}, CivilDay(2021, 3, 31)),
            CivilDay(2021, 2, 28));
}

}  // namespace
}  // namespace mandated::domain
