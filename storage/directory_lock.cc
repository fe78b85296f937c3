#include "storage/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/errors.h"

namespace mandated::storage {
namespace {

constexpr size_t kHolderBytesMax = 300;  // a process id and a host name

std::string Self() {
  char host[256] = "";
  if (gethostname(host, sizeof(host) - 1) != 0) host[0] = '\0';
  return absl::StrCat("process ", getpid(), " on host ", host);
}

std::string ReadHolder(int file) {
  char buffer[kHolderBytesMax];
  const ssize_t count = pread(file, buffer, sizeof(buffer), 0);
  if (count <= 0) return "another process";
  std::string holder(buffer, static_cast<size_t>(count));
  absl::StripTrailingAsciiWhitespace(&holder);
  return holder;
}

absl::Status WriteHolder(int file, const std::string& path) {
  const std::string line = Self() + "\n";
  const bool written =
      ftruncate(file, 0) == 0 && pwrite(file, line.data(), line.size(), 0) ==
                                     static_cast<ssize_t>(line.size());
  if (written) return absl::OkStatus();
  return absl::ErrnoToStatus(errno, absl::StrCat("writing ", path));
}

}  // namespace

absl::Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(),
                             absl::StrCat("making directory ", directory));
}

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(
    const std::string& directory) {
  const std::string path = directory + "/mandated.pid";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("opening ", path));
  }
  std::unique_ptr<DirectoryLock> lock(new DirectoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return StoreInUse(directory, ReadHolder(file));
    return absl::ErrnoToStatus(errno, absl::StrCat("locking ", path));
  }
  const absl::Status written = WriteHolder(file, path);
  if (!written.ok()) return written;
  return lock;
}

std::string DirectoryLock::Holder(const std::string& directory) {
  const std::string path = directory + "/mandated.pid";
  const DirectoryLock file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return ReadHolder(file.file_);
}

// The file stays: removing it would race with the next holder.
DirectoryLock::~DirectoryLock() { close(file_); }

}  // namespace mandated::storage
