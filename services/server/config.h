#ifndef MANDATED_SERVICES_SERVER_CONFIG_H_
#define MANDATED_SERVICES_SERVER_CONFIG_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engine/retention.h"

namespace mandated::server {

// What the flags say, checked.
struct Config {
  // A clock that shows `start` when the server starts, or the time of the last
  // commit where that is later, and runs `speed` times as fast.
  struct SimulatedClock {
    absl::Time start;
    double speed = 0;
  };
  std::string listen;           // "127.0.0.1:50051"; port 0 picks a free one
  std::string store_directory;  // empty: in memory
  absl::TimeZone zone;
  std::optional<SimulatedClock> simulated_clock;
  std::vector<std::string> leads;
  engine::Retention retention;
  absl::Duration grace;              // how long a shutdown may take
  absl::Duration progress_interval;  // of idle streams
};

// Reads the flags. INVALID_ARGUMENT names the flag that is wrong.
absl::StatusOr<Config> ConfigFromFlags();

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_CONFIG_H_
