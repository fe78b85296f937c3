#ifndef MANDATED_STORAGE_ERRORS_H_
#define MANDATED_STORAGE_ERRORS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

// Every error of this folder that is not an engine's own. Each message begins
// with its reason and a colon; keys are escaped, so messages are printable.
namespace mandated::storage {

// FAILED_PRECONDITION (STORE_IN_USE). `holder` names who has it open.
absl::Status StoreInUse(std::string_view directory, std::string_view holder);

// FAILED_PRECONDITION (STORE_FORMAT_NEWER).
absl::Status StoreFormatNewer(int64_t format, int64_t format_max);

// DATA_LOSS (STORE_CORRUPT): what is stored under `key` cannot be right.
absl::Status StoreCorrupt(std::string_view key, std::string_view why);

// DATA_LOSS (STORE_CORRUPT): a file of the store differs, at a byte counted
// from 0, from what was written.
absl::Status StoreFileCorrupt(std::string_view path, size_t offset);

// DATA_LOSS (STORE_CORRUPT): a file of the store is not there. `why` tells how
// one knows that it was.
absl::Status StoreFileMissing(std::string_view path, std::string_view why);

// UNAVAILABLE (STORE_UNSURE): a write failed and yet took effect.
absl::Status StoreUnsure();

// ABORTED (PRECONDITION_FAILED). Revision 0: absent; `expected` may be
// kThisGroup.
absl::Status PreconditionFailed(std::string_view key, int64_t expected,
                                int64_t actual);

// INVALID_ARGUMENT (KEY_TOO_LONG).
absl::Status KeyTooLong(std::string_view key, size_t bytes_max);

// INVALID_ARGUMENT (COMMIT_TOO_LARGE).
absl::Status CommitTooLarge(size_t bytes, size_t bytes_max);

// FAILED_PRECONDITION (BACKUP_NOT_CONFIGURED): no directory was given.
absl::Status BackupNotConfigured();

// FAILED_PRECONDITION (BACKUP_UNSUPPORTED): the store is in memory.
absl::Status BackupUnsupported();

// FAILED_PRECONDITION (BACKUP_RUNNING). `holder` tells who makes it.
absl::Status BackupRunning(std::string_view directory, std::string_view holder);

// CANCELLED (BACKUP_STOPPED): who asked for it wanted no more.
absl::Status BackupStopped();

// NOT_FOUND (BACKUP_NOT_FOUND). `what` tells which ones there are.
absl::Status BackupNotFound(std::string_view directory, std::string_view what);

// DATA_LOSS (BACKUP_DAMAGED): `file` of backup `number` is not as written.
absl::Status BackupDamaged(int64_t number, std::string_view file,
                           std::string_view why);

// FAILED_PRECONDITION (RESTORE_TARGET_NOT_EMPTY). `entry` is the first in it.
absl::Status RestoreTargetNotEmpty(std::string_view directory,
                                   std::string_view entry);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ERRORS_H_
