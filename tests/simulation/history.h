#ifndef MANDATED_TESTS_SIMULATION_HISTORY_H_
#define MANDATED_TESTS_SIMULATION_HISTORY_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "tests/simulation/disk.h"

namespace mandated::simulation {

// What happened in histories that held.
struct Tally {
  int64_t histories = 0;
  std::map<std::string, int64_t> counts;  // by what is counted: "crashes"
  // Tells histories apart: equal ones wrote equal logs.
  uint64_t digest = 0;

  void Add(const Tally& other) {
    histories += other.histories;
    for (const auto& [what, count] : other.counts) counts[what] += count;
    digest ^= other.digest;
  }
};

// Lives through the history of `seed`: decisions, corrections, retractions,
// calendar edits, clocks that jump, crashes, restarts and readers; after each
// step everything there is to see is compared with the naive model. The same
// seed is the same history, to the byte of its log. INTERNAL: what differed,
// and all steps up to there.
absl::StatusOr<Tally> Live(uint64_t seed, const Sabotage& sabotage = nullptr);

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_HISTORY_H_
