#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_ERROR_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_ERROR_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace grpc {
class Status;
}

namespace mandates::client {

// Returns `status` with the details of the server (google.rpc.ErrorInfo,
// BadRequest and PreconditionFailure) as payloads under their type URLs.
// Details that do not parse are left out.
absl::Status ToStatus(const grpc::Status& status);

// One field of a request that was wrong.
struct FieldViolation {
  std::string field;  // "decision.term"
  std::string description;
};

// One thing that stood in the way of a call.
struct PreconditionViolation {
  std::string type;
  std::string subject;
  std::string description;
};

// What the server answered instead of a response, decoded. `reason` is stable
// and for programs: "MANDATE_NOT_FOUND"; it is empty where no server answered.
struct Error {
  explicit Error(const absl::Status& status);
  explicit Error(const grpc::Status& status);

  absl::StatusCode code;
  std::string message;
  std::string domain;  // "mandates"
  std::string reason;
  std::map<std::string, std::string> metadata;  // the values of the message
  std::vector<FieldViolation> fields;
  std::vector<PreconditionViolation> preconditions;
};

// Whether the same call may succeed on another connection: UNAVAILABLE, and an
// INTERNAL or CANCELLED that the transport made, since those of the server have
// a reason. CANCELLED is what gRPC answers a call that comes as the server
// stops; who cancelled the call knows better.
bool IsTransient(const absl::Status& status);

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_ERROR_H_
