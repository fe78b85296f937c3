#ifndef MANDATED_CLIENTS_MANDATECTL_PACER_H_
#define MANDATED_CLIENTS_MANDATECTL_PACER_H_

#include <cstdint>

#include "clients/mandatectl/interrupt.h"

namespace mandated::mandatectl {

// Beats at a steady pace: what takes longer than a beat is made up for by the
// beats that follow. The kernel keeps the time.
class Pacer {
 public:
  // `per_second` beats a second, above 0; 0: Wait never waits.
  explicit Pacer(double per_second);
  ~Pacer();

  Pacer(const Pacer&) = delete;
  Pacer& operator=(const Pacer&) = delete;

  // Waits for the next beat, or until asked to stop; false in the latter case.
  bool Wait(const Interrupt& interrupt);

 private:
  int timer_ = -1;     // a timerfd; -1: none
  uint64_t owed_ = 0;  // beats that have passed and were not waited for
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_PACER_H_
