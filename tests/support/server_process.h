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

  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&& other) noexcept;
  ~ServerProcess();

  const std::string& address() const { return address_; }
  pid_t pid() const { return pid_; }

  // Returns a new channel, which shares its connection with no other.
  std::shared_ptr<grpc::Channel> NewChannel() const;

  // Sends SIGKILL and reaps.
  void Kill();

  // Sends SIGTERM, reaps, and returns the exit code; -1 when a signal ended it.
  int Terminate();

  // Returns the end of what the server has logged.
  std::string Log() const;

 private:
  ServerProcess() = default;

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
