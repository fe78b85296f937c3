#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_BACKOFF_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_BACKOFF_H_

#include <functional>

#include "absl/time/time.h"
#include "mandates/client/limits.h"

namespace mandates::client {

// Returns a source of numbers in [0, 1), seeded by the machine.
std::function<double()> RandomFraction();

// How long to wait before each attempt: at random up to a bound that doubles
// with every attempt ("full jitter"), so that readers who lost one server do
// not come back at once. Keeps no time itself. One thread uses it.
class Backoff {
 public:
  // `random` returns numbers in [0, 1).
  explicit Backoff(std::function<double()> random = RandomFraction());

  // Returns the next wait, below kBackoffFirst after a Reset and below
  // kBackoffMax in the end.
  absl::Duration Next();

  // Begins again, since the server answered.
  void Reset();

 private:
  const std::function<double()> random_;
  absl::Duration bound_ = kBackoffFirst;
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_BACKOFF_H_
