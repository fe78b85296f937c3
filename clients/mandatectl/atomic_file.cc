#include "clients/mandatectl/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace mandated::mandatectl {
namespace {

absl::Status Failed(const char* what, const std::string& path, int error) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(error)));
}

// Writes all of `text` and syncs it; returns 0 or errno.
int WriteAll(int file, std::string_view text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) done += static_cast<size_t>(count);
  }
  return fsync(file) == 0 ? 0 : errno;
}

// A rename is on disk once the directory is.
void SyncDirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string directory =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Failed("open", path, errno);
  std::string text;
  char buffer[1 << 16];
  ssize_t count = 0;
  while ((count = read(file, buffer, sizeof(buffer))) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    text.append(buffer, static_cast<size_t>(count));
  }
  const int error = errno;
  close(file);
  if (count < 0) return Failed("read", path, error);
  return text;
}

absl::Status ReplaceFile(const std::string& path, std::string_view text,
                         mode_t mode) {
  const std::string next = absl::StrCat(path, ".new");
  const int file =
      open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return Failed("create", next, errno);
  const int error = WriteAll(file, text);
  close(file);
  if (error != 0) return Failed("write", next, error);
  if (std::rename(next.c_str(), path.c_str()) != 0) {
    return Failed("replace", path, errno);
  }
  SyncDirectoryOf(path);
  return absl::OkStatus();
}

}  // namespace mandated::mandatectl
