#ifndef MANDATED_STORAGE_LIMITS_H_
#define MANDATED_STORAGE_LIMITS_H_

#include <cstddef>

namespace mandated::storage {

// A key is compared on every step of a search, so it is kept short; the
// longest that the engine forms is below 200 bytes.
inline constexpr size_t kKeyBytesMax = 1024;

// A commit is held in memory three times over (as commit, as batch, in the
// memtable), and the process has 600 MB.
inline constexpr size_t kCommitBytesMax = 64 << 20;

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_LIMITS_H_
