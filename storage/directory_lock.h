#ifndef MANDATED_STORAGE_DIRECTORY_LOCK_H_
#define MANDATED_STORAGE_DIRECTORY_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandated::storage {

// Makes a directory to lock, and those above it, where absent. The error names
// it, with the code of errno.
absl::Status MakeDirectory(const std::string& directory);

// Keeps every other opener away from one directory, in this process and in
// others, while it lives; the system lets go when the process dies. The file
// `mandated.pid` in the directory is locked with flock and names the holder.
//
// RocksDB's own LOCK cannot say who holds it, and it is an fcntl lock: opening
// and closing the file to ask would release it. This one is taken first.
class DirectoryLock {
 public:
  // FAILED_PRECONDITION (STORE_IN_USE): another holds it; named by process id
  // and host. Other codes: the file could not be made.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(
      const std::string& directory);

  // Returns who holds, or held last, the lock of a directory, for an error.
  static std::string Holder(const std::string& directory);

  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}

  const int file_;
};

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_DIRECTORY_LOCK_H_
