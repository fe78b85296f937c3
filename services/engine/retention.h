#ifndef MANDATED_SERVICES_ENGINE_RETENTION_H_
#define MANDATED_SERVICES_ENGINE_RETENTION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "services/engine/draft.h"

namespace mandated::engine {

// How much of the log is kept. Both bounds are kept to the day: what goes is
// what lies before a midnight.
struct Retention {
  int age_days = 5 * 365;           // five years
  int64_t events_max = 10'000'000;  // about 5 GB
};

// Marks the day in the log, drops what is beyond `retention` and forgets
// request ids older than limits::kRequestIdDays. For once a day.
absl::Status RetainInto(Draft& draft, const Retention& retention);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_RETENTION_H_
