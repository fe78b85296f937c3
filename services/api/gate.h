#ifndef MANDATED_SERVICES_API_GATE_H_
#define MANDATED_SERVICES_API_GATE_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mandated::api {

// Who makes a call, as the server knows it.
struct Caller {
  // Who it is; empty where the server asks nobody, and a caller may say so of
  // itself.
  std::string name;
};

// Asked by each handler before anything else. Thread-safe.
class Gate {
 public:
  virtual ~Gate() = default;

  // Returns who makes the call of `context`, where they may call `method`,
  // "/mandates.v1.MandateService/GetMandate". UNAUTHENTICATED
  // (CREDENTIALS_MISSING and its kin), PERMISSION_DENIED (ROLE_REQUIRED).
  virtual absl::StatusOr<Caller> Admit(
      const grpc::CallbackServerContext& context,
      std::string_view method) const = 0;
};

// Ends a unary call with `status`.
grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context,
                                 const absl::Status& status);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_GATE_H_
