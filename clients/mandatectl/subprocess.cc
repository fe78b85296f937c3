#include "clients/mandatectl/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace mandated::mandatectl {
namespace {

constexpr size_t kReadBytes = 64 << 10;  // as much as a pipe holds
constexpr int kSignalBase = 128;         // as shells tell a signal

// A pipe whose ends are closed in other programs, unless handed to them.
class Pipe {
 public:
  Pipe() { ok_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    CloseRead();
    CloseWrite();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool ok() const { return ok_; }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void CloseRead() { Close(ends_[0]); }
  void CloseWrite() { Close(ends_[1]); }

 private:
  static void Close(int& end) {
    if (end >= 0) close(std::exchange(end, -1));
  }

  std::array<int, 2> ends_ = {-1, -1};
  bool ok_ = false;
};

// A file that can be read once `time_max` is over; none where that is infinite.
class Timer {
 public:
  explicit Timer(absl::Duration time_max) {
    if (time_max == absl::InfiniteDuration()) return;
    fd_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    itimerspec spec = {};
    // A time of zero would never end.
    spec.it_value = absl::ToTimespec(std::max(time_max, absl::Milliseconds(1)));
    timerfd_settime(fd_, 0, &spec, nullptr);
  }
  ~Timer() {
    if (fd_ >= 0) close(fd_);
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  int fd() const { return fd_; }

 private:
  int fd_ = -1;
};

absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& arguments,
                            const Pipe& in, const Pipe& out, const Pipe& err,
                            bool leads_group) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read_end(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // What this process ignores or blocks is its own affair.
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(
      &attributes,
      static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                         (leads_group ? POSIX_SPAWN_SETPGROUP : 0)));
  pid_t process = 0;
  const int error = posix_spawnp(&process, argv[0], &actions, &attributes,
                                 argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error == 0) return process;
  return absl::ErrnoToStatus(error, absl::StrCat("starting ", arguments[0]));
}

// Takes what there is; false: nothing will come any more.
bool Drain(int from, std::string& into) {
  std::array<char, kReadBytes> bytes;
  const ssize_t count = read(from, bytes.data(), bytes.size());
  if (count > 0) into.append(bytes.data(), static_cast<size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

absl::Status TooSlow() {
  return absl::DeadlineExceededError("it did not end in time, and was ended");
}

// Gives and takes until the program has closed both of its ends.
absl::Status Exchange(Pipe& in, Pipe& out, Pipe& err, std::string_view input,
                      size_t output_bytes_max, const Timer& timer,
                      Finished& finished) {
  fcntl(in.write_end(), F_SETFL, O_NONBLOCK);
  std::array<pollfd, 4> polled = {
      pollfd{out.read_end(), POLLIN, 0}, pollfd{err.read_end(), POLLIN, 0},
      pollfd{in.write_end(), POLLOUT, 0}, pollfd{timer.fd(), POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    if (input.empty() && polled[2].fd >= 0) {
      in.CloseWrite();
      polled[2].fd = -1;
    }
    if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) {
      return absl::ErrnoToStatus(errno, "waiting for another program");
    }
    if (polled[3].revents != 0) return TooSlow();
    if (polled[2].revents != 0) {
      const ssize_t count = write(in.write_end(), input.data(), input.size());
      if (count > 0) input.remove_prefix(static_cast<size_t>(count));
      if (count < 0 && errno != EAGAIN && errno != EINTR) input = {};
    }
    if (polled[0].revents != 0 && !Drain(polled[0].fd, finished.output)) {
      polled[0].fd = -1;
    }
    if (polled[1].revents != 0 && !Drain(polled[1].fd, finished.errors)) {
      polled[1].fd = -1;
    }
    if (finished.output.size() + finished.errors.size() > output_bytes_max) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "it wrote more than ", output_bytes_max, " bytes and was ended"));
    }
  }
  return absl::OkStatus();
}

// Waits until the program, which may have closed its ends before, is over.
absl::Status AwaitEnd(pid_t process, const Timer& timer) {
  if (timer.fd() < 0) return absl::OkStatus();
  // By its number: the header of glibc 2.36 does not declare it for C++.
  const int process_fd = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
  if (process_fd < 0) return absl::ErrnoToStatus(errno, "waiting");
  std::array<pollfd, 2> polled = {pollfd{process_fd, POLLIN, 0},
                                  pollfd{timer.fd(), POLLIN, 0}};
  while (poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) {
  }
  close(process_fd);
  return polled[0].revents != 0 ? absl::OkStatus() : TooSlow();
}

}  // namespace

absl::StatusOr<Finished> RunProgram(const std::vector<std::string>& arguments,
                                    const std::string& input,
                                    size_t output_bytes_max,
                                    absl::Duration time_max) {
  const Timer timer(time_max);
  const bool leads_group = timer.fd() >= 0;
  Pipe in, out, err;
  if (!in.ok() || !out.ok() || !err.ok()) {
    return absl::ErrnoToStatus(errno, "making a pipe");
  }
  // A program that does not read its input must not end this one.
  signal(SIGPIPE, SIG_IGN);
  const auto process = Spawn(arguments, in, out, err, leads_group);
  if (!process.ok()) return process.status();
  in.CloseRead();
  out.CloseWrite();
  err.CloseWrite();
  Finished finished;
  absl::Status exchanged =
      Exchange(in, out, err, input, output_bytes_max, timer, finished);
  if (exchanged.ok()) exchanged = AwaitEnd(*process, timer);
  if (!exchanged.ok()) kill(leads_group ? -*process : *process, SIGKILL);
  int status = 0;
  while (waitpid(*process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!exchanged.ok()) return exchanged;
  finished.status =
      WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
  return finished;
}

}  // namespace mandated::mandatectl
