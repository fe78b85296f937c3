#include "services/engine/expiry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/domain/limits.h"
#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Lines = std::vector<std::string>;

TEST(ExpiryTest, EachLeadFiresOnceOnItsCivilDayAtLocalMidnight) {
  Engine engine;
  engine.AdvanceTo("2020-07-16");
  ASSERT_THAT(engine.Establish("x", "2020-07-16", "P3Y"), IsOk());
  const storage::Revision before = engine.head();

  for (absl::CivilDay day = Day("2020-07-17"); day < Day("2023-08-01"); ++day) {
    engine.AdvanceTo(day);
  }

  EXPECT_THAT(
      engine.Events(before),
      ElementsAre("2022-07-14 EXPIRING P1Y x", "2023-01-14 EXPIRING P6M x",
                  "2023-04-14 EXPIRING P3M x", "2023-06-14 EXPIRING P1M x",
                  "2023-07-07 EXPIRING P1W x", "2023-07-13 EXPIRING P1D x",
                  "2023-07-15 LAPSED x"));
  for (const auto& event : engine.Log(before)) {
    EXPECT_EQ(FromTimestamp(event.time()), Midnight(Text(event.date())));
    EXPECT_EQ(event.actor(), kClockActor);
    EXPECT_EQ(Text(event.last_day()), "2023-07-14");
  }
}

TEST(ExpiryTest, OnTheDaysTheClocksChangeALeadFiresAtThatDaysMidnight) {
  Engine engine({.leads = {"P1D"}});
  // Zurich moved its clocks on 28 March and 31 October 2021.
  ASSERT_THAT(engine.EstablishUntil("spring", "2020-06-01", "2021-03-29"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("autumn", "2020-06-01", "2021-11-01"),
              IsOk());
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2021-12-01");

  const auto log = engine.Log(before);
  ASSERT_THAT(Briefs(log), ElementsAre("2021-03-28 EXPIRING P1D spring",
                                       "2021-03-30 LAPSED spring",
                                       "2021-10-31 EXPIRING P1D autumn",
                                       "2021-11-02 LAPSED autumn"));
  EXPECT_EQ(absl::FormatTime(FromTimestamp(log[0].time()), absl::UTCTimeZone()),
            "2021-03-27T23:00:00+00:00");
  EXPECT_EQ(absl::FormatTime(FromTimestamp(log[1].time()), absl::UTCTimeZone()),
            "2021-03-29T22:00:00+00:00");
  EXPECT_EQ(absl::FormatTime(FromTimestamp(log[2].time()), absl::UTCTimeZone()),
            "2021-10-30T22:00:00+00:00");
}

TEST(ExpiryTest, LeadsThatClampToTheSameDayAllFireOnIt) {
  Engine engine({.leads = {"P1M"}});
  for (const char* last :
       {"2021-03-28", "2021-03-29", "2021-03-30", "2021-03-31", "2021-04-01"}) {
    ASSERT_THAT(
        engine.EstablishUntil(std::string("on-") + last, "2020-06-01", last),
        IsOk());
  }
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2021-02-28");
  EXPECT_THAT(engine.Events(before),
              ElementsAre("2021-02-28 EXPIRING P1M on-2021-03-28",
                          "2021-02-28 EXPIRING P1M on-2021-03-29",
                          "2021-02-28 EXPIRING P1M on-2021-03-30",
                          "2021-02-28 EXPIRING P1M on-2021-03-31"));
  const storage::Revision clamped = engine.head();
  engine.AdvanceTo("2021-03-01");
  EXPECT_THAT(engine.Events(clamped),
              ElementsAre("2021-03-01 EXPIRING P1M on-2021-04-01"));
}

TEST(ExpiryTest, AJumpForwardFiresEverythingOnceInOrderOfDate) {
  Engine stepped;
  Engine jumped;
  for (Engine* engine : {&stepped, &jumped}) {
    ASSERT_THAT(engine->EstablishUntil("a", "2020-06-01", "2021-08-10"),
                IsOk());
    ASSERT_THAT(engine->EstablishUntil("b", "2020-06-01", "2021-08-03"),
                IsOk());
    ASSERT_THAT(engine->EstablishUntil("c", "2020-06-01", "2022-02-28"),
                IsOk());
  }

  for (absl::CivilDay day = Day("2020-06-02"); day <= Day("2022-06-01");
       ++day) {
    stepped.AdvanceTo(day);
  }
  jumped.SetClock("2022-06-01");
  jumped.Restart();
  jumped.CatchUp();

  EXPECT_EQ(jumped.Events(), stepped.Events());
  const Lines dates = jumped.Events();
  EXPECT_TRUE(std::is_sorted(dates.begin() + 3, dates.end(),
                             [](const std::string& a, const std::string& b) {
                               return a.substr(0, 10) < b.substr(0, 10);
                             }));
}

TEST(ExpiryTest, AJumpBackwardFiresNothingTwice) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-08-10"), IsOk());
  engine.AdvanceTo("2021-05-10");
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2020-12-01");
  engine.Restart();
  engine.AdvanceTo("2021-05-10");

  EXPECT_THAT(engine.Events(before), IsEmpty());
  engine.AdvanceTo("2021-07-10");
  EXPECT_THAT(engine.Events(before), ElementsAre("2021-07-10 EXPIRING P1M x"));
}

