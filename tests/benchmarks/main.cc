// Measures the real server against raw gRPC, in one run on one machine, and
// prints ratios. README.md says what each row asks and how.

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/benchmarks/benchmarks.h"

namespace mandated::bench {
namespace {

struct Benchmark {
  const char* name;
  absl::StatusOr<std::vector<Row>> (*measure)(const Run& run);
};

constexpr Benchmark kBenchmarks[] = {{"record", MeasureRecord},
                                     {"fanout", MeasureFanout},
                                     {"scale", MeasureScale},
                                     {"subscriptions", MeasureSubscriptions}};

int Measure(const Run& run, const std::string& only,
            const std::string& json_path) {
  std::vector<Row> rows;
  for (const Benchmark& benchmark : kBenchmarks) {
    if (!only.empty() && only != benchmark.name) continue;
    const auto measured = benchmark.measure(run);
    if (!measured.ok()) {
      std::cerr << "mandated_bench: " << benchmark.name << ": "
                << measured.status().message() << "\n";
      return EXIT_FAILURE;
    }
    rows.insert(rows.end(), measured->begin(), measured->end());
  }
  std::cout << Table(run, rows);
  if (json_path.empty()) return EXIT_SUCCESS;
  std::ofstream file(json_path);
  file << Json(run, rows);
  file.close();
  if (file) return EXIT_SUCCESS;
  std::cerr << "mandated_bench: cannot write " << json_path << "\n";
  return EXIT_FAILURE;
}

}  // namespace

absl::StatusOr<testing::ServerProcess> StartEchoServer(
    const std::string& directory, const std::string& answer,
    const std::string& message) {
  const std::string answer_path = directory + "/answer";
  const std::string message_path = directory + "/message";
  std::ofstream(answer_path, std::ios::binary) << answer;
  std::ofstream(message_path, std::ios::binary) << message;
  return testing::ServerProcess::StartProgram(
      {BENCH_ECHO_SERVER, answer_path, message_path}, directory + "/echo.log");
}

void Say(const std::string& text) { std::cerr << text << std::endl; }

}  // namespace mandated::bench

int main(int argc, char** argv) {
  using mandated::bench::Run;
  CLI::App app(
      "Measures mandated against raw gRPC on this machine and prints each "
      "figure as a ratio. About 7 minutes, with --quick 1.",
      "mandated_bench");
  bool quick = false;
  std::string only;
  std::string json_path;
  int rounds = 0;
  double seconds = 0;
  app.add_flag("--quick", quick,
               "fewer and shorter rounds, and 100,000 mandates for 1,000,000");
  app.add_option("--only", only,
                 "one benchmark: record, fanout, scale or subscriptions")
      ->check(CLI::IsMember({"record", "fanout", "scale", "subscriptions"}));
  app.add_option("--json", json_path, "writes the figures to this file too");
  app.add_option("--rounds", rounds, "rounds of both sides; default 5, quick 3")
      ->check(CLI::Range(1, 36));
  app.add_option("--seconds", seconds,
                 "seconds a side is measured a round; default 5, quick 1.5")
      ->check(CLI::Range(0.1, 600.0));
  CLI11_PARSE(app, argc, argv);
  Run run{.quick = quick, .rounds = quick ? 3 : 5, .seconds = quick ? 1.5 : 5};
  if (rounds > 0) run.rounds = rounds;
  if (seconds > 0) run.seconds = seconds;
  return mandated::bench::Measure(run, only, json_path);
}
