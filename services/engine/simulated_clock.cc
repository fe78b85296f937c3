#include <algorithm>

#include "services/engine/clock.h"

namespace mandated::engine {

SimulatedClock::SimulatedClock(const Clock* base, absl::Time start,
                               double speed)
    : base_(base), speed_(speed), shown_(start), base_set_(base->Now()) {}

absl::Time SimulatedClock::Now() const {
  const MutexLock lock(&mutex_);
  return shown_ + speed_ * (base_->Now() - base_set_);
}

absl::Duration SimulatedClock::RealTimeUntil(absl::Time time) const {
  const absl::Duration ahead = time - Now();
  if (ahead <= absl::ZeroDuration()) return absl::ZeroDuration();
  if (speed_ <= 0) return absl::InfiniteDuration();
  return ahead / speed_;
}

void SimulatedClock::Set(absl::Time time) {
  const MutexLock lock(&mutex_);
  shown_ = time;
  base_set_ = base_->Now();
}

}  // namespace mandated::engine
