#ifndef MANDATED_TESTS_SUPPORT_SERVER_PROCESS_H_
#define MANDATED_TESTS_SUPPORT_SERVER_PROCESS_H_

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mandated::testing {

// A real `mandated` process on a free port of the loopback, with a store of its
// own. Killed and reaped when it goes. Used by one thread.
class ServerProcess {
 public:
  // Starts the server with `--store=directory` and `flags`, and returns once
  // it serves. DEADLINE_EXCEEDED or INTERNAL: it did not; the message has the
  // end of its log.
  static absl::StatusOr<ServerProcess> Start(
      const std::string& directory, const std::vector<std::string>& flags = {});

  // Starts another program, which must say on its first line of output where it
  // serves, as the last word. `arguments` begins with its path.
  static absl::StatusOr<ServerProcess> StartProgram(
      const std::vector<std::string>& arguments, const std::string& log_path);

  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&& other) noexcept;
  ~ServerProcess();

  const std::string& address() const { return address_; }
  pid_t pid() const { return pid_; }

  // Runs the server with `flags` until it ends by itself.
  struct Ended {
    int exit_code = 0;  // -1: a signal ended it, or it served
    std::string log;
  };
  static Ended RunToEnd(const std::string& directory,
                        const std::vector<std::string>& flags);

  // Returns a new channel, which shares its connection with no other.
  std::shared_ptr<grpc::Channel> NewChannel() const;

  // Sends SIGKILL and reaps.
  void Kill();

  // Sends SIGTERM, and returns at once.
  void BeginTermination() const;

  // Sends SIGTERM, reaps, and returns the exit code; -1 when a signal ended it.
  int Terminate();

  // Returns the resident memory in bytes; 0 when it is not known.
  size_t ResidentBytes() const;

  // Returns the end of what the server has logged.
  std::string Log() const;

 private:
  ServerProcess() = default;

  static ServerProcess Launch(const std::string& directory,
                              const std::vector<std::string>& flags);
  static ServerProcess LaunchProgram(const std::vector<std::string>& arguments,
                                     const std::string& log_path);

  int Reap();

  pid_t pid_ = 0;
  std::string address_;
  std::string log_path_;
};

// A fresh directory below the system's temporary one; removed with it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_SUPPORT_SERVER_PROCESS_H_
