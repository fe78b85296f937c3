#include "clients/mandatectl/remind/run_clock.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>

namespace mandated::mandatectl::remind {

RunClock::RunClock(absl::Duration span)
    : span_(span), fd_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {
  itimerspec spec = {};
  // A time of zero would disarm it, which is how it looks once it is over.
  spec.it_value = absl::ToTimespec(std::max(span, absl::Nanoseconds(1)));
  timerfd_settime(fd_, 0, &spec, nullptr);
}

RunClock::~RunClock() { close(fd_); }

absl::Duration RunClock::Left() const {
  itimerspec spec = {};
  timerfd_gettime(fd_, &spec);
  return absl::DurationFromTimespec(spec.it_value);
}

}  // namespace mandated::mandatectl::remind
