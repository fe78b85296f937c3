#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/backup.h"
#include "storage/backup_files.h"
#include "storage/directory_lock.h"
#include "storage/errors.h"
#include "storage/format.h"
#include "storage/layout.h"
#include "storage/ordered_bytes.h"
#include "storage/rocksdb_status.h"

namespace mandated::storage {
namespace {

namespace fs = std::filesystem;

absl::Status Sync(const std::string& directory) {
  const int file = open(directory.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::ErrnoToStatus(errno, "opening " + directory);
  const int synced = fsync(file);
  const int error = errno;
  close(file);
  if (synced == 0) return absl::OkStatus();
  return absl::ErrnoToStatus(error, "syncing " + directory);
}

// Where a store is made before it is one: `<target>.restoring`, which one
// restore has at a time and takes away at its end. What a killed one left there
// is overwritten.
class Workshop {
 public:
  static absl::StatusOr<std::unique_ptr<Workshop>> Open(
      const std::string& target) {
    const std::string path = target + ".restoring";
    std::error_code error;
    fs::create_directories(path + "/store", error);
    if (error) return absl::ErrnoToStatus(error.value(), "making " + path);
    auto lock = DirectoryLock::Acquire(path);
    if (!lock.ok()) return lock.status();
    return std::unique_ptr<Workshop>(
        new Workshop(target, path, *std::move(lock)));
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  std::string store() const { return path_ + "/store"; }

  // Makes it the target.
  absl::Status Move() {
    if (rename(store().c_str(), target_.c_str()) == 0) {
      return Sync(fs::path(target_).parent_path());
    }
    return absl::ErrnoToStatus(
        errno, absl::StrCat("moving ", store(), " to ", target_,
                            "; where that is a mount, name a directory in it"));
  }

 private:
  Workshop(std::string target, std::string path,
           std::unique_ptr<DirectoryLock> lock)
      : target_(std::move(target)),
        path_(std::move(path)),
        lock_(std::move(lock)) {}

  const std::string target_;
  const std::string path_;
  const std::unique_ptr<DirectoryLock> lock_;
};

// Returns `directory` from the root, without a slash at its end.
std::string Whole(const std::string& directory) {
  const fs::path path = fs::absolute(directory).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

absl::Status CheckTarget(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return absl::OkStatus();
  const fs::directory_iterator first(directory, error);
  if (error) {
    return absl::ErrnoToStatus(error.value(), "reading " + directory);
  }
  if (first == fs::directory_iterator()) return absl::OkStatus();
  if (fs::exists(directory + "/mandated.pid", error)) {
    const auto lock = DirectoryLock::Acquire(directory);
    if (!lock.ok()) return lock.status();
  }
  return RestoreTargetNotEmpty(directory, first->path().filename().string());
}

// The store becomes another one: see RestoreBackup.
absl::StatusOr<RestoredStore> Rename(const std::string& directory,
                                     const Backup& backup) {
  auto bytes = OpenRocksdbBytes(directory);
  if (!bytes.ok()) return bytes.status();
  RestoredStore restored{.backup = backup, .store_id = NewStoreId()};
  restored.revision =
      (backup.revision / kRestoredRevisionStep + 1) * kRestoredRevisionStep;
  ByteChanges changes;
  changes.changes = {
      {std::string(kIdKey), restored.store_id},
      {std::string(kHeadKey), NumberBytes(restored.revision)},
  };
  absl::Status written = (*bytes)->Write(changes);
  if (!written.ok()) return written;
  return restored;
}

absl::Status Copy(const std::string& directory, const Backup& backup,
                  const std::string& target) {
  const auto engine = OpenBackups(directory);
  if (!engine.ok()) return engine.status();
  const rocksdb::Status copied = (*engine)->RestoreDBFromBackup(
      static_cast<rocksdb::BackupID>(backup.number), target, target);
  return FromRocksdb(copied, absl::StrCat("restore into ", target),
                     "; nothing was restored");
}

absl::StatusOr<Backup> Choose(const std::string& directory,
                              const BackupChoice& choice) {
  const auto backups = ListBackups(directory);
  if (!backups.ok()) return backups.status();
  auto backup = ChooseBackup(*backups, choice);
  if (!backup.ok()) return backup.status();
  if (backup->store_format <= Store::kFormat) return backup;
  return StoreFormatNewer(backup->store_format, Store::kFormat);
}

}  // namespace

absl::StatusOr<RestoredStore> RestoreBackup(const std::string& directory,
                                            const BackupChoice& choice,
                                            const std::string& store_directory,
                                            const BackupProgress& progress) {
  const std::string target = Whole(store_directory);
  absl::Status checked = CheckTarget(target);
  if (!checked.ok()) return checked;
  const auto backup = Choose(directory, choice);
  if (!backup.ok()) return backup.status();
  checked = VerifyBackups(directory, backup->number, progress);
  if (!checked.ok()) return checked;
  const auto workshop = Workshop::Open(target);
  if (!workshop.ok()) return workshop.status();
  absl::Status copied = Copy(directory, *backup, (*workshop)->store());
  if (!copied.ok()) return copied;
  auto restored = Rename((*workshop)->store(), *backup);
  if (!restored.ok()) return restored;
  absl::Status moved = (*workshop)->Move();
  if (!moved.ok()) return moved;
  return restored;
}

}  // namespace mandated::storage
