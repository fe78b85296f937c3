#include <unistd.h>

#include <fstream>

#include "storage/layout.h"
#include "tests/unit/storage/backup_fixture.h"

namespace mandated::storage {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

using RestoreTest = BackupTest;

TEST_F(RestoreTest, RestoredStoreHoldsWhatWasThere) {
  Write(3);
  MustCreate();
  Write(1);

  const auto restored = Restore({});

  ASSERT_TRUE(restored.ok()) << restored.status();
  const auto store = OpenAt(target_);
  const auto snapshot = store->GetSnapshot();
  EXPECT_THAT(Rows(*snapshot, "", "z"),
              ElementsAre(Row{"key0", "value", 1}, Row{"key1", "value", 2},
                          Row{"key2", "value", 3}));
  EXPECT_THAT(ReadLog(*snapshot, {0, 0}), SizeIs(3));
  EXPECT_FALSE(fs::exists(target_ + ".restoring"));
}

// Else a token or an etag of the history that is gone would be one of the new.
TEST_F(RestoreTest, RestoredStoreIsAnotherAndGivesNoRevisionTwice) {
  Write(3);
  MustCreate();

  const auto restored = Restore({});

  ASSERT_TRUE(restored.ok()) << restored.status();
  const auto store = OpenAt(target_);
  EXPECT_NE(store->id(), store_->id());
  EXPECT_EQ(store->id(), restored->store_id);
  EXPECT_EQ(store->head(), kRestoredRevisionStep);
  EXPECT_EQ(*store->CommitOne(Putting("a", "b")), kRestoredRevisionStep + 1);
  ASSERT_TRUE(
      store
          ->CreateBackup(
              {.directory = backups_ + "2", .keep = 0, .progress = GoOn})
          .ok());
  const auto again = RestoreBackup(backups_ + "2", {}, target_ + "2", GoOn);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->revision, 2 * kRestoredRevisionStep);
}

TEST_F(RestoreTest, NewestThatIsNotAfterTheRevisionIsTaken) {
  Write(10);
  MustCreate();
  Write(10);
  MustCreate();

  const auto restored = Restore({.revision = 19});

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->backup.number, 1);
  EXPECT_EQ(restored->backup.revision, 10);
}

TEST_F(RestoreTest, ChoiceGoesByNumberRevisionOrTime) {
  std::vector<Backup> backups(3);
  for (int i = 0; i < 3; ++i) {
    backups[i].number = i + 1;
    backups[i].revision = 100 * (i + 1);
    backups[i].create_time = absl::FromUnixSeconds(1000 * (i + 1));
  }
  const auto number = [&](const BackupChoice& choice) {
    const auto chosen = ChooseBackup(backups, choice);
    return chosen.ok() ? chosen->number : 0;
  };

  EXPECT_EQ(number({}), 3);
  EXPECT_EQ(number({.number = 2}), 2);
  EXPECT_EQ(number({.number = 9}), 0);
  EXPECT_EQ(number({.revision = 200}), 2);
  EXPECT_EQ(number({.revision = 199}), 1);
  EXPECT_EQ(number({.revision = 99}), 0);
  EXPECT_EQ(number({.time = absl::FromUnixSeconds(2000)}), 2);
  EXPECT_EQ(number({.time = absl::FromUnixSeconds(999)}), 0);
}

TEST_F(RestoreTest, NothingOldEnoughSaysWhatThereIs) {
  Write(10);
  MustCreate();

  const auto restored = Restore({.revision = 9});

  EXPECT_EQ(restored.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(
      MessageOf(restored.status()),
      AllOf(StartsWith("BACKUP_NOT_FOUND: "), HasSubstr("revision 10")));
}

TEST_F(RestoreTest, DamagedBackupIsNotRestored) {
  Write(100);
  MustCreate();
  FlipMiddle(Files("/shared_checksum/").front());

  const auto restored = Restore({});

  EXPECT_THAT(MessageOf(restored.status()), StartsWith("BACKUP_DAMAGED: "));
  EXPECT_FALSE(fs::exists(target_));
}

TEST_F(RestoreTest, RestoreRefusesADirectoryThatHoldsSomething) {
  MustCreate();
  fs::create_directory(target_);
  std::ofstream(target_ + "/precious") << "x";

  const auto restored = Restore({});

  EXPECT_EQ(restored.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(
      MessageOf(restored.status()),
      AllOf(StartsWith("RESTORE_TARGET_NOT_EMPTY: "), HasSubstr("precious")));
  EXPECT_TRUE(fs::exists(target_ + "/precious"));
}

TEST_F(RestoreTest, RestoreRefusesADirectoryThatAServerHolds) {
  MustCreate();

  const auto restored = RestoreBackup(backups_, {}, store_path_, GoOn);

  EXPECT_THAT(
      MessageOf(restored.status()),
      AllOf(StartsWith("STORE_IN_USE: "), HasSubstr(std::to_string(getpid()))));
}

TEST_F(RestoreTest, EmptyDirectoryIsRestoredInto) {
  Write(1);
  MustCreate();
  fs::create_directory(target_);

  const auto restored = RestoreBackup(backups_, {}, target_ + "/", GoOn);

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(OpenAt(target_)->id(), restored->store_id);
}

TEST_F(RestoreTest, StoppedRestoreLeavesNothing) {
  MustCreate();

  const auto restored = RestoreBackup(backups_, {}, target_,
                                      [](const BackupStep&) { return false; });

  EXPECT_EQ(restored.status().code(), absl::StatusCode::kCancelled);
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_FALSE(fs::exists(target_ + ".restoring"));
}

TEST_F(RestoreTest, WhatAKilledRestoreLeftIsNotKept) {
  Write(1);
  MustCreate();
  fs::create_directories(target_ + ".restoring/store");
  std::ofstream(target_ + ".restoring/store/000099.sst") << "half a table";

  const auto restored = Restore({});

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_FALSE(fs::exists(target_ + "/000099.sst"));
  EXPECT_EQ(OpenAt(target_)->id(), restored->store_id);
}

TEST_F(RestoreTest, BackupOfANewerFormatIsRefused) {
  store_.reset();
  {
    const auto bytes = OpenRocksdbBytes(store_path_);
    ASSERT_TRUE((*bytes)
                    ->Write({.delete_ranges = {},
                             .changes = {{std::string(kFormatKey),
                                          NumberBytes(Store::kFormat + 1)}}})
                    .ok());
    ASSERT_TRUE(
        (*bytes)
            ->CreateBackup({.directory = backups_, .keep = 0, .progress = GoOn})
            .ok());
  }

  const auto restored = Restore({});

  EXPECT_THAT(MessageOf(restored.status()), StartsWith("STORE_FORMAT_NEWER: "));
  EXPECT_FALSE(fs::exists(target_));
}

}  // namespace
}  // namespace mandated::storage
