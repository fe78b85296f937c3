#include "services/engine/resolution_change.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"
#include "services/domain/names.h"
#include "services/domain/validation.h"
#include "services/engine/idempotency.h"
#include "services/engine/keyspace.h"
#include "services/engine/mandate_change.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using domain::ImportObstacle;
using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::RecordDecisionRequest;
using mandates::v1::Resolution;

std::string DecisionNameOf(const RecordDecisionRequest& request) {
  return domain::DecisionName{
      .mandate = request.mandate_name(),
      .decision = domain::SlugOfSymbol(request.decision().symbol())}
      .ToString();
}

// What an earlier import of the same symbol kept.
struct Imported {
  Resolution resolution;
  storage::Revision revision = 0;
};

absl::StatusOr<std::optional<Imported>> LoadImported(Draft& draft,
                                                     const std::string& name) {
  const auto value = draft.Get(ResolutionKey(IdOfResolution(name)));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  // What it led to is read at its revision, which it has not got yet.
  if ((*value)->revision == storage::kThisGroup) return RetryInNextGroup();
  Imported imported{.resolution = {}, .revision = (*value)->revision};
  absl::Status decoded = Decode((*value)->bytes, imported.resolution);
  if (!decoded.ok()) return decoded;
  return imported;
}

// Returns the decision on record; null: none that counts.
const Decision* Recorded(const Mandate& mandate,
                         const RecordDecisionRequest& request) {
  const Decision* decision = FindDecision(mandate, DecisionNameOf(request));
  return decision == nullptr || decision->retracted() ? nullptr : decision;
}

// Adds the obstacles of one request, with its place before their fields.
void Append(const std::string& mandate, std::vector<ImportObstacle> found,
            std::vector<ImportObstacle>& obstacles) {
  for (ImportObstacle& obstacle : found) {
    obstacle.description = absl::StrCat(mandate, ": ", obstacle.description);
    obstacles.push_back(std::move(obstacle));
  }
}

// Tells what an import of the same symbol did before.
absl::Status Repeat(Draft& draft, const domain::ImportPlan& plan,
                    Imported imported, Outcome& outcome) {
  std::vector<ImportObstacle> obstacles;
  for (const RecordDecisionRequest& request : plan.requests) {
    auto change = MandateChange::Load(&draft, IdOfName(request.mandate_name()));
    if (!change.ok()) return change.status();
    const Decision* recorded = Recorded(change->mandate(), request);
    if (recorded == nullptr) {
      const std::string name = DecisionNameOf(request);
      obstacles.push_back(
          {"IMPORTED_OTHERWISE", name,
           absl::StrCat(imported.resolution.symbol(), " was imported without ",
                        name, "; record it with RecordDecision")});
      continue;
    }
    Append(request.mandate_name(),
           domain::Contradictions(*recorded, request.decision()), obstacles);
    outcome.mandates.push_back(change->ToBytes());
  }
  if (!obstacles.empty()) return domain::ImportContradicts(obstacles);
  auto events = EventsOf(draft.snapshot(), imported.revision);
  if (!events.ok()) return events.status();
  outcome.events = *std::move(events);
  outcome.resolution = std::move(imported.resolution);
  outcome.already_imported = true;
  return absl::OkStatus();
}

// Proves the decision where it is on record; false: it is not, and nothing
// keeps it from being recorded.
absl::StatusOr<bool> ProveOne(Draft& draft, absl::TimeZone zone,
                              const RecordDecisionRequest& request,
                              const Cause& cause, Outcome& outcome,
                              std::vector<ImportObstacle>& obstacles) {
  auto change = MandateChange::Load(&draft, IdOfName(request.mandate_name()));
  if (!change.ok()) return change.status();
  const Decision* recorded = Recorded(change->mandate(), request);
  if (recorded == nullptr) {
    const absl::Status facts =
        change->exists()
            ? absl::OkStatus()
            : domain::CheckMandateFacts("mandate", request.mandate());
    if (!facts.ok()) return facts;
    return false;
  }
  auto found = domain::Contradictions(*recorded, request.decision());
  if (!found.empty()) {
    Append(request.mandate_name(), std::move(found), obstacles);
    return true;
  }
  absl::Status status =
      change->Prove(domain::Prove(*recorded, request.decision()));
  if (status.ok()) status = change->Write(cause, zone);
  if (!status.ok()) return status;
  outcome.mandates.push_back(change->ToBytes());
  return true;
}

void Keep(Draft& draft, const domain::ImportPlan& plan, Outcome& outcome) {
  Resolution kept = plan.resolution;
  for (const RecordDecisionRequest& request : plan.requests) {
    kept.add_decisions(DecisionNameOf(request));
  }
  *kept.mutable_import_time() = ToTimestamp(draft.moment().now);
  draft.Put(ResolutionKey(IdOfResolution(kept.name())),
            kept.SerializeAsString());
  outcome.resolution = std::move(kept);
}

}  // namespace

absl::Status ImportInto(Draft& draft, absl::TimeZone zone,
                        const domain::ImportPlan& plan, const Cause& cause,
                        Outcome& outcome) {
  auto imported = LoadImported(draft, plan.resolution.name());
  if (!imported.ok()) return imported.status();
  if (imported->has_value()) {
    return Repeat(draft, plan, std::move(**imported), outcome);
  }
  std::vector<const RecordDecisionRequest*> fresh;
  std::vector<ImportObstacle> obstacles;
  for (const RecordDecisionRequest& request : plan.requests) {
    const auto proved =
        ProveOne(draft, zone, request, cause, outcome, obstacles);
    if (!proved.ok()) return proved.status();
    if (!*proved) fresh.push_back(&request);
  }
  if (!obstacles.empty()) return domain::ImportContradicts(obstacles);
  if (!fresh.empty()) {
    absl::Status recorded =
        RecordInto(draft, zone, fresh, fresh.size() > 1, outcome.mandates);
    if (!recorded.ok()) return recorded;
  }
  Keep(draft, plan, outcome);
  return absl::OkStatus();
}

}  // namespace mandated::engine
