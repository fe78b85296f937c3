#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "storage/store.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

constexpr int kThreads = 4;
constexpr int kIncrements = 50;  // of each thread

// A counter that threads raise by read, decide and conditional commit; each
// raise tells its number as an event.
class StoreConcurrencyTest : public testing::TestWithParam<const char*> {
 protected:
  static std::pair<int, Revision> ReadCounter(const Snapshot& snapshot) {
    const auto value = snapshot.Get("counter");
    EXPECT_TRUE(value.ok());
    if (!value->has_value()) return {0, 0};
    return {std::stoi((*value)->bytes), (*value)->revision};
  }

  // Tells whether this thread's commit was the one that held.
  bool TryIncrement() {
    const auto [number, revision] = ReadCounter(*store_->GetSnapshot());
    const std::string next = std::to_string(number + 1);
    Commit commit = If("counter", revision, Putting("counter", next));
    commit.events = {next};
    const auto outcome = store_->CommitOne(commit);
    EXPECT_TRUE(outcome.ok() || absl::IsAborted(outcome.status()));
    return outcome.ok();
  }

  void IncrementMany() {
    for (int done = 0; done < kIncrements;) {
      if (TryIncrement()) ++done;
    }
  }

  void IncrementOnAllThreads() {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this] { IncrementMany(); });
    }
    for (std::thread& thread : threads) thread.join();
  }

  Engine engine_{GetParam()};
  std::unique_ptr<Store> store_ = OpenStore(engine_.Open());
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreConcurrencyTest,
                         testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

TEST_P(StoreConcurrencyTest, ConditionalCommitsLoseAndInventNothing) {
  IncrementOnAllThreads();

  const auto snapshot = store_->GetSnapshot();
  EXPECT_EQ(ReadCounter(*snapshot).first, kThreads * kIncrements);
  int number = 0;
  for (const auto& [position, event] : ReadLog(*snapshot, {})) {
    EXPECT_EQ(event, std::to_string(++number));
    EXPECT_EQ(position, (Position{number, 0}));
  }
  EXPECT_EQ(number, kThreads * kIncrements);
}

TEST_P(StoreConcurrencyTest, ListenersAreToldRisingHeads) {
  std::vector<Revision> told;
  store_->AddHeadListener([&](Revision head) { told.push_back(head); });

  IncrementOnAllThreads();

  ASSERT_EQ(told.size(), size_t{kThreads * kIncrements});
  for (size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i], static_cast<Revision>(i + 1));
  }
}

TEST_P(StoreConcurrencyTest, EverySnapshotIsWhole) {
  std::atomic<bool> done = false;
  std::thread committers([&] {
    IncrementOnAllThreads();
    done = true;
  });

  Revision seen = 0;
  while (!done) {
    const auto snapshot = store_->GetSnapshot();
    const auto [number, revision] = ReadCounter(*snapshot);
    const auto last = snapshot->LastLogEntry();
    EXPECT_EQ(revision, snapshot->revision());
    EXPECT_EQ(number, snapshot->revision());
    EXPECT_EQ(last->has_value() ? (*last)->position.revision : 0, number);
    EXPECT_GE(snapshot->revision(), seen);
    seen = snapshot->revision();
  }
  committers.join();
}

TEST_P(StoreConcurrencyTest, ReadersDoNotWaitForTheDisk) {
  const auto memory = NewMemoryBytes();
  Disk disk;
  const auto store = OpenStore(OnDisk(&disk, memory.get()));
  std::promise<void> writing, release;
  disk.before_write = [&] {
    writing.set_value();
    release.get_future().wait();
  };
  auto committed = std::async(
      std::launch::async, [&] { return store->CommitOne(Putting("a", "x")); });
  writing.get_future().wait();

  const auto snapshot = store->GetSnapshot();  // would hang if it waited
  EXPECT_EQ(store->head(), 0);
  EXPECT_TRUE(Rows(*snapshot, "", "z").empty());
  release.set_value();

  EXPECT_EQ(*committed.get(), 1);
  EXPECT_EQ(store->head(), 1);
}

}  // namespace
}  // namespace mandated::storage
