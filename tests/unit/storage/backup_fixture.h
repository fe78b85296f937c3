#ifndef MANDATED_TESTS_UNIT_STORAGE_BACKUP_FIXTURE_H_
#define MANDATED_TESTS_UNIT_STORAGE_BACKUP_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/backup.h"
#include "tests/support/flip_byte.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {

namespace fs = std::filesystem;

inline bool GoOn(const BackupStep&) { return true; }

inline std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

// A store that is served, and a directory for its backups.
class BackupTest : public testing::Test {
 protected:
  void SetUp() override { store_ = OpenAt(store_path_); }

  static std::unique_ptr<Store> OpenAt(const std::string& path) {
    auto bytes = OpenRocksdbBytes(path);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return OpenStore(*std::move(bytes));
  }

  // Commits `count` values and tells one event each.
  void Write(int count) {
    for (int i = 0; i < count; ++i) {
      Commit commit = Putting("key" + std::to_string(store_->head()), "value");
      commit.events = {"event"};
      ASSERT_TRUE(store_->CommitOne(commit).ok());
    }
  }

  absl::StatusOr<Backup> Create(int keep = 0) {
    return store_->CreateBackup(
        {.directory = backups_, .keep = keep, .progress = GoOn});
  }

  // A backup that must be made.
  Backup MustCreate() {
    const auto backup = Create();
    EXPECT_TRUE(backup.ok()) << backup.status();
    return backup.value_or(Backup{});
  }

  absl::StatusOr<RestoredStore> Restore(const BackupChoice& choice) {
    return RestoreBackup(backups_, choice, target_, GoOn);
  }

  std::vector<int64_t> Numbers() {
    std::vector<int64_t> numbers;
    const auto backups = ListBackups(backups_);
    EXPECT_TRUE(backups.ok()) << backups.status();
    for (const Backup& backup : *backups) numbers.push_back(backup.number);
    return numbers;
  }

  // Returns the files of all backups with `part` in their path.
  std::vector<std::string> Files(const std::string& part) const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(backups_)) {
      const std::string path = entry.path();
      const bool wanted = path.find(part) != std::string::npos;
      if (entry.is_regular_file() && wanted) files.push_back(path);
    }
    return files;
  }

  static void FlipMiddle(const std::string& path) {
    FlipByte(path, fs::file_size(path) / 2);
  }

  const TemporaryDirectory directory_;
  const std::string store_path_ = directory_.path() + "/store";
  const std::string backups_ = directory_.path() + "/backups";
  const std::string target_ = directory_.path() + "/restored";
  std::unique_ptr<Store> store_;
};

}  // namespace mandated::storage

#endif  // MANDATED_TESTS_UNIT_STORAGE_BACKUP_FIXTURE_H_
