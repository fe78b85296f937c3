// What is learnt late: decisions, corrections and sessions that prove wrong
// what was announced.

#include <gtest/gtest.h>

#include <set>

#include "services/engine/expiry.h"
#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Lines = std::vector<std::string>;

TEST(CorrectionTest,
     AProjectedSessionIsOverdueAndLapsesWhenItsDatesAreRecorded) {
  Engine engine({.leads = {"P1D"}});
  engine.AdvanceTo("2021-07-08");
  ASSERT_THAT(engine.Establish("x", "2021-07-08", "P3Y"), IsOk());  // at 56
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2025-01-01");
  EXPECT_THAT(engine.Events(before),
              ElementsAre("2024-07-11 EXPIRING P1D x", "2024-07-13 OVERDUE x"));
  EXPECT_EQ(engine.reader().GetMandate("x")->state(),
            mandates::v1::STATE_OVERDUE);

  const storage::Revision overdue = engine.head();
  ASSERT_THAT(engine.UpsertSession("hrc-56", "2024-06-17", "2024-07-12"),
              IsOk());
  EXPECT_THAT(engine.Events(overdue), ElementsAre("2025-01-01 LAPSED x"));
  EXPECT_EQ(engine.reader().GetMandate("x")->state(),
            mandates::v1::STATE_LAPSED);
}

TEST(CorrectionTest, AnOverdueThatALateExtensionDisprovesIsRetracted) {
  Engine engine({.leads = {"P1D"}});
  engine.AdvanceTo("2021-07-08");
  ASSERT_THAT(engine.Establish("x", "2021-07-08", "P3Y"), IsOk());
  engine.AdvanceTo("2024-07-20");
  const auto log = engine.Log();
  ASSERT_EQ(Brief(log.back()), "2024-07-13 OVERDUE x");

  const auto outcome = engine.Extend("x", "2024-07-11", "P3Y");

  ASSERT_THAT(outcome, IsOk());
  ASSERT_THAT(Briefs(outcome->events),
              ElementsAre("2024-07-20 EXTENDED x", "2024-07-20 RETRACTED x"));
  EXPECT_EQ(outcome->events[1].retracts(), log.back().id());
}

