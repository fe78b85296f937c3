#include "services/engine/simulation.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using domain::Draw;
using ::testing::ElementsAre;

SimulationRequest Ask(absl::CivilDay today, absl::CivilDay to) {
  return {.today = today,
          .from = today,
          .to = to,
          .decisions = {},
          .wanted = [](const mandates::v1::Event&) { return true; }};
}

std::vector<std::string> IdsOf(const std::vector<mandates::v1::Event>& events) {
  std::vector<std::string> ids;
  for (const auto& event : events) ids.push_back(event.id());
  return ids;
}

TEST(SimulationTest, TheFutureIsTold) {
  Engine engine({.leads = {"P1M"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  const auto events =
      engine.reader().Simulate(Ask(Day("2020-06-01"), Day("2022-01-01")));
  ASSERT_THAT(events, IsOk());
  EXPECT_THAT(Briefs(*events),
              ElementsAre("2021-05-30 EXPIRING P1M x", "2021-07-01 LAPSED x"));
}

TEST(SimulationTest, NothingIsWritten) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  const storage::Revision head = engine.head();
  const std::string before =
      engine.reader().GetMandate("x")->SerializeAsString();
  SimulationRequest ask = Ask(Day("2020-06-01"), Day("2022-01-01"));
  auto extend = DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"),
                           "2021-06-29", "P3Y");
  ask.decisions = {Engine::RecordRequest("x", extend)};
  ASSERT_THAT(engine.reader().Simulate(ask), IsOk());
  EXPECT_EQ(engine.head(), head);
  EXPECT_EQ(engine.reader().GetMandate("x")->SerializeAsString(), before);
}

TEST(SimulationTest, AnAssumedDecisionThatDoesNotFitIsNamed) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  SimulationRequest ask = Ask(Day("2020-06-01"), Day("2022-01-01"));
  auto extend =
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-07-01");
  *extend.mutable_term()->mutable_fixed() = DateOf("2021-06-30");
  ask.decisions = {Engine::RecordRequest("x", extend)};
  const auto refused = engine.reader().Simulate(ask);
  EXPECT_THAT(refused, IsError("TERM_NOT_EXTENDED"));
  EXPECT_EQ(domain::FieldOf(refused.status()).rfind("assumed_decisions[0].", 0),
            0U);
}

// What is told is what follows, id by id.
TEST(SimulationTest, WhatReallyFollowsIsWhatWasTold) {
  std::mt19937_64 chance = domain::Chance();
  for (int round = 0; round < 20; ++round) {
    Engine engine;
    const absl::CivilDay today = Day("2020-07-10");
    engine.AdvanceTo(today);
    for (int i = 0; i < 5; ++i) {
      const std::string id = absl::StrCat("m-", i);
      if (Draw(chance, 0, 1) == 0) {
        ASSERT_THAT(engine.Establish(id, "2020-07-10", "P1Y"), IsOk());
      } else {
        ASSERT_THAT(engine.EstablishUntil(
                        id, "2020-07-10",
                        domain::FormatDate(today + Draw(chance, 1, 500))),
                    IsOk());
      }
    }
    SimulationRequest ask = Ask(today, Day("2024-12-31"));
    std::map<absl::CivilDay, mandates::v1::RecordDecisionRequest> decisions;
    for (int i = 0; i < 5; ++i) {
      const absl::CivilDay day = today + Draw(chance, 0, 600);
      decisions.emplace(
          day, Engine::RecordRequest(
                   absl::StrCat("m-", i),
                   DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"),
                              domain::FormatDate(day), "P3Y")));
    }
    for (const auto& [day, request] : decisions) {
      ask.decisions.push_back(request);
    }
    const auto told = engine.reader().Simulate(ask);
    ASSERT_THAT(told, IsOk());
    const storage::Revision head = engine.head();

    for (const auto& [day, request] : decisions) {
      engine.AdvanceTo(day);
      ASSERT_THAT(engine.Record(request), IsOk());
    }
    engine.AdvanceTo("2024-12-31");

    ASSERT_EQ(Briefs(*told), engine.Events(head)) << "round " << round;
    ASSERT_EQ(IdsOf(*told), IdsOf(engine.Log(head))) << "round " << round;
  }
}

}  // namespace
}  // namespace mandated::engine
