#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/store.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

// What a store does when its disk fails.
class StoreFailureTest : public testing::TestWithParam<const char*> {
 protected:
  StoreFailureTest() {
    EXPECT_TRUE(store_->CommitOne(Putting("a", "old")).ok());
  }

  void FillDisk() {
    disk_.write_error = absl::ResourceExhaustedError("the disk is full");
  }

  void RepairDisk() {
    disk_.write_error = absl::OkStatus();
    disk_.read_error = absl::OkStatus();
  }

  // Overwrites "a" and tells an event.
  Commit Overwrite() {
    Commit commit = Putting("a", "new");
    commit.events = {"event"};
    return commit;
  }

  void ExpectOldStateOnly() {
    const auto snapshot = store_->GetSnapshot();
    EXPECT_EQ(store_->head(), 1);
    EXPECT_EQ(snapshot->revision(), 1);
    EXPECT_THAT(Rows(*snapshot, "", "z"), ElementsAre(Row{"a", "old", 1}));
    EXPECT_THAT(ReadLog(*snapshot, {}), IsEmpty());
  }

  Engine engine_{GetParam()};
  std::unique_ptr<OrderedBytes> bytes_ = engine_.Open();
  Disk disk_;
  std::unique_ptr<Store> store_ = OpenStore(OnDisk(&disk_, bytes_.get()));
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreFailureTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

constexpr auto kDiskFull = absl::StatusCode::kResourceExhausted;

TEST_P(StoreFailureTest, FailedWriteIsTheOutcomeOfTheWholeGroup) {
  FillDisk();

  const auto outcomes = store_->CommitGroup(std::vector<Commit>{
      Overwrite(), If("a", 9, Overwrite()), If("a", kThisGroup, Overwrite())});

  ASSERT_EQ(outcomes.size(), 3u);
  for (const auto& outcome : outcomes) {
    EXPECT_EQ(outcome.status().code(), kDiskFull);
  }
  ExpectOldStateOnly();
}

TEST_P(StoreFailureTest, FailedWriteIsToldToNoListener) {
  int told = 0;
  store_->AddHeadListener([&](Revision) { ++told; });
  FillDisk();

  EXPECT_FALSE(store_->CommitOne(Overwrite()).ok());

  EXPECT_EQ(told, 0);
}

TEST_P(StoreFailureTest, RepairedDiskIsWrittenAgainWithTheSameRevision) {
  FillDisk();
  EXPECT_FALSE(store_->CommitOne(Overwrite()).ok());
  RepairDisk();

  const auto revision = store_->CommitOne(If("a", 1, Overwrite()));

  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(*revision, 2);
}

TEST_P(StoreFailureTest, FailedWriteThatTookEffectStaysUnreadable) {
  FillDisk();
  disk_.failed_writes_persist = true;

  EXPECT_EQ(store_->CommitOne(Overwrite()).status().code(), kDiskFull);

  ExpectOldStateOnly();
}

TEST_P(StoreFailureTest, NothingIsWrittenOverAFailedWriteThatTookEffect) {
  FillDisk();
  disk_.failed_writes_persist = true;
  EXPECT_FALSE(store_->CommitOne(Overwrite()).ok());
  RepairDisk();

  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto outcome = store_->CommitOne(Putting("b", "x"));
    EXPECT_EQ(outcome.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(outcome.status().message()),
                StartsWith("STORE_UNSURE: "));
  }

  ExpectOldStateOnly();
}

TEST_P(StoreFailureTest, ReopeningSettlesAFailedWriteThatTookEffect) {
  FillDisk();
  disk_.failed_writes_persist = true;
  EXPECT_FALSE(store_->CommitOne(Overwrite()).ok());
  RepairDisk();
  store_ = nullptr;

  store_ = OpenStore(OnDisk(&disk_, bytes_.get()));

  EXPECT_EQ(store_->head(), 2);
  EXPECT_TRUE(store_->CommitOne(Putting("b", "x")).ok());
}

TEST_P(StoreFailureTest, UnreadablePreconditionRefusesItsCommitAlone) {
  disk_.read_error = absl::InternalError("bad sector");

  const auto outcomes = store_->CommitGroup(
      std::vector<Commit>{If("a", 1, Overwrite()), Putting("b", "x")});

  EXPECT_EQ(outcomes[0].status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(outcomes[1].ok());
}

TEST_P(StoreFailureTest, FailingReadIsAnErrorAndNotAnAbsentKey) {
  disk_.read_error = absl::InternalError("bad sector");

  EXPECT_EQ(store_->GetSnapshot()->Get("a").status().code(),
            absl::StatusCode::kInternal);
}

TEST_P(StoreFailureTest, StoreThatCannotBeMadeDoesNotOpen) {
  FillDisk();
  const auto empty = NewMemoryBytes();

  const auto store = Store::Open(OnDisk(&disk_, empty.get()));

  EXPECT_EQ(store.status().code(), kDiskFull);
}

}  // namespace
}  // namespace mandated::storage
