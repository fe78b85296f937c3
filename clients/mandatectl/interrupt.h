#ifndef MANDATED_CLIENTS_MANDATECTL_INTERRUPT_H_
#define MANDATED_CLIENTS_MANDATECTL_INTERRUPT_H_

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "storage/mutex.h"

namespace mandated::mandatectl {

// The wish to stop. Thread-safe.
class Interrupt {
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
  mutable Mutex mutex_;
  CondVar changed_;
  bool requested_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> stop_ ABSL_GUARDED_BY(mutex_);
};

// Turns SIGINT and SIGTERM into a request to stop, for as long as it lives.
// Make it before any other thread: it blocks the signals in the caller and in
// every thread that starts later.
class SignalWatch {
 public:
  explicit SignalWatch(Interrupt* interrupt);
  ~SignalWatch();

  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void Run(int signal_fd, Interrupt* interrupt) const;

  int end_fd_;
  std::thread thread_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_INTERRUPT_H_
