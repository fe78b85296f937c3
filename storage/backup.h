#ifndef MANDATED_STORAGE_BACKUP_H_
#define MANDATED_STORAGE_BACKUP_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Backups of a store on a disk, in a directory of their own: each whole by
// itself, its tables shared with those before it, every file with a checksum.
// A backup that was not finished is not there. All of it works on the directory
// alone, whether a server runs or not; any thread may call.
namespace mandated::storage {

// One backup: what one moment of a store held.
struct Backup {
  int64_t number = 0;      // its name in the directory; rises, from 1
  absl::Time create_time;  // by the machine's clock, in whole seconds
  int64_t bytes = 0;       // of its files, the shared ones among them

  // Read from its files, not noted beside them.
  std::string store_id;
  int64_t store_format = 0;
  int64_t revision = 0;  // the newest in it

  std::string fault;  // why those cannot be read; empty: they can
};

// How far long work is.
struct BackupStep {
  enum class Phase { kChecking, kCopying };
  Phase phase = Phase::kChecking;
  int64_t bytes_done = 0;
  int64_t bytes_total = 0;  // 0: not known
};

// Is told now and then; false stops the work, which leaves nothing behind.
using BackupProgress = std::function<bool(const BackupStep&)>;

// What a backup is to be; see Store::CreateBackup.
struct BackupRequest {
  std::string directory;  // made where absent
  int keep = 0;           // so many newest stay, older ones go; 0: all stay
  BackupProgress progress;
};

// Returns the backups in `directory`, oldest first, those at fault among them.
// NOT_FOUND (BACKUP_NOT_FOUND): it holds none.
absl::StatusOr<std::vector<Backup>> ListBackups(const std::string& directory);

// Reads every file of backup `number`, or of all of them, and compares it with
// what was written. DATA_LOSS (BACKUP_DAMAGED): a file differs, named with its
// path. NOT_FOUND (BACKUP_NOT_FOUND). CANCELLED: `progress` said so.
absl::Status VerifyBackups(const std::string& directory,
                           std::optional<int64_t> number,
                           const BackupProgress& progress);

// Which backup to take: by its number, or the newest that is not after a
// revision or an instant. One of them at most; none: the newest.
struct BackupChoice {
  std::optional<int64_t> number = std::nullopt;
  std::optional<int64_t> revision = std::nullopt;
  std::optional<absl::Time> time = std::nullopt;
};

// Returns the one of `backups`, oldest first, that `choice` means.
// NOT_FOUND (BACKUP_NOT_FOUND); DATA_LOSS (BACKUP_DAMAGED): it is at fault.
absl::StatusOr<Backup> ChooseBackup(const std::vector<Backup>& backups,
                                    const BackupChoice& choice);

// What a restore left in the store.
struct RestoredStore {
  Backup backup;         // what it was made of
  std::string store_id;  // a new one
  int64_t revision = 0;  // the newest
};

// Makes a store in `store_directory` of a backup in `directory`, after checking
// its files: whole, or not at all. The store is another than before. Its id is
// new, so that tokens given since the backup, for a history that is gone, are
// refused rather than read as places in the new one; and its revisions go on at
// the next multiple of kRestoredRevisionStep, so that none ever names two
// commits.
// FAILED_PRECONDITION (STORE_IN_USE): a server holds `store_directory`;
// (RESTORE_TARGET_NOT_EMPTY): something is in it; (STORE_FORMAT_NEWER): a newer
// program made the backup. RESOURCE_EXHAUSTED: the disk is full. Others as
// ChooseBackup and VerifyBackups.
absl::StatusOr<RestoredStore> RestoreBackup(const std::string& directory,
                                            const BackupChoice& choice,
                                            const std::string& store_directory,
                                            const BackupProgress& progress);

// More than a store commits in a year at a hundred thousand a day, and 2^53
// has room for millions of restores.
inline constexpr int64_t kRestoredRevisionStep = 1'000'000'000;

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_BACKUP_H_
