#include "clients/mandatectl/pacer.h"

#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace mandated::mandatectl {

Pacer::Pacer(double per_second) {
  if (per_second <= 0) return;
  constexpr double kNanosPerSecond = 1e9;
  const double nanos = std::max(kNanosPerSecond / per_second, 1.0);
  timespec beat = {};
  beat.tv_sec = static_cast<time_t>(nanos / kNanosPerSecond);
  beat.tv_nsec = static_cast<long>(std::fmod(nanos, kNanosPerSecond));
  const itimerspec times = {.it_interval = beat, .it_value = beat};
  timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  timerfd_settime(timer_, 0, &times, nullptr);
}

Pacer::~Pacer() {
  if (timer_ >= 0) close(timer_);
}

bool Pacer::Wait(const Interrupt& interrupt) {
  constexpr int kLookMs = 100;  // how soon a request to stop is seen
  while (timer_ >= 0 && owed_ == 0 && !interrupt.requested()) {
    pollfd wait = {.fd = timer_, .events = POLLIN, .revents = 0};
    if (poll(&wait, 1, kLookMs) <= 0) continue;
    uint64_t passed = 0;
    if (read(timer_, &passed, sizeof(passed)) == sizeof(passed)) owed_ = passed;
  }
  if (owed_ > 0) --owed_;
  return !interrupt.requested();
}

}  // namespace mandated::mandatectl
