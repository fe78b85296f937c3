#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "services/domain/fold.h"
#include "services/domain/period.h"
#include "tests/history/replay.h"
#include "tests/unit/engine/engine_fixture.h"

// The whole real history of the Council's mandates, replayed day by day.
namespace mandated::history {
namespace {

using engine::Day;

// Two decisions on one mandate, one after the other, with terms read from
// their texts.
struct Pair {
  Row first;
  Row next;
};

// The recipe of shared/domain.md: ESTABLISH and EXTEND in the order of the
// file, consecutive, both READ, the first with a period.
std::vector<Pair> PairsRead(const Catalogue& catalogue) {
  std::map<std::string, Row> last;
  std::vector<Pair> pairs;
  for (const Row& row : catalogue.decisions) {
    if (row.at("act") != "ESTABLISH" && row.at("act") != "EXTEND") continue;
    const auto before = last.find(row.at("mandate"));
    if (before != last.end() && before->second.at("basis") == "READ" &&
        row.at("basis") == "READ" && !before->second.at("period").empty()) {
      pairs.push_back({.first = before->second, .next = row});
    }
    last[row.at("mandate")] = row;
  }
  return pairs;
}

absl::CivilDay Anniversary(const Row& row) {
  return domain::Add(Day(row.at("adopted_on")),
                     *domain::ParsePeriod("period", row.at("period")));
}

// How many of `pairs` the rule "adoption plus term" calls lapsed (`late`).
struct ByAnniversary {
  int late = 0;
  int early = 0;
  int same_day = 0;
};

ByAnniversary CountByAnniversary(const std::vector<Pair>& pairs) {
  ByAnniversary count;
  for (const Pair& pair : pairs) {
    const absl::CivilDay next = Day(pair.next.at("adopted_on"));
    const absl::CivilDay end = Anniversary(pair.first);
    ++(next > end ? count.late : next < end ? count.early : count.same_day);
  }
  return count;
}

int NumberOf(const std::string& session) {
  return std::stoi(session.substr(session.rfind('-') + 1));
}

// "sr-iran 2022-04-01": one lapse.
std::string KeyOf(const std::string& mandate, const std::string& last_day) {
  return mandate + " " + last_day;
}

std::map<std::string, mandates::v1::Event> LapsesOf(
    const std::vector<mandates::v1::Event>& log) {
  std::map<std::string, mandates::v1::Event> lapses;
  for (const auto& event : log) {
    if (event.type() != mandates::v1::EVENT_TYPE_LAPSED) continue;
    lapses[KeyOf(engine::IdOfName(event.mandate().name()),
                 engine::Text(event.last_day()))] = event;
  }
  return lapses;
}

// Returns the first decision on the mandate after `day`; empty: none.
std::string SymbolAfter(const Catalogue& catalogue, const std::string& mandate,
                        absl::CivilDay day) {
  for (const Row& row : catalogue.decisions) {
    if (row.at("mandate") == mandate && Day(row.at("adopted_on")) > day) {
      return row.at("symbol");
    }
  }
  return "";
}

// The replay is the same for all tests.
class HistoryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    catalogue_ = new Catalogue(ReadCatalogue());
    log_ = new std::vector<mandates::v1::Event>(Replay(*catalogue_, 0));
  }
  static void TearDownTestSuite() {
    delete catalogue_;
    delete log_;
  }

  static const Catalogue& catalogue() { return *catalogue_; }
  static const std::vector<mandates::v1::Event>& log() { return *log_; }
  static std::vector<Row> KnownGaps() {
    return ReadCsv(std::string(MANDATED_HISTORY_DIR) + "/known_gaps.csv");
  }

 private:
  static const Catalogue* catalogue_;
  static const std::vector<mandates::v1::Event>* log_;
};

const Catalogue* HistoryTest::catalogue_ = nullptr;
const std::vector<mandates::v1::Event>* HistoryTest::log_ = nullptr;

TEST_F(HistoryTest, TheAnniversaryRuleWouldHaveAnnouncedFalseLapses) {
  const std::vector<Pair> pairs = PairsRead(catalogue());
  const ByAnniversary count = CountByAnniversary(pairs);
  int in_rhythm = 0;
  for (const Pair& pair : pairs) {
    const int years =
        domain::ParsePeriod("period", pair.first.at("period"))->whole_years();
    const int step =
        NumberOf(pair.next.at("session")) - NumberOf(pair.first.at("session"));
    if (step == years * domain::kSessionsPerYear) ++in_rhythm;
  }
  std::cout << "pairs read from the texts: " << pairs.size()
            << "\n  after the anniversary (false lapses of the date rule): "
            << count.late << "\n  before it: " << count.early
            << "\n  on the day: " << count.same_day
            << "\n  at session S + 3N: " << in_rhythm << std::endl;
  EXPECT_EQ(pairs.size(), 80U);
  EXPECT_EQ(count.late, 41);
  EXPECT_EQ(count.early, 34);
  EXPECT_EQ(count.same_day, 5);
  EXPECT_EQ(in_rhythm, 78);
}

