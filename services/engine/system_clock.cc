#include <algorithm>

#include "absl/time/clock.h"
#include "services/engine/clock.h"

namespace mandated::engine {

// The one place that asks the machine for the time.
absl::Time SystemClock::Now() const { return absl::Now(); }

absl::Duration SystemClock::RealTimeUntil(absl::Time time) const {
  return std::max(time - Now(), absl::ZeroDuration());
}

}  // namespace mandated::engine
