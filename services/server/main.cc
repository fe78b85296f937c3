// The daemon: reads its flags, serves until SIGTERM or SIGINT, drains.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "services/server/config.h"
#include "services/server/server.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace {

// Exit codes, as sysexits.h has them: a bad flag, and a start that failed.
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

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "keeps the mandates of the Human Rights Council's special procedures, "
      "works out when each lapses and streams upcoming expiries over gRPC.\n"
      "Serves until SIGTERM or SIGINT, then drains. Logs to stderr.\n"
      "Example: mandated --listen=127.0.0.1:50051 --store=var/mandated");
  absl::ParseCommandLine(argc, argv);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("mandated"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  const sigset_t signals = BlockSignals();
  const auto config = mandated::server::ConfigFromFlags();
  if (!config.ok()) {
    std::cerr << "mandated: " << config.status().message() << "\n";
    return kExitUsage;
  }
  const auto server = mandated::server::Server::Start(*config);
  if (!server.ok()) {
    std::cerr << "mandated: " << server.status().message() << "\n";
    return kExitUnavailable;
  }
  // For programs that start it with port 0.
  std::cout << "mandated serves on " << (*server)->address() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  spdlog::info("draining after signal {}", received);
  (*server)->Drain();
  spdlog::info("stopped");
  return EXIT_SUCCESS;
}