TEST_F(HistoryTest, LapsesAreAnnouncedOnlyWhereTheTableOfGapsSaysWhy) {
  int renewals = 0;
  for (const auto& event : log()) {
    renewals += event.type() == mandates::v1::EVENT_TYPE_EXTENDED ? 1 : 0;
  }
  std::map<std::string, Row> known;
  for (const Row& row : KnownGaps()) {
    known[KeyOf(row.at("mandate"), row.at("last_day"))] = row;
  }
  const auto lapses = LapsesOf(log());
  std::cout << "events: " << log().size() << ", renewals: " << renewals
            << ", lapses announced: " << lapses.size() << "\n";
  for (const auto& [key, event] : lapses) {
    const std::string next =
        SymbolAfter(catalogue(), engine::IdOfName(event.mandate().name()),
                    domain::ToCivil(event.last_day()));
    const auto row = known.find(key);
    const bool listed = row != known.end();
    std::cout << "  " << key << " next " << (next.empty() ? "none" : next)
              << ": " << (listed ? row->second.at("reason") : "?") << "\n";
    EXPECT_TRUE(listed) << key << " lapsed, and no known gap says why";
    if (!listed) continue;
    EXPECT_EQ(row->second.at("next"), next) << key;
    EXPECT_EQ("sessions/" + row->second.at("due"),
              event.mandate().term().end_of_session())
        << key;
  }
  for (const auto& [key, row] : known) {
    EXPECT_TRUE(lapses.contains(key)) << key << " is listed and did not lapse";
  }
}

TEST_F(HistoryTest, NoLapseStandsBetweenTwoDecisionsReadFromTheTexts) {
  const auto lapses = LapsesOf(log());
  int false_lapses = 0;
  for (const Pair& pair : PairsRead(catalogue())) {
    for (const auto& [key, event] : lapses) {
      const absl::CivilDay on = domain::ToCivil(event.date());
      const bool between = engine::IdOfName(event.mandate().name()) ==
                               pair.first.at("mandate") &&
                           on > Day(pair.first.at("adopted_on")) &&
                           on <= Day(pair.next.at("adopted_on"));
      if (between) {
        ++false_lapses;
        ADD_FAILURE() << key << " lapsed before " << pair.next.at("symbol");
      }
    }
  }
  std::cout << "false lapses on the 80 pairs: " << false_lapses << std::endl;
}

// A blanket rollover explains why these went on: none of them may lapse.
TEST_F(HistoryTest, NoMandateLapsesWhileARolloverHolds) {
  std::set<std::string> rollovers;
  for (const Row& row : catalogue().decisions) {
    if (row.at("act") != "ROLLOVER") continue;
    rollovers.insert(
        engine::Engine::NameOfDecision(row.at("mandate"), row.at("symbol")));
  }
  EXPECT_EQ(rollovers.size(), 42U);
  for (const auto& [key, event] : LapsesOf(log())) {
    EXPECT_FALSE(rollovers.contains(event.decision())) << key;
  }
}

TEST_F(HistoryTest, WhatIsRecordedInTimeOverAKnownCalendarIsNeverTakenBack) {
  for (const auto& event : log()) {
    EXPECT_NE(event.type(), mandates::v1::EVENT_TYPE_OVERDUE)
        << engine::Brief(event) << ": the sessions were all known";
    EXPECT_NE(event.type(), mandates::v1::EVENT_TYPE_RETRACTED)
        << engine::Brief(event) << ": every decision was recorded in time";
  }
}

TEST_F(HistoryTest, EveryEventHasItsOwnId) {
  std::set<std::string> ids;
  for (const auto& event : log()) {
    EXPECT_TRUE(ids.insert(event.id()).second) << engine::Brief(event);
  }
}

TEST_F(HistoryTest, ARestartEvery50DaysChangesNothing) {
  const auto restarted = Replay(catalogue(), 50);
  ASSERT_EQ(restarted.size(), log().size());
  for (size_t i = 0; i < log().size(); ++i) {
    EXPECT_EQ(restarted[i].id(), log()[i].id()) << engine::Brief(log()[i]);
  }
}

}  // namespace
}  // namespace mandated::history
