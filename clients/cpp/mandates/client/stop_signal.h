#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_STOP_SIGNAL_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_STOP_SIGNAL_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "storage/mutex.h"

namespace mandates::client {

// The wish to stop. Thread-safe. Not installed.
class StopSignal {
 public:
  bool requested() const;

  // Asks to stop: ends Wait and calls what was given to Set.
  void Request();

  // Calls `stop` when asked to stop, at once if that was before; nullptr
  // forgets it. Once Set has returned, what was given before is not running.
  void Set(std::function<void()> stop);

  // Waits for `duration` or until asked to stop; true in the latter case.
  bool Wait(absl::Duration duration);

 private:
  mutable mandated::Mutex mutex_;
  mandated::CondVar changed_;
  bool requested_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> stop_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_STOP_SIGNAL_H_
