#ifndef MANDATED_SERVICES_DOMAIN_READING_IMPORT_PLAN_H_
#define MANDATED_SERVICES_DOMAIN_READING_IMPORT_PLAN_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "services/domain/errors.h"

namespace mandated::domain {

// What an import is to record: one request for each proposal that is not left
// out, each of another mandate, and the resolution as it will be kept.
struct ImportPlan {
  mandates::v1::Resolution resolution;
  std::vector<mandates::v1::RecordDecisionRequest> requests;
};

// Settles `reading` by what `request` says beside its text. Pure.
// INVALID_ARGUMENT: a settlement of no proposal, or two of one; what a
// settlement says, as CheckDecision.
// FAILED_PRECONDITION (IMPORT_REFUSED): the reading has errors, or nothing to
// record. FAILED_PRECONDITION (IMPORT_OPEN): a field that is needed is absent,
// or only INFERRED where `request` asks for READ; no mandate or several are
// meant, or one that nobody knows is not established but extended; two
// proposals are about one mandate.
absl::StatusOr<ImportPlan> PlanImport(
    mandates::v1::Resolution reading,
    const mandates::v1::ImportResolutionRequest& request);

// Compares what was read with what is on record for the same symbol and
// mandate: each fact that both state and state differently is an obstacle
// (RECORDED_OTHERWISE). `recorded` is as the fold left it.
std::vector<ImportObstacle> Contradictions(
    const mandates::v1::Decision& recorded, const mandates::v1::Decision& read);

// Returns `recorded` with what `read`, which does not contradict it, adds: the
// facts it lacks, the words that prove them, and READ for a term that was only
// INFERRED.
mandates::v1::Decision Prove(mandates::v1::Decision recorded,
                             const mandates::v1::Decision& read);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_IMPORT_PLAN_H_
