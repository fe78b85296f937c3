#ifndef MANDATED_SERVICES_ENGINE_CLOCK_H_
#define MANDATED_SERVICES_ENGINE_CLOCK_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "storage/mutex.h"

namespace mandated::engine {

// Tells the time to the expiry loop, the writer and the server, and to nobody
// else. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;

  // Returns how long to really wait until the clock shows `time`; zero when it
  // does already, absl::InfiniteDuration() when it stands still.
  virtual absl::Duration RealTimeUntil(absl::Time time) const = 0;

  // Tells that it shows what a test or an operator says.
  virtual bool simulated() const = 0;
};

// The machine's clock.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration RealTimeUntil(absl::Time time) const override;
  bool simulated() const override { return false; }
};

// A clock that starts where it is told and runs `speed` times as fast as
// `base`: 0 stands still. Does not own `base`, which must outlive it.
class SimulatedClock : public Clock {
 public:
  SimulatedClock(const Clock* base, absl::Time start, double speed);

  absl::Time Now() const override;
  absl::Duration RealTimeUntil(absl::Time time) const override;
  bool simulated() const override { return true; }

  // Moves the clock to `time`, forward or backward.
  void Set(absl::Time time);

 private:
  const Clock* const base_;
  const double speed_;
  mutable Mutex mutex_;
  absl::Time shown_ ABSL_GUARDED_BY(mutex_);  // what it showed at base_set_
  absl::Time base_set_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_CLOCK_H_
