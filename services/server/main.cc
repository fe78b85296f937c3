// The daemon: reads its configuration, serves until SIGTERM or SIGINT, drains.

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/server/configuration.h"
#include "services/server/log_line.h"
#include "services/server/server.h"
#include "services/server/version.h"
#include "spdlog/spdlog.h"

// jemalloc reads it, where the server is linked with it. Memtables are memory
// that is new every few seconds: in pages of 2 MiB it costs one fault for 500,
// and searching it fewer walks of the page table (DECISIONS 19).
extern "C" {
const char* malloc_conf = "thp:always";
}

namespace {

using mandated::server::Configuration;

// Exit codes, as sysexits.h has them: a bad setting, and a start that failed.
constexpr int kExitUsage = 64;
constexpr int kExitUnavailable = 69;

// Signals that end the server. Blocked in every thread, so that one place
// waits for them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Says what is wrong with the configuration, all of it at once.
int RefuseConfiguration(const Configuration& configuration) {
  for (const std::string& fault : configuration.faults()) {
    std::cerr << "mandated: " << fault << "\n";
  }
  return kExitUsage;
}

// Serves until a signal.
int Serve(const mandated::server::Config& config) {
  mandated::server::StartLogging(config);
  const sigset_t signals = BlockSignals();
  const auto server = mandated::server::Server::Start(config);
  if (!server.ok() && config.log_json) {
    spdlog::critical(std::string(server.status().message()));
    return kExitUnavailable;
  }
  if (!server.ok()) {
    std::cerr << "mandated: " << server.status().message() << "\n";
    return kExitUnavailable;
  }
  // For programs that start it with port 0.
  std::cout << "mandated serves on " << (*server)->address() << std::endl;
  if (!(*server)->metrics_address().empty()) {
    std::cout << "mandated serves metrics on " << (*server)->metrics_address()
              << std::endl;
  }
  int received = 0;
  sigwait(&signals, &received);
  spdlog::info("draining after signal {}", received);
  (*server)->Drain();
  spdlog::info("stopped");
  return EXIT_SUCCESS;
}

std::vector<std::string> Environment() {
  std::vector<std::string> variables;
  for (char** one = environ; *one != nullptr; ++one)
    variables.emplace_back(*one);
  return variables;
}

}  // namespace

int main(int argc, char** argv) {
  // Debian's Abseil looks for cycles at every lock that gRPC takes: right for
  // who debugs gRPC, and a tenth of the processor time of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const Configuration configuration({argv + 1, argv + argc}, Environment());
  switch (configuration.action()) {
    case Configuration::Action::kHelp:
      std::cout << mandated::server::HelpText();
      return EXIT_SUCCESS;
    case Configuration::Action::kVersion:
      std::cout << "mandated " << mandated::server::kVersion << "\n";
      return EXIT_SUCCESS;
    case Configuration::Action::kCheck:
      if (!configuration.faults().empty()) break;
      std::cout << configuration.Effective();
      return EXIT_SUCCESS;
    case Configuration::Action::kServe:
      if (!configuration.faults().empty()) break;
      return Serve(configuration.config());
  }
  return RefuseConfiguration(configuration);
}
