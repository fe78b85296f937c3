#ifndef MANDATED_SERVICES_ENGINE_SIMULATION_H_
#define MANDATED_SERVICES_ENGINE_SIMULATION_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "storage/store.h"

namespace mandated::engine {

// What SimulateExpiries asks, checked: `today` <= `from` <= `to`, and every
// decision adopted from `today` to `to`.
struct SimulationRequest {
  absl::CivilDay today;
  absl::CivilDay from;
  absl::CivilDay to;
  std::vector<mandates::v1::RecordDecisionRequest> decisions;
  // Selects the events to return.
  std::function<bool(const mandates::v1::Event&)> wanted;
};

// Returns the events of [from, to] that would follow if nothing but
// `request.decisions` were decided from `today` on, each recorded on the day
// of its adoption: by the writer's and the scanner's own code, over writes
// that are kept aside and dropped. Errors as RecordDecision, fields prefixed
// with "assumed_decisions[i]."; RESOURCE_EXHAUSTED (SIMULATION_TOO_LARGE).
absl::StatusOr<std::vector<mandates::v1::Event>> Simulate(
    const storage::Snapshot& snapshot, absl::TimeZone zone,
    const SimulationRequest& request);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_SIMULATION_H_