TEST(ExpiryTest, ADecisionInsideAWindowGetsOnlyTheTightestLeadAtOnce) {
  Engine engine;
  engine.AdvanceTo("2021-07-01");
  const auto outcome = engine.EstablishUntil("x", "2021-07-01", "2021-07-20");

  ASSERT_THAT(outcome, IsOk());
  EXPECT_THAT(
      Briefs(outcome->events),
      ElementsAre("2021-07-01 ESTABLISHED x", "2021-07-01 EXPIRING P1M x"));
  engine.AdvanceTo("2021-07-13");
  EXPECT_EQ(engine.Events().back(), "2021-07-13 EXPIRING P1W x");
}

TEST(ExpiryTest, ADecisionOnTheVeryDayOfACrossingGetsItAtOnceAndNotAgain) {
  Engine engine;
  engine.AdvanceTo("2021-07-01");
  const auto outcome = engine.EstablishUntil("x", "2021-07-01", "2021-08-01");
  ASSERT_THAT(outcome, IsOk());
  EXPECT_EQ(Briefs(outcome->events).back(), "2021-07-01 EXPIRING P1M x");
  const storage::Revision before = engine.head();
  engine.AdvanceTo("2021-07-24");
  EXPECT_THAT(engine.Events(before), IsEmpty());
}

TEST(ExpiryTest, ADecisionTheDayBeforeACrossingWaitsForIt) {
  Engine engine({.leads = {"P1M"}});
  engine.AdvanceTo("2021-06-30");
  const auto outcome = engine.EstablishUntil("x", "2021-06-30", "2021-08-01");
  ASSERT_THAT(outcome, IsOk());
  EXPECT_THAT(Briefs(outcome->events), ElementsAre("2021-06-30 ESTABLISHED x"));
  engine.AdvanceTo("2021-07-01");
  EXPECT_EQ(engine.Events().back(), "2021-07-01 EXPIRING P1M x");
}

// The clock has jumped and the scanner has not woken up yet.
TEST(ExpiryTest, ADecisionBehindALaggingScanGetsTheTightestLeadAndNoOlderOne) {
  Engine engine;
  engine.SetClock("2021-07-01");
  ASSERT_THAT(engine.EstablishUntil("x", "2021-06-25", "2021-07-20"), IsOk());
  engine.CatchUp();
  engine.AdvanceTo("2021-07-12");
  EXPECT_THAT(engine.Events(), ElementsAre("2021-07-01 ESTABLISHED x",
                                           "2021-07-01 EXPIRING P1M x"));
}

