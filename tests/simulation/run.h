#ifndef MANDATED_TESTS_SIMULATION_RUN_H_
#define MANDATED_TESTS_SIMULATION_RUN_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "tests/simulation/history.h"

namespace mandated::simulation {

// Lives through `count` histories, of seeds from `seed` on, some side by side,
// and calls `progress` after each, one call at a time. INTERNAL: what the first
// that failed says, and how to replay it; the others end early.
absl::StatusOr<Tally> LiveAll(
    uint64_t seed, int64_t count,
    const std::function<void(const Tally&)>& progress);

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_RUN_H_
