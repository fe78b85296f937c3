#include "services/engine/retention.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::IsEmpty;

// One event on each of `days` days, from 1 June 2020 on.
void LiveFor(Engine& engine, int days) {
  for (int i = 0; i < days; ++i) {
    const absl::CivilDay day = Day("2020-06-01") + i;
    engine.AdvanceTo(day);
    ASSERT_THAT(engine.EstablishUntil(absl::StrCat("m-", i),
                                      domain::FormatDate(day), "2030-01-01"),
                IsOk());
  }
}

TEST(RetentionTest, WhatIsOlderThanItsAgeIsDroppedAtMidnight) {
  Engine engine({.retention = {.age_days = 10}});
  LiveFor(engine, 30);  // the last day is 30 June
  const auto log = engine.Log();
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(Text(log.front().date()), "2020-06-20");
  EXPECT_EQ(engine.store().GetSnapshot()->earliest() <= log.front().revision(),
            true);
  EXPECT_EQ(Text(log.back().date()), "2020-06-30");
}

TEST(RetentionTest, WithinItsAgeNothingIsDropped) {
  Engine engine({.retention = {.age_days = 29}});
  LiveFor(engine, 30);
  EXPECT_EQ(engine.Log().size(), 30U);
}

TEST(RetentionTest, BeyondTheCountOldDaysAreDroppedButNeverTooMuch) {
  Engine engine({.retention = {.age_days = 10'000, .events_max = 5}});
  LiveFor(engine, 30);
  const size_t kept = engine.Log().size();
  EXPECT_GE(kept, 5U);
  EXPECT_LE(kept, 7U);  // the bound is kept to the day
}

TEST(RetentionTest, MandatesAndTheirHistoryOutliveTheLog) {
  Engine engine({.retention = {.age_days = 1}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2030-01-01"), IsOk());
  const storage::Revision revision = engine.head();
  engine.AdvanceTo("2020-06-02");
  engine.AdvanceTo("2020-06-10");
  engine.AdvanceTo("2020-06-20");
  EXPECT_THAT(engine.Log(), IsEmpty());
  EXPECT_THAT(engine.reader().GetMandate("x"), IsOk());
  EXPECT_THAT(engine.reader().GetMandateAsOf("x", revision), IsOk());
}

TEST(RetentionTest, ARetryWhoseEventsLeftTheLogStillReturnsItsMandate) {
  Engine engine({.retention = {.age_days = 1}});
  auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Engine::Symbol("1"),
                             "2020-06-01");
  *decision.mutable_term()->mutable_fixed() = DateOf("2030-01-01");
  auto request = Engine::RecordRequest("x", decision);
  request.set_request_id("one");
  const auto first = engine.Record(request);
  ASSERT_THAT(first, IsOk());
  for (const char* day : {"2020-06-02", "2020-06-03", "2020-06-04"}) {
    engine.AdvanceTo(day);
  }
  ASSERT_THAT(engine.Log(), IsEmpty());
  const auto again = engine.Record(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->revision, first->revision);
  EXPECT_THAT(again->events, IsEmpty());
  EXPECT_EQ(again->mandates.size(), 1U);
}

// The number of the last commit's time and all else must not depend on it.
TEST(RetentionTest, AnEngineOverAnEmptyLogStartsAgain) {
  Engine engine({.retention = {.age_days = 1}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-07-10"), IsOk());
  for (const char* day : {"2020-06-02", "2020-06-03", "2020-06-09"}) {
    engine.AdvanceTo(day);
  }
  ASSERT_THAT(engine.Log(), IsEmpty());
  engine.Restart();
  engine.AdvanceTo("2020-06-10");
  EXPECT_EQ(engine.Events(),
            std::vector<std::string>{"2020-06-10 EXPIRING P1M x"});
}

}  // namespace
}  // namespace mandated::engine
