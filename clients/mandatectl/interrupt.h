#ifndef MANDATED_CLIENTS_MANDATECTL_INTERRUPT_H_
#define MANDATED_CLIENTS_MANDATECTL_INTERRUPT_H_

#include <thread>

#include "mandates/client/stop_signal.h"

namespace mandated::mandatectl {

// The wish to stop, by a signal or by the program itself.
using Interrupt = mandates::client::StopSignal;

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
