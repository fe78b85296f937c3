#include "mandates/client/stop_signal.h"

#include <utility>

namespace mandates::client {

using mandated::MutexLock;

bool StopSignal::requested() const {
  const MutexLock lock(&mutex_);
  return requested_;
}

void StopSignal::Request() {
  const MutexLock lock(&mutex_);
  requested_ = true;
  changed_.SignalAll();
  // Under the lock, so that Set returns after it. It must not come back here.
  if (stop_) stop_();
}

void StopSignal::Set(std::function<void()> stop) {
  const MutexLock lock(&mutex_);
  stop_ = std::move(stop);
  if (requested_ && stop_) stop_();
}

bool StopSignal::Wait(absl::Duration duration) {
  const MutexLock lock(&mutex_);
  return changed_.WaitFor(
      &mutex_, absl::ToChronoMilliseconds(duration),
      [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return requested_; });
}

}  // namespace mandates::client
