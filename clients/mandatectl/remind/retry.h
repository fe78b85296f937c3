#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_RETRY_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_RETRY_H_

#include <functional>
#include <random>

#include "absl/time/time.h"

namespace mandated::mandatectl::remind {

// How a delivery that failed in passing is tried again.
struct RetryPolicy {
  int attempts_max = 4;  // about 10 s in all: a restart of the other side
  absl::Duration first_delay = absl::Seconds(1);
  absl::Duration delay_max = absl::Seconds(30);
};

// Waits for a time; true: somebody wants to stop.
using WaitFunction = std::function<bool(absl::Duration)>;

// Returns how long to wait before attempt `attempt` + 1, from 1 on: between
// half and all of a span that doubles from attempt to attempt, so that clients
// that failed together do not come back together. What the other side asked
// for, zero if nothing, is the least; `delay_max` is the most in any case.
absl::Duration DelayAfter(int attempt, absl::Duration asked_for,
                          const RetryPolicy& policy, std::mt19937& random);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_RETRY_H_
