#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_RUN_CLOCK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_RUN_CLOCK_H_

#include "absl/time/time.h"

namespace mandated::mandatectl::remind {

// A span of time that runs out. A timer of the kernel, so that it stands for
// what passed, whatever anybody sets the machine's clock to.
class RunClock {
 public:
  explicit RunClock(absl::Duration span);
  ~RunClock();
  RunClock(const RunClock&) = delete;
  RunClock& operator=(const RunClock&) = delete;

  absl::Duration Passed() const { return span_ - Left(); }
  absl::Duration Left() const;  // never below zero
  bool Over() const { return Left() == absl::ZeroDuration(); }

 private:
  const absl::Duration span_;
  const int fd_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_RUN_CLOCK_H_
