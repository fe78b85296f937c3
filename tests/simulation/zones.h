#ifndef MANDATED_TESTS_SIMULATION_ZONES_H_
#define MANDATED_TESTS_SIMULATION_ZONES_H_

#include <vector>

#include "absl/time/time.h"

namespace mandated::simulation {

// Returns the time zones of histories, the likely ones more than once. Loaded
// by the first call alone: ThreadSanitizer cannot see Abseil's lock around its
// own.
const std::vector<absl::TimeZone>& Zones();

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_ZONES_H_
