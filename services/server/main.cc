// The daemon: reads its flags, serves until SIGTERM or SIGINT, drains.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "services/server/config.h"
#include "services/server/server.h"
#include "services/server/version.h"
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

// What --help and --version say.
void DescribeProgram() {
  absl::SetProgramUsageMessage(
      "keeps the mandates of the Human Rights Council's special procedures, "
      "works out when each lapses and streams upcoming expiries over gRPC.\n"
      "Serves until SIGTERM or SIGINT, then drains. Logs to stderr.\n"
      "Example: mandated --listen=127.0.0.1:50051 --store=var/mandated");
  absl::FlagsUsageConfig usage;
  // The flags of this program stand in config.cc, those of libraries elsewhere.
  const auto is_ours = [](absl::string_view file) {
    return absl::StrContains(file, "services/server/");
  };
  usage.contains_helpshort_flags = is_ours;
  usage.contains_help_flags = is_ours;
  usage.contains_helppackage_flags = is_ours;
  usage.version_string = [] {
    return "mandated " + std::string(mandated::server::kVersion) + "\n";
  };
  absl::SetFlagsUsageConfig(usage);
}

// How the process ends while its flags are parsed; -1: they are.
int exit_code_of_parsing = -1;

// Parses the flags. Abseil ends the process by itself at --help, and with 1 at
// a flag it does not know or cannot read: this gives it the right exit code.
void ParseFlags(int argc, char** argv) {
  exit_code_of_parsing = kExitUsage;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag(argv[i]);
    const bool asks = flag.rfind("--help", 0) == 0 || flag == "--version";
    if (asks) exit_code_of_parsing = EXIT_SUCCESS;
  }
  std::atexit([] {
    if (exit_code_of_parsing < 0) return;
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(exit_code_of_parsing);
  });
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    std::cerr << "mandated: " << rest[1]
              << " is no flag; see mandated --help\n";
    std::exit(kExitUsage);
  }
  exit_code_of_parsing = -1;
}

}  // namespace

int main(int argc, char** argv) {
  // Debian's Abseil looks for cycles at every lock that gRPC takes: right for
  // who debugs gRPC, and a tenth of the processor time of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  DescribeProgram();
  ParseFlags(argc, argv);
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
