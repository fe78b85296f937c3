#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mandates/v1/event.pb.h"
#include "services/domain/announcements.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"
#include "storage/layout.h"
#include "tests/simulation/history.h"
#include "tests/simulation/run.h"
#include "tests/unit/domain/testing.h"

// Some histories in every run, and that the checks see what they are there for:
// the same histories over an engine that writes something wrong.
namespace mandated::simulation {
namespace {

using mandates::v1::Event;
using storage::ByteChanges;
using testing::HasSubstr;

// Enough for each thing that a history can show to happen some times.
constexpr int64_t kHistories = 300;

// A sabotage that some tens of histories do not notice is not noticed.
constexpr uint64_t kSabotaged = 60;

TEST(SimulationTest, HistoriesHold) {
  const uint64_t seed = domain::Chance()();
  const auto lived = LiveAll(seed, kHistories, [](const Tally&) {});
  ASSERT_TRUE(lived.ok()) << lived.status().message();
  Tally tally = *lived;
  for (const char* what : {"crashes", "unanswered", "sent again", "refused"}) {
    EXPECT_GT(tally.counts[what], 0) << what << " never happened";
  }
  EXPECT_GT(tally.counts["accepted"], tally.counts["refused"]);
}

TEST(SimulationTest, OneSeedIsOneHistoryToTheByte) {
  const auto once = Live(7);
  const auto again = Live(7);
  const auto other = Live(8);
  ASSERT_TRUE(once.ok() && again.ok() && other.ok());
  EXPECT_EQ(once->digest, again->digest);
  EXPECT_EQ(once->counts, again->counts);
  EXPECT_NE(once->digest, other->digest);
}

// Returns what the first history to notice says; empty: none does.
std::string Noticed(const Sabotage& sabotage) {
  for (uint64_t seed = 1; seed <= kSabotaged; ++seed) {
    const auto lived = Live(seed, sabotage);
    if (!lived.ok()) return std::string(lived.status().message());
  }
  return "";
}

// Calls `change` for each event about to be logged; false drops it.
Sabotage OnEvents(std::function<bool(Event&)> change) {
  return [change = std::move(change)](ByteChanges& written) {
    std::erase_if(written.changes, [&](ByteChanges::Change& entry) {
      if (entry.key.front() != storage::kLogPrefix || !entry.value)
        return false;
      Event event;
      event.ParseFromString(*entry.value);
      if (!change(event)) return true;
      entry.value = event.SerializeAsString();
      return false;
    });
  };
}

// Drops writes of keys that begin with `prefix`; of deletes, where asked.
Sabotage Forgetting(const std::string& prefix, bool deletes) {
  const std::string stored = storage::CallerKey(prefix);
  return [stored, deletes](ByteChanges& written) {
    std::erase_if(written.changes, [&](const ByteChanges::Change& entry) {
      return entry.key.starts_with(stored) &&
             entry.value.has_value() != deletes;
    });
  };
}

TEST(SabotageTest, ForgottenEntryOfTheIndexOfLastDays) {
  EXPECT_THAT(Noticed(Forgetting("d", false)), HasSubstr("expected"));
}

TEST(SabotageTest, StaleEntryOfTheIndexOfLastDays) {
  EXPECT_THAT(Noticed(Forgetting("d", true)), HasSubstr("expected"));
}

TEST(SabotageTest, ForgottenEntryOfTheIndexOfSessions) {
  EXPECT_THAT(Noticed(Forgetting("u", false)), HasSubstr("expected"));
}

TEST(SabotageTest, ForgottenAnnouncements) {
  EXPECT_NE(Noticed(Forgetting("a", false)), "");
}

TEST(SabotageTest, ForgottenRequestIds) {
  EXPECT_THAT(Noticed(Forgetting("q", false)),
              HasSubstr("refused when sent again"));
}

TEST(SabotageTest, ForgottenPast) {
  EXPECT_NE(Noticed(Forgetting("i", false)), "");
}

TEST(SabotageTest, HorizonThatMovesBack) {
  const std::string key = storage::CallerKey(engine::kHorizonsKey);
  const Sabotage back = [&, writes = 0](ByteChanges& written) mutable {
    for (ByteChanges::Change& entry : written.changes) {
      if (entry.key != key || ++writes % 5 != 0) continue;
      const auto value = storage::ParseValue(key, *entry.value);
      mandates::storage::v1::Horizons horizons;
      ASSERT_TRUE(horizons.ParseFromString(value->bytes));
      for (auto& [lead, day] : *horizons.mutable_days()) {
        day.set_year(day.year() - 1);
        if (day.month() == 2 && day.day() == 29) day.set_day(28);
      }
      entry.value =
          storage::StoredValue(value->revision, horizons.SerializeAsString());
    }
  };
  EXPECT_THAT(Noticed(back), HasSubstr("moved back"));
}

TEST(SabotageTest, LostRetraction) {
  EXPECT_NE(Noticed(OnEvents([](Event& event) {
              return event.type() != mandates::v1::EVENT_TYPE_RETRACTED;
            })),
            "");
}

TEST(SabotageTest, EventUnderAnotherId) {
  EXPECT_THAT(Noticed(OnEvents([](Event& event) {
                if (event.type() == mandates::v1::EVENT_TYPE_EXPIRING) {
                  event.set_id("x" + event.id().substr(1));
                }
                return true;
              })),
              HasSubstr("the next event"));
}

TEST(SabotageTest, LapseADayEarly) {
  EXPECT_THAT(Noticed(OnEvents([](Event& event) {
                if (event.type() == mandates::v1::EVENT_TYPE_LAPSED) {
                  *event.mutable_date() = event.last_day();
                }
                return true;
              })),
              HasSubstr("the next event"));
}

TEST(SabotageTest, HalfOfAWriteLost) {
  const Sabotage half = [writes = 0](ByteChanges& written) mutable {
    if (++writes % 30 == 0) written.changes.resize(written.changes.size() / 2);
  };
  EXPECT_NE(Noticed(half), "");
}

}  // namespace
}  // namespace mandated::simulation
