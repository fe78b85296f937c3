#ifndef MANDATED_SERVICES_API_EXPIRY_QUERIES_H_
#define MANDATED_SERVICES_API_EXPIRY_QUERIES_H_

#include "absl/status/status.h"
#include "mandates/v1/expiry_service.pb.h"
#include "services/engine/reader.h"

// The unary questions of ExpiryService that read no stream.
namespace mandated::api {

absl::Status ListExpiring(const engine::Reader& reader,
                          const mandates::v1::ListExpiringRequest& request,
                          mandates::v1::ListExpiringResponse& response);

absl::Status SimulateExpiries(
    const engine::Reader& reader,
    const mandates::v1::SimulateExpiriesRequest& request,
    mandates::v1::SimulateExpiriesResponse& response);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_EXPIRY_QUERIES_H_
