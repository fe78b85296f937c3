// Preloaded into a program, ends it by SIGKILL right before the call numbered
// MANDATED_KILL_AT, of those by which a program changes anything outside
// itself: files, sockets, other programs. Counts from 1 over all threads.

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace {

void Step() {
  static std::atomic<long> steps = 0;
  static const char* const given = getenv("MANDATED_KILL_AT");
  static const long last = given == nullptr ? 0 : atol(given);
  if (++steps == last) kill(getpid(), SIGKILL);
}

template <typename Function>
Function Real(Function, const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = Real(write, "write");
  Step();
  return real(file, bytes, size);
}

ssize_t send(int file, const void* bytes, size_t size, int flags) {
  static const auto real = Real(send, "send");
  Step();
  return real(file, bytes, size, flags);
}

ssize_t sendmsg(int file, const msghdr* message, int flags) {
  static const auto real = Real(sendmsg, "sendmsg");
  Step();
  return real(file, message, flags);
}

int rename(const char* from, const char* to) {
  static const auto real = Real(rename, "rename");
  Step();
  return real(from, to);
}

int unlink(const char* path) {
  static const auto real = Real(unlink, "unlink");
  Step();
  return real(path);
}

int fsync(int file) {
  static const auto real = Real(fsync, "fsync");
  Step();
  return real(file);
}

int posix_spawnp(pid_t* process, const char* file,
                 const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const argv[],
                 char* const environment[]) {
  static const auto real = Real(posix_spawnp, "posix_spawnp");
  Step();
  return real(process, file, actions, attributes, argv, environment);
}

}  // extern "C"
