#ifndef MANDATED_SERVICES_ENGINE_TICK_H_
#define MANDATED_SERVICES_ENGINE_TICK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/draft.h"

namespace mandated::engine {

// Where a tick stands within one crossing day too full for one commit.
struct TickCursor {
  std::optional<absl::CivilDay> day;
  std::string lead;
  std::string after_key;  // in the index of last days; empty: none yet
};

// Fires what crosses next: the earliest day after the horizons and up to
// `until` on which a last day crosses a lead, with all its crossings, at most
// limits::kTickEventsMax events at a time. Moves the horizons to that day once
// it is complete, or to `until` when nothing crosses before. Returns true when
// there is more to do up to `until`; call again with a new draft then. The
// cost is the crossings of the day and one seek for each lead.
absl::StatusOr<bool> TickInto(Draft& draft, absl::TimeZone zone,
                              absl::CivilDay until, TickCursor& cursor);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_TICK_H_
