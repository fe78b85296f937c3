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

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ERRORS_H_
