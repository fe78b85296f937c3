#include "services/engine/backups.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "storage/ordered_bytes.h"
#include "tests/unit/domain/testing.h"

namespace mandated::engine {
namespace {

using testing::SizeIs;

class BackupsTest : public testing::Test {
 protected:
  BackupsTest() {
    std::string pattern = testing::TempDir() + "/backups-XXXXXX";
    path_ = mkdtemp(pattern.data());
    auto bytes = storage::OpenRocksdbBytes(path_ + "/store");
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    store_ = *storage::Store::Open(*std::move(bytes));
  }
  ~BackupsTest() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  // Begins one whose steps wait for `gate`, and returns how it ends.
  std::future<Backups::Outcome> Begin(Backups& backups,
                                      std::shared_future<void> gate) {
    auto promise = std::make_shared<std::promise<Backups::Outcome>>();
    const absl::Status begun = backups.Begin(
        /*keep=*/0,
        [gate](const storage::BackupStep&) {
          gate.wait();
          return true;
        },
        [promise](const Backups::Outcome& made) { promise->set_value(made); });
    EXPECT_TRUE(begun.ok()) << begun;
    return promise->get_future();
  }

  static std::shared_future<void> Open() {
    std::promise<void> gate;
    gate.set_value();
    return gate.get_future().share();
  }

  static bool HasReason(const absl::Status& status, const char* reason) {
    return absl::StartsWith(status.message(), reason);
  }

  static void Ignore(const Backups::Outcome&) {}

  std::string path_;
  std::unique_ptr<storage::Store> store_;
};

TEST_F(BackupsTest, WithoutADirectoryNoneAreMadeOrListed) {
  Backups backups(store_.get(), "", Ignore);

  const absl::Status begun = backups.Begin(
      0, [](const storage::BackupStep&) { return true; }, Ignore);

  EXPECT_TRUE(HasReason(begun, "BACKUP_NOT_CONFIGURED: ")) << begun;
  EXPECT_TRUE(HasReason(backups.List().status(), "BACKUP_NOT_CONFIGURED: "));
  EXPECT_EQ(backups.Newest(), std::nullopt);
}

TEST_F(BackupsTest, WhatIsThereIsKnownAfterEachAndAfterARestart) {
  Backups backups(store_.get(), path_ + "/backups", Ignore);
  ASSERT_TRUE(Begin(backups, Open()).get().ok());
  ASSERT_TRUE(Begin(backups, Open()).get().ok());

  EXPECT_THAT(*backups.List(), SizeIs(2));
  EXPECT_EQ(backups.Newest()->number, 2);
  Backups again(store_.get(), path_ + "/backups", Ignore);
  ASSERT_TRUE(Begin(again, Open()).get().ok());
  EXPECT_THAT(*again.List(), SizeIs(3));
}

TEST_F(BackupsTest, SecondAtATimeIsRefusedAndTheFirstGoesOn) {
  Backups backups(store_.get(), path_ + "/backups", Ignore);
  std::promise<void> gate;
  auto first = Begin(backups, gate.get_future().share());

  const absl::Status second = backups.Begin(
      0, [](const storage::BackupStep&) { return true; }, Ignore);

  EXPECT_TRUE(HasReason(second, "BACKUP_RUNNING: ")) << second;
  gate.set_value();
  EXPECT_TRUE(first.get().ok());
}

TEST_F(BackupsTest, StopEndsTheOneThatIsMadeAndRefusesOthers) {
  int ends = 0;
  Backups backups(store_.get(), path_ + "/backups",
                  [&ends](const Backups::Outcome&) { ++ends; });
  std::promise<void> gate;
  auto made = Begin(backups, gate.get_future().share());
  std::thread stopper([&backups] { backups.Stop(); });
  while (backups.Begin(0, nullptr, nullptr).code() !=
         absl::StatusCode::kUnavailable) {
    std::this_thread::yield();
  }
  gate.set_value();
  stopper.join();

  EXPECT_THAT(made.get().status(), domain::IsError("SHUTTING_DOWN"));
  EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace mandated::engine
