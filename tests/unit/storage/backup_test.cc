#include "storage/backup.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/unit/storage/backup_fixture.h"

namespace mandated::storage {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

TEST_F(BackupTest, BackupTellsWhatItHolds) {
  Write(3);

  const Backup backup = MustCreate();

  EXPECT_EQ(backup.number, 1);
  EXPECT_EQ(backup.revision, 3);
  EXPECT_EQ(backup.store_id, store_->id());
  EXPECT_EQ(backup.store_format, Store::kFormat);
  EXPECT_GT(backup.bytes, 0);
  EXPECT_EQ(backup.fault, "");
}

TEST_F(BackupTest, BackupIsMadeWhileWritersGoOn) {
  Write(10);
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    while (!enough) Write(1);
  });
  while (store_->head() < 50) std::this_thread::yield();
  const Revision before = store_->head();

  const Backup backup = MustCreate();

  enough = true;
  writer.join();
  EXPECT_GE(backup.revision, before);
  const auto restored = Restore({});
  ASSERT_TRUE(restored.ok()) << restored.status();
  const auto store = OpenAt(target_);
  EXPECT_THAT(Rows(*store->GetSnapshot(), "", "z"),
              SizeIs(static_cast<size_t>(backup.revision)));
}

TEST_F(BackupTest, NextBackupSharesTheTablesOfTheOneBefore) {
  const auto moment = store_->GetSnapshot();  // no table is rewritten after it
  Write(100);
  MustCreate();
  const auto before = Files("/shared_checksum/");
  Write(1);

  MustCreate();

  EXPECT_THAT(Files("/shared_checksum/"), SizeIs(before.size() + 1));
}

TEST_F(BackupTest, OlderOnesGoWhereSoManyAreKept) {
  for (int i = 0; i < 4; ++i) {
    Write(1);
    ASSERT_TRUE(Create(/*keep=*/2).ok());
  }

  EXPECT_THAT(Numbers(), ElementsAre(3, 4));
  EXPECT_TRUE(VerifyBackups(backups_, std::nullopt, GoOn).ok());
}

TEST_F(BackupTest, DirectoryWithoutBackupsIsNotFound) {
  EXPECT_EQ(ListBackups(backups_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(VerifyBackups(backups_, std::nullopt, GoOn).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(BackupTest, FlippedByteInAnyFileIsFoundAndNamed) {
  Write(100);
  MustCreate();
  ASSERT_TRUE(VerifyBackups(backups_, std::nullopt, GoOn).ok());
  const auto files = Files("/shared_checksum/");
  auto all = Files("/private/");
  all.insert(all.end(), files.begin(), files.end());
  ASSERT_GE(all.size(), 4u);
  for (const std::string& file : all) {
    if (fs::file_size(file) == 0) continue;
    FlipMiddle(file);

    const absl::Status verified = VerifyBackups(backups_, std::nullopt, GoOn);

    EXPECT_EQ(verified.code(), absl::StatusCode::kDataLoss) << file;
    EXPECT_THAT(MessageOf(verified),
                AllOf(StartsWith("BACKUP_DAMAGED: backup 1"), HasSubstr(file)));
    FlipMiddle(file);
  }
}

TEST_F(BackupTest, MissingFileIsNamedAndTheBackupListedAsFaulty) {
  Write(100);
  MustCreate();
  const std::string file = Files("/shared_checksum/").front();
  fs::remove(file);

  const absl::Status verified = VerifyBackups(backups_, 1, GoOn);
  const auto listed = ListBackups(backups_);

  EXPECT_THAT(MessageOf(verified), HasSubstr(file));
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_THAT(listed->front().fault, HasSubstr(file));
}

TEST_F(BackupTest, DamagedStoreIsNotBackedUp) {
  const auto moment = store_->GetSnapshot();  // no table is rewritten after it
  Write(100);
  MustCreate();
  std::string table;
  for (const auto& entry : fs::directory_iterator(store_path_)) {
    if (entry.path().extension() == ".sst") table = entry.path();
  }
  ASSERT_NE(table, "");
  FlipMiddle(table);

  const auto backup = Create();

  EXPECT_EQ(backup.status().code(), absl::StatusCode::kDataLoss)
      << backup.status();
  EXPECT_THAT(MessageOf(backup.status()), HasSubstr(table));
  EXPECT_THAT(Numbers(), ElementsAre(1));
}

TEST_F(BackupTest, SecondBackupAtATimeIsRefusedAndNamesTheFirst) {
  Write(1);
  absl::StatusOr<Backup> second = absl::UnknownError("never made");
  const auto first = store_->CreateBackup(
      {.directory = backups_, .keep = 0, .progress = [&](const BackupStep&) {
         second = Create();
         return true;
       }});

  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(MessageOf(second.status()),
              AllOf(StartsWith("BACKUP_RUNNING: "), HasSubstr(backups_),
                    HasSubstr("process " + std::to_string(getpid()))));
}

TEST_F(BackupTest, StoppedBackupIsNotThere) {
  MustCreate();
  Write(10);

  const auto stopped = store_->CreateBackup(
      {.directory = backups_, .keep = 0, .progress = [&](const BackupStep& s) {
         return s.phase == BackupStep::Phase::kChecking;
       }});

  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(Numbers(), ElementsAre(1));
}

// The child is killed in the middle of the copy, by its own progress.
TEST_F(BackupTest, KilledBackupLeavesTheOlderOnesGood) {
  Write(10);
  MustCreate();
  std::mt19937 random(1);
  // More than the copy tells at a time, and no compression makes it small.
  std::string large(6 << 20, '\0');
  for (char& c : large) c = static_cast<char>(random());
  ASSERT_TRUE(store_->CommitOne(Putting("large", large)).ok());
  store_.reset();
  const pid_t child = fork();
  if (child == 0) {
    (void)OpenAt(store_path_)
        ->CreateBackup({.directory = backups_,
                        .keep = 1,
                        .progress = [](const BackupStep& step) {
                          const bool copying =
                              step.phase == BackupStep::Phase::kCopying;
                          if (copying && step.bytes_done > 0) {
                            raise(SIGKILL);
                          }
                          return true;
                        }});
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the backup was done before it was hit";

  EXPECT_THAT(Numbers(), ElementsAre(1));
  EXPECT_TRUE(VerifyBackups(backups_, std::nullopt, GoOn).ok());
  store_ = OpenAt(store_path_);
  EXPECT_EQ(MustCreate().number, 2);
  EXPECT_TRUE(VerifyBackups(backups_, std::nullopt, GoOn).ok());
}

TEST(MemoryBackupTest, StoreInMemorySaysThatItCannot) {
  const auto store = OpenStore(NewMemoryBytes());

  const auto backup = store->CreateBackup(
      {.directory = testing::TempDir() + "/none", .keep = 0, .progress = GoOn});

  EXPECT_THAT(MessageOf(backup.status()), StartsWith("BACKUP_UNSUPPORTED: "));
}

}  // namespace
}  // namespace mandated::storage
