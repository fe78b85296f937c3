// Lives through random histories and checks the guarantees after each step.
//
//   mandated_simulate [--histories=N] [--seed=N]
//
// History i has the seed `seed` + i, so that one that fails is replayed alone
// by its own seed and --histories=1. Exits with 1 when one fails.

#include <unistd.h>

#include <cstdint>
#include <iostream>
#include <random>

#include "CLI/CLI.hpp"
#include "tests/simulation/run.h"

namespace mandated::simulation {
namespace {

constexpr int64_t kProgressEvery = 100;

int Simulate(uint64_t seed, int64_t count) {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const auto lived = LiveAll(seed, count, [&](const Tally& tally) {
    if (tally.histories % kProgressEvery != 0) return;
    std::cout << (terminal ? "\r" : "") << tally.histories << " of " << count
              << " histories hold" << (terminal ? "" : "\n") << std::flush;
  });
  if (!lived.ok()) {
    std::cout << "\n" << lived.status().message() << std::endl;
    return 1;
  }
  std::cout << "\n"
            << lived->histories << " histories hold, from seed " << seed;
  for (const auto& [what, times] : lived->counts) {
    std::cout << ", " << times << " " << what;
  }
  std::cout << std::endl;
  return 0;
}

}  // namespace
}  // namespace mandated::simulation

int main(int argc, char** argv) {
  CLI::App app("Lives through random histories and checks the guarantees.");
  int64_t count = 1'000;
  uint64_t seed = std::random_device()();
  app.add_option("--histories", count, "How many.")->check(CLI::PositiveNumber);
  app.add_option("--seed", seed, "Of the first; default: drawn.");
  CLI11_PARSE(app, argc, argv);
  return mandated::simulation::Simulate(seed, count);
}
