#ifndef MANDATED_SERVICES_ENGINE_RESOLUTION_CHANGE_H_
#define MANDATED_SERVICES_ENGINE_RESOLUTION_CHANGE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/domain/reading/import_plan.h"
#include "services/engine/draft.h"
#include "services/engine/events.h"
#include "services/engine/registry.h"

namespace mandated::engine {

// Records what `plan` holds in `draft`, and keeps the resolution: decisions
// that are new are recorded, those on record with the same facts are proved,
// without an event, as no date moves. A symbol that was imported before with
// the same decisions changes nothing; `outcome` then says so. Errors as
// ImportResolution.
absl::Status ImportInto(Draft& draft, absl::TimeZone zone,
                        const domain::ImportPlan& plan, const Cause& cause,
                        Outcome& outcome);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_RESOLUTION_CHANGE_H_
