#include "services/engine/draft.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using domain::Draw;

std::string RandomKey(std::mt19937_64& chance) {
  std::string key;
  const int64_t length = Draw(chance, 1, 3);
  for (int64_t i = 0; i < length; ++i) {
    key.push_back("\0abc\xff"[Draw(chance, 0, 4)]);
  }
  return key;
}

// A draft over a store and an overlay, beside the same in one map.
TEST(DraftTest, AScanSeesTheStoreUnderTheOverlayUnderItsOwnWrites) {
  std::mt19937_64 chance = domain::Chance();
  for (int round = 0; round < 300; ++round) {
    auto store = *storage::Store::Open(storage::NewMemoryBytes());
    std::map<std::string, std::string> model;
    storage::Commit commit;
    for (int i = 0; i < 10; ++i) {
      const std::string key = RandomKey(chance);
      commit.writes.push_back({.key = key, .value = "store", .stamped = false});
      model[key] = "store";
    }
    ASSERT_THAT(store->CommitOne(commit), IsOk());
    Overlay overlay;
    for (int i = 0; i < 6; ++i) {
      const std::string key = RandomKey(chance);
      const bool deleted = Draw(chance, 0, 2) == 0;
      overlay[key] = deleted ? std::nullopt : std::optional("overlay");
      if (deleted) model.erase(key);
      if (!deleted) model[key] = "overlay";
    }
    const auto snapshot = store->GetSnapshot();
    const domain::Calendar calendar;
    Draft draft(*snapshot, overlay, calendar, {});
    for (int i = 0; i < 6; ++i) {
      const std::string key = RandomKey(chance);
      if (Draw(chance, 0, 2) == 0) {
        draft.Delete(key);
        model.erase(key);
      } else {
        draft.Put(key, "own");
        model[key] = "own";
      }
    }
    std::string begin = RandomKey(chance);
    std::string end = RandomKey(chance);
    if (end < begin) std::swap(begin, end);
    const auto limit = static_cast<size_t>(Draw(chance, 1, 8));

    std::vector<std::string> seen;
    ASSERT_THAT(draft.Scan(begin, end,
                           [&](std::string_view key) {
                             seen.emplace_back(key);
                             return seen.size() < limit;
                           }),
                IsOk());

    std::vector<std::string> expected;
    for (auto it = model.lower_bound(begin);
         it != model.end() && it->first < end && expected.size() < limit;
         ++it) {
      expected.push_back(it->first);
    }
    ASSERT_EQ(seen, expected) << "round " << round;
    for (int i = 0; i < 5; ++i) {
      const std::string key = RandomKey(chance);
      const auto value = draft.Get(key);
      ASSERT_THAT(value, IsOk());
      ASSERT_EQ(value->has_value(), model.contains(key));
      if (model.contains(key)) {
        ASSERT_EQ((*value)->bytes, model[key]);
      }
    }
  }
}

TEST(DraftTest, WhatItReadMustStandUnchangedWhenItCommits) {
  auto store = *storage::Store::Open(storage::NewMemoryBytes());
  const auto snapshot = store->GetSnapshot();
  const domain::Calendar calendar;
  Overlay overlay;
  Draft draft(*snapshot, overlay, calendar, {});
  ASSERT_THAT(draft.Get("read"), IsOk());
  draft.Put("written", "x");
  // Another replica writes what it read.
  storage::Commit other;
  other.writes.push_back({.key = "read", .value = "y", .stamped = false});
  ASSERT_THAT(store->CommitOne(other), IsOk());
  EXPECT_TRUE(
      absl::IsAborted(store->CommitOne(draft.ToCommit(overlay)).status()));
}

// A store with horizons, and a draft that was told what they are.
class KnownHorizonsTest : public ::testing::Test {
 protected:
  KnownHorizonsTest() {
    MoveHorizons();
    snapshot_ = store_->GetSnapshot();
  }

  void MoveHorizons() {
    storage::Commit commit;
    commit.writes.push_back(
        {.key = kHorizonsKey, .value = "", .stamped = false});
    ASSERT_THAT(store_->CommitOne(commit), IsOk());
  }

  std::unique_ptr<Draft> DraftThatKnows() {
    auto draft =
        std::make_unique<Draft>(*snapshot_, overlay_, calendar_, Moment());
    draft->KnowHorizons(&horizons_, snapshot_->revision());
    return draft;
  }

  const std::unique_ptr<storage::Store> store_ =
      *storage::Store::Open(storage::NewMemoryBytes());
  std::unique_ptr<storage::Snapshot> snapshot_;
  const domain::Calendar calendar_;
  const domain::Horizons horizons_ = {{domain::kLapse, {}}};
  Overlay overlay_;
};

TEST_F(KnownHorizonsTest, StandUnchangedWhenItCommits) {
  const auto draft = DraftThatKnows();
  EXPECT_EQ(draft->KnownHorizons(), &horizons_);
  draft->Put("written", "x");
  MoveHorizons();
  EXPECT_TRUE(
      absl::IsAborted(store_->CommitOne(draft->ToCommit(overlay_)).status()));
}

TEST_F(KnownHorizonsTest, AreForgottenOnceTheGroupMovesThem) {
  overlay_[kHorizonsKey] = "";
  EXPECT_EQ(DraftThatKnows()->KnownHorizons(), nullptr);
}

TEST_F(KnownHorizonsTest, AreForgottenOnceTheDraftMovesThem) {
  const auto draft = DraftThatKnows();
  draft->Put(kHorizonsKey, "");
  EXPECT_EQ(draft->KnownHorizons(), nullptr);
}

TEST(DraftTest, WhatItDependsOnMustStandUnchangedWhenItCommits) {
  const auto store = *storage::Store::Open(storage::NewMemoryBytes());
  const auto snapshot = store->GetSnapshot();
  const domain::Calendar calendar;
  Overlay overlay;
  Draft draft(*snapshot, overlay, calendar, {});
  draft.DependOn("key", 1);  // the store has none
  draft.Put("written", "x");
  storage::Commit commit = draft.ToCommit(overlay);
  commit.read_at = -1;  // as if read elsewhere, so that it is checked
  EXPECT_TRUE(absl::IsAborted(store->CommitOne(commit).status()));
}

}  // namespace
}  // namespace mandated::engine
