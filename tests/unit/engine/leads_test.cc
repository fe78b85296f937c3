#include "services/engine/leads.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Leads(Engine& engine) {
  const auto leads = ReadLeads(*engine.store().GetSnapshot());
  EXPECT_THAT(leads, IsOk());
  return leads.value_or(std::vector<std::string>());
}

TEST(LeadsTest, AreThoseTheServerWasStartedWithWidestFirst) {
  Engine engine({.leads = {"P1W", "P1Y", "P90D"}});

  EXPECT_THAT(Leads(engine), ElementsAre("P1Y", "P90D", "P1W"));
}

TEST(LeadsTest, OneThatNobodyAsksForAnyMoreIsNotAnnounced) {
  Engine engine({.leads = {"P1M", "P1W"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  const storage::Revision before = engine.head();

  engine.RestartWith({"P1W"});
  engine.AdvanceTo("2020-12-30");

  EXPECT_THAT(Leads(engine), ElementsAre("P1W"));
  EXPECT_THAT(engine.Events(before), ElementsAre("2020-12-24 EXPIRING P1W x"));
}

}  // namespace
}  // namespace mandated::engine
