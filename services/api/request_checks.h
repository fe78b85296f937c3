#ifndef MANDATED_SERVICES_API_REQUEST_CHECKS_H_
#define MANDATED_SERVICES_API_REQUEST_CHECKS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "mandates/v1/session_service.pb.h"
#include "mandates/v1/watch_start.pb.h"

// Field-by-field checks of whole requests: INVALID_ARGUMENT that names the
// field; RESOURCE_EXHAUSTED (REQUEST_TOO_LARGE) where only the whole of a batch
// is too much. What depends on the store is checked by the engine.
namespace mandated::api {

absl::Status CheckRequest(const mandates::v1::RecordDecisionRequest& request);
absl::Status CheckRequest(
    const mandates::v1::BatchRecordDecisionsRequest& request);
absl::Status CheckRequest(const mandates::v1::AmendDecisionRequest& request);
absl::Status CheckRequest(const mandates::v1::RetractDecisionRequest& request);
absl::Status CheckRequest(const mandates::v1::UpdateMandateRequest& request);
absl::Status CheckRequest(const mandates::v1::UpsertSessionRequest& request);
absl::Status CheckRequest(const mandates::v1::ImportResolutionRequest& request);

// Checks what depends on nothing but the start itself.
absl::Status CheckStart(const mandates::v1::WatchStart& start);

// Returns the instant, when it is one between the years 1 and 9999.
absl::StatusOr<absl::Time> CheckTimestamp(
    std::string_view field, const google::protobuf::Timestamp& timestamp);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_REQUEST_CHECKS_H_
