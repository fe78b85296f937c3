#ifndef MANDATED_SERVICES_ENGINE_REGISTRY_H_
#define MANDATED_SERVICES_ENGINE_REGISTRY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution.pb.h"
#include "mandates/v1/session_service.pb.h"
#include "services/domain/reading/import_plan.h"
#include "services/engine/mandate_change.h"
#include "services/engine/writer.h"
#include "storage/store.h"

namespace mandated::engine {

// What a write did, as answers carry it: mandates and events are serialised
// once, for the store and for the caller.
struct Outcome {
  std::vector<MandateBytes> mandates;   // as of the commit, by name
  std::vector<std::string> events;      // mandates.v1.Event, with positions
  mandates::v1::Session session;        // UpsertSession only
  mandates::v1::Resolution resolution;  // Import only
  bool already_imported = false;        // Import only
  storage::Revision revision = 0;       // 0: nothing was written
};
using OutcomeCallback = std::function<void(absl::StatusOr<Outcome>)>;

// Changes mandates and sessions by requests that the API has checked field by
// field; what depends on the state of the store is checked here. Each call
// returns at once and tells `done` its outcome as Writer does, or on
// the caller's during shutdown; the request must live until then. Errors are
// those of the RPC of the same name.
// Thread-safe. Does not own the writer, which must outlive it.
class Registry {
 public:
  explicit Registry(Writer* writer) : writer_(writer) {}

  void RecordDecision(const mandates::v1::RecordDecisionRequest& request,
                      OutcomeCallback done);
  void BatchRecordDecisions(
      const mandates::v1::BatchRecordDecisionsRequest& request,
      OutcomeCallback done);
  void AmendDecision(const mandates::v1::AmendDecisionRequest& request,
                     OutcomeCallback done);
  void RetractDecision(const mandates::v1::RetractDecisionRequest& request,
                       OutcomeCallback done);
  void UpdateMandate(const mandates::v1::UpdateMandateRequest& request,
                     OutcomeCallback done);
  void UpsertSession(const mandates::v1::UpsertSessionRequest& request,
                     OutcomeCallback done);
  // As ImportResolution, whose text was read and settled already.
  void Import(domain::ImportPlan plan, const std::string& actor,
              bool validate_only, OutcomeCallback done);

 private:
  Writer* const writer_;
};

// Records `requests` in order in `draft`, as one batch: what the server would
// do, for SimulateExpiries as well. `mandates` receives the changed ones.
absl::Status RecordInto(
    Draft& draft, absl::TimeZone zone,
    const std::vector<const mandates::v1::RecordDecisionRequest*>& requests,
    bool prefix_fields, std::vector<MandateBytes>& mandates);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_REGISTRY_H_
