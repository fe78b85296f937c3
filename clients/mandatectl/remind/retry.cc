#include "clients/mandatectl/remind/retry.h"

#include <algorithm>

namespace mandated::mandatectl::remind {

absl::Duration DelayAfter(int attempt, absl::Duration asked_for,
                          const RetryPolicy& policy, std::mt19937& random) {
  absl::Duration span = policy.first_delay;
  for (int doubled = 1; doubled < attempt && span < policy.delay_max;
       ++doubled) {
    span *= 2;
  }
  std::uniform_real_distribution<double> part(0.5, 1.0);
  const absl::Duration delay = std::max(span * part(random), asked_for);
  return std::min(delay, policy.delay_max);
}

}  // namespace mandated::mandatectl::remind