TEST(CorrectionTest, ALateRecordedDecisionRetractsWhatItDisprovesById) {
  Engine engine({.leads = {"P1M", "P1W"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-09-30"), IsOk());
  engine.AdvanceTo("2020-10-05");
  const auto log = engine.Log();  // ESTABLISHED, P1M, P1W, LAPSED

  const auto outcome = engine.ExtendUntil("x", "2020-09-10", "2021-09-30");

  ASSERT_THAT(outcome, IsOk());
  ASSERT_THAT(Briefs(outcome->events),
              ElementsAre("2020-10-05 EXTENDED x", "2020-10-05 RETRACTED P1W x",
                          "2020-10-05 RETRACTED x"));
  // P1M of 30 August was right when it was announced.
  EXPECT_EQ(outcome->events[1].retracts(), log[2].id());
  EXPECT_EQ(outcome->events[2].retracts(), log[3].id());
  for (const auto& event : outcome->events) {
    EXPECT_EQ(event.revision(), outcome->revision);
  }
}

TEST(CorrectionTest, ADecisionAdoptedTheDayAfterTheLapseDoesNotDisproveIt) {
  Engine engine({.leads = {"P1W"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-09-30"), IsOk());
  engine.AdvanceTo("2020-10-05");
  const auto late = engine.ExtendUntil("x", "2020-10-01", "2021-09-30");
  ASSERT_THAT(late, IsOk());
  EXPECT_THAT(Briefs(late->events), ElementsAre("2020-10-05 EXTENDED x"));
}

TEST(CorrectionTest, ADecisionAdoptedOnTheLastDayDisprovesTheLapse) {
  Engine engine({.leads = {"P1W"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-09-30"), IsOk());
  engine.AdvanceTo("2020-10-05");
  const auto late = engine.ExtendUntil("x", "2020-09-30", "2021-09-30");
  ASSERT_THAT(late, IsOk());
  EXPECT_THAT(Briefs(late->events),
              ElementsAre("2020-10-05 EXTENDED x", "2020-10-05 RETRACTED x"));
}

TEST(CorrectionTest, ARetractedDecisionTakesItsAnnouncementsBack) {
  Engine engine({.leads = {"P1M"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2021-09-30"), IsOk());
  engine.AdvanceTo("2021-09-10");
  const auto log = engine.Log();
  ASSERT_EQ(Brief(log.back()), "2021-08-30 EXPIRING P1M x");

  const auto outcome = engine.Retract("x", "2");

  ASSERT_THAT(outcome, IsOk());
  ASSERT_THAT(Briefs(outcome->events),
              ElementsAre("2021-09-10 CORRECTED x",
                          "2021-09-10 RETRACTED P1M x", "2021-09-10 LAPSED x"));
  EXPECT_EQ(outcome->events[1].retracts(), log.back().id());
}

TEST(CorrectionTest, CorrectedThereAndBackIsAnnouncedAnewUnderAnotherId) {
  Engine engine({.leads = {"P3M", "P1M"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  engine.AdvanceTo("2020-12-10");

  ASSERT_THAT(engine.AmendUntil("x", "2020-06-01", "2021-12-31"), IsOk());
  ASSERT_THAT(engine.AmendUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  ASSERT_THAT(engine.AmendUntil("x", "2020-06-01", "2021-12-31"), IsOk());
  ASSERT_THAT(engine.AmendUntil("x", "2020-06-01", "2020-12-31"), IsOk());

  EXPECT_EQ(engine.Events().back(), "2020-12-10 EXPIRING P1M x");
  const auto log = engine.Log();
  std::set<std::string> ids;
  for (const auto& event : log) ids.insert(event.id());
  EXPECT_EQ(ids.size(), log.size());
}

TEST(CorrectionTest,
     AMovedSessionReschedulesItsMandatesAndThoseProjectedFromIt) {
  Engine engine({.leads = {"P1M"}});
  engine.AdvanceTo("2020-07-16");
  ASSERT_THAT(engine.Establish("at-53", "2020-07-16", "P3Y"), IsOk());
  ASSERT_THAT(engine.Establish("at-47", "2020-07-16", "P1Y"), IsOk());
  engine.AdvanceTo("2021-07-08");
  ASSERT_THAT(engine.Establish("at-56", "2021-07-08", "P3Y"), IsOk());
  engine.AdvanceTo("2023-06-20");
  const auto before = engine.Log();
  ASSERT_EQ(Brief(before.back()), "2023-06-14 EXPIRING P1M at-53");

  const auto outcome =
      engine.UpsertSession("hrc-53", "2023-06-26", "2023-07-21");

  ASSERT_THAT(outcome, IsOk());
  ASSERT_THAT(Briefs(outcome->events),
              ElementsAre("2023-06-20 RESCHEDULED at-53",
                          "2023-06-20 RETRACTED P1M at-53",
                          "2023-06-20 RESCHEDULED at-56"));
  EXPECT_EQ(Text(outcome->events[0].previous_last_day()), "2023-07-14");
  EXPECT_EQ(Text(outcome->events[0].last_day()), "2023-07-21");
  EXPECT_EQ(outcome->events[1].retracts(), before.back().id());
  for (const auto& event : engine.Log(outcome->revision - 1)) {
    EXPECT_EQ(event.revision(), outcome->revision);
  }
  engine.AdvanceTo("2023-06-21");
  EXPECT_EQ(engine.Events().back(), "2023-06-21 EXPIRING P1M at-53");
}

TEST(CorrectionTest,
     ALapseFallsWhenItsSessionProvesToHaveEndedAfterTheExtension) {
  Engine engine({.leads = {"P1M"}});
  engine.AdvanceTo("2020-07-16");
  ASSERT_THAT(engine.Establish("x", "2020-07-16", "P1Y"), IsOk());
  engine.AdvanceTo("2021-07-16");  // 47 is on record until 14 July
  ASSERT_THAT(engine.ExtendUntil("x", "2021-07-16", "2023-07-14"), IsOk());
  const auto log = engine.Log();
  ASSERT_EQ(Brief(log[log.size() - 2]), "2021-07-15 LAPSED x");

  const auto outcome =
      engine.UpsertSession("hrc-47", "2021-06-21", "2021-07-16");

  ASSERT_THAT(outcome, IsOk());
  ASSERT_THAT(Briefs(outcome->events), ElementsAre("2021-07-16 RETRACTED x"));
  EXPECT_EQ(outcome->events[0].retracts(), log[log.size() - 2].id());
}

TEST(CorrectionTest, ATermCountedFromTheEndOfASessionMovesWithThatSession) {
  Engine engine({.leads = {"P1M"}});
  auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Engine::Symbol("1"),
                             "2020-06-01", "P6M");
  decision.mutable_term()->set_starts_at_end_of("sessions/hrc-54");
  ASSERT_THAT(engine.Record("x", decision), IsOk());
  ASSERT_EQ(Text(engine.reader().GetMandate("x")->term().last_day()),
            "2024-04-06");  // 54 is projected to end on 6 October 2023

  const auto outcome =
      engine.UpsertSession("hrc-54", "2023-09-11", "2023-10-13");

  ASSERT_THAT(outcome, IsOk());
  EXPECT_THAT(Briefs(outcome->events), ElementsAre("2020-06-01 RESCHEDULED x"));
  const auto mandate = engine.reader().GetMandate("x");
  EXPECT_EQ(Text(mandate->term().last_day()), "2024-04-13");
  EXPECT_FALSE(mandate->term().projected());
}

}  // namespace
}  // namespace mandated::engine
