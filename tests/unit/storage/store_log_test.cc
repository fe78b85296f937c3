#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "storage/store.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

using testing::IsEmpty;

// The log of a store: reading, resuming and trimming it.
class StoreLogTest : public testing::TestWithParam<const char*> {
 protected:
  void Must(const Commit& commit) {
    const auto revision = store_->CommitOne(commit);
    ASSERT_TRUE(revision.ok()) << revision.status();
  }

  // Events at 1.0, 1.1, 3.0, 4.0, 4.1 and 4.2; revision 2 has none.
  Log FillLog() {
    Must(Telling({"a", "b"}));
    Must({});
    Must(Telling({"c"}));
    Must(Telling({"d", "", "f"}));
    return {{{1, 0}, "a"}, {{1, 1}, "b"}, {{3, 0}, "c"},
            {{4, 0}, "d"}, {{4, 1}, ""},  {{4, 2}, "f"}};
  }

  Log LogAfter(Position after) {
    return ReadLog(*store_->GetSnapshot(), after);
  }

  Engine engine_{GetParam()};
  std::unique_ptr<Store> store_ = OpenStore(engine_.Open());
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreLogTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

TEST_P(StoreLogTest, EmptyLogHasNoLastEntry) {
  const auto last = store_->GetSnapshot()->LastLogEntry();

  ASSERT_TRUE(last.ok());
  EXPECT_FALSE(last->has_value());
  EXPECT_THAT(LogAfter({}), IsEmpty());
}

TEST_P(StoreLogTest, EventsAreReadInTheOrderOfCommitsAndWithinThem) {
  const Log log = FillLog();

  EXPECT_EQ(LogAfter({}), log);
}

TEST_P(StoreLogTest, ResumingFromEveryPositionYieldsExactlyWhatFollows) {
  const Log log = FillLog();

  for (size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(LogAfter(log[i].first), Log(log.begin() + i + 1, log.end()));
  }
}

TEST_P(StoreLogTest, PositionsWithoutEventsAreGoodToResumeFrom) {
  const Log log = FillLog();
  const int32_t last_index = std::numeric_limits<int32_t>::max();
  const Revision last_revision = std::numeric_limits<Revision>::max();

  EXPECT_EQ(LogAfter({-1, 5}), log);
  EXPECT_EQ(LogAfter({0, last_index}), log);
  EXPECT_EQ(LogAfter({1, -1}), log);
  EXPECT_EQ(LogAfter({1, 7}), Log(log.begin() + 2, log.end()));
  EXPECT_EQ(LogAfter({2, 0}), Log(log.begin() + 2, log.end()));
  EXPECT_EQ(LogAfter({3, last_index}), Log(log.begin() + 3, log.end()));
  EXPECT_EQ(LogAfter({4, -1}), Log(log.begin() + 3, log.end()));
  EXPECT_THAT(LogAfter({last_revision, last_index}), IsEmpty());
}

TEST_P(StoreLogTest, OrderHoldsBeyondOneByteOfRevisionsAndIndexes) {
  Must(Telling(std::vector<std::string>(300, "x")));
  for (int i = 0; i < 300; ++i) Must(Telling({"y"}));

  const Log log = LogAfter({1, 254});

  ASSERT_EQ(log.size(), 45u + 300u);
  for (size_t i = 1; i < log.size(); ++i) {
    EXPECT_LT(log[i - 1].first, log[i].first);
  }
}

TEST_P(StoreLogTest, VisitorEndsReading) {
  FillLog();
  int seen = 0;

  const absl::Status status =
      store_->GetSnapshot()->ReadLog({}, [&](LogEntry) { return ++seen < 2; });

  EXPECT_TRUE(status.ok());
  EXPECT_EQ(seen, 2);
}

TEST_P(StoreLogTest, LastEntryIsTheNewest) {
  FillLog();
  Must({});

  const auto last = store_->GetSnapshot()->LastLogEntry();

  ASSERT_TRUE(last.ok() && last->has_value());
  EXPECT_EQ((*last)->position, (Position{4, 2}));
  EXPECT_EQ((*last)->bytes, "f");
}

TEST_P(StoreLogTest, TrimDropsWhatIsBeforeItAndNothingElse) {
  const Log log = FillLog();

  Must(TrimmingBefore(3));

  EXPECT_EQ(store_->GetSnapshot()->earliest(), 3);
  EXPECT_EQ(LogAfter({}), Log(log.begin() + 2, log.end()));
  EXPECT_EQ(LogAfter({1, 0}), Log(log.begin() + 2, log.end()));
}

TEST_P(StoreLogTest, TrimLeavesOlderSnapshotsWhole) {
  const Log log = FillLog();
  const auto snapshot = store_->GetSnapshot();

  Must(TrimmingBefore(4));

  EXPECT_EQ(snapshot->earliest(), 1);
  EXPECT_EQ(ReadLog(*snapshot, {}), log);
}

TEST_P(StoreLogTest, TrimNeverGoesBack) {
  FillLog();
  Must(TrimmingBefore(4));

  Must(TrimmingBefore(2));
  Must(TrimmingBefore(-5));

  EXPECT_EQ(store_->GetSnapshot()->earliest(), 4);
}

TEST_P(StoreLogTest, TrimOfEverythingKeepsTheEventsOfItsOwnCommit) {
  FillLog();
  Commit commit = Telling({"kept"});
  commit.trim_before = std::numeric_limits<Revision>::max();

  Must(commit);

  EXPECT_EQ(store_->GetSnapshot()->earliest(), 5);
  EXPECT_EQ(LogAfter({}), (Log{{{5, 0}, "kept"}}));
}

TEST_P(StoreLogTest, TrimReachesEventsOfItsOwnGroup) {
  const std::vector<Commit> group = {Telling({"a"}), Telling({"b"}),
                                     TrimmingBefore(2), Telling({"c"})};

  store_->CommitGroup(group);

  EXPECT_EQ(store_->GetSnapshot()->earliest(), 2);
  EXPECT_EQ(LogAfter({}), (Log{{{2, 0}, "b"}, {{4, 0}, "c"}}));
}

TEST_P(StoreLogTest, TrimmedEventsLeaveTheDisk) {
  FillLog();
  store_->CommitGroup(
      std::vector<Commit>{Telling({"x"}), Telling({"y"}), TrimmingBefore(6)});
  store_.reset();

  const auto bytes = engine_.Open();

  EXPECT_EQ(Read(*bytes->View(), "l", "m").size(), 1u);
}

TEST_P(StoreLogTest, TrimLeavesKeysAlone) {
  Must(Putting("a", "x"));
  Must(Telling({"e"}));
  Must(TrimmingBefore(3));

  EXPECT_TRUE((*store_->GetSnapshot()->Get("a")).has_value());
}

TEST_P(StoreLogTest, LastEntryOfATrimmedLogIsNone) {
  FillLog();
  Must(TrimmingBefore(5));

  const auto last = store_->GetSnapshot()->LastLogEntry();

  ASSERT_TRUE(last.ok());
  EXPECT_FALSE(last->has_value());
}

}  // namespace
}  // namespace mandated::storage
