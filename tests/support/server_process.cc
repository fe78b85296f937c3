#include "tests/support/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace mandated::testing {
namespace {

// How long a start may take on a busy machine.
constexpr int kStartMillis = 60'000;
constexpr size_t kLogBytes = 4'000;

// Reads one line from `fd`; empty when none came in time.
std::string ReadLine(int fd) {
  std::string line;
  pollfd waited{.fd = fd, .events = POLLIN, .revents = 0};
  while (poll(&waited, 1, kStartMillis) > 0) {
    char c = 0;
    if (read(fd, &c, 1) != 1) return "";
    if (c == '\n') return line;
    line.push_back(c);
  }
  return "";
}

// The server to run: the one of this build, or MANDATED_BINARY.
std::string Binary() {
  const char* other = getenv("MANDATED_BINARY");
  return other != nullptr ? other : MANDATED_BINARY;
}

// Starts `arguments` with its output to `out_fd` and its log to `log_path`;
// 0 when that failed.
pid_t Spawn(std::vector<std::string> arguments, int out_fd,
            const std::string& log_path) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out_fd, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_path.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t pid = 0;
  const int failed =
      posix_spawn(&pid, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : 0;
}

}  // namespace

// Starts the server and waits for the line that says where it serves; without
// an address when it ended before.
ServerProcess ServerProcess::Launch(const std::string& directory,
                                    const std::vector<std::string>& flags) {
  std::vector<std::string> arguments = {Binary(), "--listen=127.0.0.1:0",
                                        absl::StrCat("--store=", directory)};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  return LaunchProgram(arguments, directory + ".log");
}

ServerProcess ServerProcess::LaunchProgram(
    const std::vector<std::string>& arguments, const std::string& log_path) {
  ServerProcess process;
  process.log_path_ = log_path;
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) return process;
  process.pid_ = Spawn(arguments, out[1], process.log_path_);
  close(out[1]);
  const std::string line = process.pid_ > 0 ? ReadLine(out[0]) : "";
  close(out[0]);
  process.address_ = line.substr(line.rfind(' ') + 1);
  return process;
}

absl::StatusOr<ServerProcess> ServerProcess::Start(
    const std::string& directory, const std::vector<std::string>& flags) {
  ServerProcess process = Launch(directory, flags);
  if (!process.address_.empty()) return process;
  return absl::InternalError(
      absl::StrCat("the server did not start: ", process.Log()));
}

absl::StatusOr<ServerProcess> ServerProcess::StartProgram(
    const std::vector<std::string>& arguments, const std::string& log_path) {
  ServerProcess process = LaunchProgram(arguments, log_path);
  if (!process.address_.empty()) return process;
  return absl::InternalError(
      absl::StrCat(arguments.front(), " did not start: ", process.Log()));
}

ServerProcess::Ended ServerProcess::RunToEnd(
    const std::string& directory, const std::vector<std::string>& flags) {
  // A log of its own: another process may serve from the directory.
  const TemporaryDirectory logs;
  ServerProcess process;
  std::vector<std::string> all = {absl::StrCat("--store=", directory)};
  all.insert(all.end(), flags.begin(), flags.end());
  process = Launch(logs.path() + "/unused", all);
  const bool served = !process.address_.empty();
  if (served) process.Kill();
  const int exit_code = served ? -1 : process.Reap();
  return {.exit_code = exit_code, .log = process.Log()};
}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      address_(std::move(other.address_)),
      log_path_(std::move(other.log_path_)) {}

ServerProcess& ServerProcess::operator=(ServerProcess&& other) noexcept {
  Kill();
  pid_ = std::exchange(other.pid_, 0);
  address_ = std::move(other.address_);
  log_path_ = std::move(other.log_path_);
  return *this;
}

ServerProcess::~ServerProcess() { Kill(); }

std::shared_ptr<grpc::Channel> ServerProcess::NewChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(),
                                   arguments);
}

void ServerProcess::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  Reap();
}

void ServerProcess::BeginTermination() const { kill(pid_, SIGTERM); }

int ServerProcess::Terminate() {
  BeginTermination();
  return Reap();
}

size_t ServerProcess::ResidentBytes() const {
  std::ifstream file(absl::StrCat("/proc/", pid_, "/statm"));
  size_t size = 0;
  size_t resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

std::string ServerProcess::Log() const {
  std::ostringstream text;
  text << std::ifstream(log_path_).rdbuf();
  const std::string log = text.str();
  return log.size() > kLogBytes ? log.substr(log.size() - kLogBytes) : log;
}

int ServerProcess::Reap() {
  int status = 0;
  waitpid(std::exchange(pid_, 0), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "mandated-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace mandated::testing