TEST(ExpiryTest, AnUpdateBehindALaggingScanTakesNoCrossingAway) {
  Engine engine({.leads = {"P3M", "P1M"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-07-20"), IsOk());
  engine.SetClock("2021-07-01");
  mandates::v1::UpdateMandateRequest update;
  update.mutable_mandate()->set_name("mandates/x");
  update.mutable_mandate()->set_holder("Ms. A");
  update.mutable_update_mask()->add_paths("holder");
  ASSERT_THAT(engine.Call(&Registry::UpdateMandate, update), IsOk());
  engine.CatchUp();
  EXPECT_THAT(engine.Events(), ElementsAre("2020-06-01 ESTABLISHED x",
                                           "2021-04-20 EXPIRING P3M x",
                                           "2021-06-20 EXPIRING P1M x"));
}

// 28 March - P1M - 30 days is 29 January, and 29 January + P1M + 30 days is
// 30 March: the scan must begin before it.
TEST(ExpiryTest, ALeadOfMonthsAndDaysMissesNoLastDay) {
  Engine engine({.leads = {"P1M30D"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-03-28"), IsOk());
  engine.AdvanceTo("2021-01-28");
  engine.AdvanceTo("2021-01-29");
  EXPECT_EQ(engine.Events().back(), "2021-01-29 EXPIRING P1M30D x");
}

TEST(ExpiryTest, ANewLeadBeginsTodayThoughOlderOnesLag) {
  Engine engine({.leads = {"P1M"}});
  ASSERT_THAT(engine.EstablishUntil("early", "2020-06-01", "2020-08-31"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("late", "2020-06-01", "2020-12-31"),
              IsOk());
  const storage::Revision before = engine.head();
  engine.Stop();
  engine.SetClock("2020-10-01");

  engine.RestartWith({"P1M", "P1W"});
  engine.CatchUp();

  EXPECT_THAT(
      engine.Events(before),
      ElementsAre("2020-07-31 EXPIRING P1M early", "2020-09-01 LAPSED early"));
  engine.AdvanceTo("2020-12-24");
  EXPECT_EQ(engine.Events().back(), "2020-12-24 EXPIRING P1W late");
}

TEST(ExpiryTest, AnExtensionStopsTheRemainingCrossings) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-08-10"), IsOk());
  engine.AdvanceTo("2021-05-20");
  ASSERT_THAT(engine.ExtendUntil("x", "2021-05-20", "2024-08-10"), IsOk());
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2023-08-10");

  EXPECT_THAT(engine.Events(before), ElementsAre("2023-08-10 EXPIRING P1Y x"));
}

TEST(ExpiryTest, ACorrectionReArmsTheLeadsThatLieAhead) {
  Engine engine({.leads = {"P3M", "P1M"}});
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  engine.AdvanceTo("2020-12-10");
  const storage::Revision before = engine.head();

  ASSERT_THAT(engine.AmendUntil("x", "2020-06-01", "2021-12-31"), IsOk());
  engine.AdvanceTo("2021-12-10");

  EXPECT_THAT(
      engine.Events(before),
      ElementsAre("2020-12-10 CORRECTED x", "2020-12-10 RETRACTED P3M x",
                  "2020-12-10 RETRACTED P1M x", "2021-09-30 EXPIRING P3M x",
                  "2021-11-30 EXPIRING P1M x"));
}

// Establishes `count` mandates that all end on `last`, in batches.
void EstablishMany(Engine& engine, int count, const std::string& last) {
  mandates::v1::BatchRecordDecisionsRequest batch;
  for (int i = 0; i < count; ++i) {
    auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Engine::Symbol("1"),
                               "2020-06-01");
    *decision.mutable_term()->mutable_fixed() = DateOf(last);
    *batch.add_requests() =
        Engine::RecordRequest(absl::StrCat("m-", i), decision);
    if (batch.requests_size() == domain::limits::kBatchDecisionsMax ||
        i + 1 == count) {
      ASSERT_THAT(engine.Call(&Registry::BatchRecordDecisions, batch), IsOk());
      batch.clear_requests();
    }
  }
}

TEST(ExpiryTest, ADayTooFullForOneCommitIsCompleteAndWithoutDoubles) {
  Engine engine({.leads = {"P1M", "P31D"}});
  constexpr int kCount = 2 * domain::limits::kTickEventsMax + 500;
  EstablishMany(engine, kCount, "2020-08-31");
  const storage::Revision before = engine.head();

  engine.AdvanceTo("2020-07-31");

  std::set<std::string> lines;
  std::map<storage::Revision, int> commits;
  for (const auto& event : engine.Log(before)) {
    EXPECT_TRUE(lines.insert(Brief(event)).second) << Brief(event);
    ++commits[event.revision()];
  }
  EXPECT_EQ(lines.size(), 2U * kCount);
  for (const auto& [revision, events] : commits) {
    EXPECT_LE(events, domain::limits::kTickEventsMax) << revision;
  }
}

TEST(ExpiryTest, ARestartInTheMiddleOfAFullDayLosesAndDoublesNothing) {
  Engine engine({.leads = {"P1M"}});
  constexpr int kCount = 3 * domain::limits::kTickEventsMax;
  EstablishMany(engine, kCount, "2020-08-31");
  const storage::Revision before = engine.head();
  engine.SetClock("2020-07-31");
  // The scanner is cut off after its first commit of the day.
  TickCursor cursor;
  std::promise<absl::StatusOr<bool>> more;
  absl::StatusOr<bool> progress = false;
  engine.writer().Submit(
      {.prepare =
           [&](Draft& draft) {
             progress = TickInto(draft, Zurich(), Day("2020-07-31"), cursor);
             return progress.status();
           },
       .done =
           [&](const absl::StatusOr<storage::Revision>& revision,
               const Draft&) {
             if (!revision.ok()) progress = revision.status();
             more.set_value(progress);
           }});
  const auto cut = more.get_future().get();
  ASSERT_TRUE(cut.ok() && *cut) << cut.status();
  ASSERT_EQ(engine.Events(before).size(),
            static_cast<size_t>(domain::limits::kTickEventsMax));

  engine.Restart();
  engine.CatchUp();

  std::set<std::string> ids;
  const auto log = engine.Log(before);
  for (const auto& event : log) ids.insert(event.id());
  EXPECT_EQ(log.size(), static_cast<size_t>(kCount));
  EXPECT_EQ(ids.size(), log.size());
}

// A day of more crossings than one commit takes is fired in parts; what is
// recorded between two parts must not fall between them.
TEST(ExpiryTest, ADecisionRecordedInTheMiddleOfAFullDayIsAnnouncedToo) {
  Engine engine({.leads = {"P1M"}});
  constexpr int kCount = 2 * domain::limits::kTickEventsMax;
  EstablishMany(engine, kCount, "2020-08-31");
  engine.SetClock("2020-07-31");
  TickCursor cursor;
  const auto tick = [&] {
    std::promise<bool> done;
    bool more = false;
    engine.writer().Submit(
        {.prepare =
             [&](Draft& draft) {
               const auto progress =
                   TickInto(draft, Zurich(), Day("2020-07-31"), cursor);
               more = progress.value_or(false);
               return progress.status();
             },
         .done = [&](const absl::StatusOr<storage::Revision>&,
                     const Draft&) { done.set_value(more); }});
    return done.get_future().get();
  };
  ASSERT_TRUE(tick());

  ASSERT_THAT(engine.EstablishUntil("a-first", "2020-07-31", "2020-08-31"),
              IsOk());
  while (tick()) {
  }

  const Lines lines = engine.Events();
  EXPECT_EQ(
      std::count(lines.begin(), lines.end(), "2020-07-31 EXPIRING P1M a-first"),
      1);
}

}  // namespace
}  // namespace mandated::engine
