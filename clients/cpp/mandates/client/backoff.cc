#include "mandates/client/backoff.h"

#include <algorithm>
#include <random>
#include <utility>

namespace mandates::client {

std::function<double()> RandomFraction() {
  return [engine = std::mt19937_64(std::random_device()()),
          fraction = std::uniform_real_distribution<double>()]() mutable {
    return fraction(engine);
  };
}

Backoff::Backoff(std::function<double()> random) : random_(std::move(random)) {}

absl::Duration Backoff::Next() {
  const absl::Duration wait = bound_ * random_();
  bound_ = std::min(bound_ * 2, kBackoffMax);
  return wait;
}

void Backoff::Reset() { bound_ = kBackoffFirst; }

}  // namespace mandates::client
