#ifndef MANDATED_SERVICES_ENGINE_LEADS_H_
#define MANDATED_SERVICES_ENGINE_LEADS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/engine/draft.h"
#include "storage/store.h"

// The leads that are announced: each has a horizon.
namespace mandated::engine {

// Gives a horizon, of today, to each of `defaults` and each lead that a
// subscription of `draft` asks for, and takes it from all others but the
// lapse. RESOURCE_EXHAUSTED (TOO_MANY_LEADS).
absl::Status SetLeads(Draft& draft, const std::vector<std::string>& defaults);

// Returns what is announced, widest first. Errors: what the store says.
absl::StatusOr<std::vector<std::string>> ReadLeads(
    const storage::Snapshot& snapshot);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_LEADS_H_
