#ifndef MANDATED_SERVICES_API_STATUS_H_
#define MANDATED_SERVICES_API_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace mandated::api {

// Returns `status` as clients get it: canonical code, message, and a
// google.rpc.Status with its ErrorInfo and BadRequest as details. A status of
// a lower room that carries no ErrorInfo gets one, whose reason is what its
// message begins with ("STORE_UNSURE: "), or else its code.
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_STATUS_H_
