#ifndef MANDATED_SERVICES_API_SESSION_SERVICE_H_
#define MANDATED_SERVICES_API_SESSION_SERVICE_H_

#include "mandates/v1/session_service.grpc.pb.h"
#include "services/api/gate.h"
#include "services/engine/reader.h"
#include "services/engine/registry.h"

namespace mandated::api {

// Serves mandates.v1.SessionService. Does not own what it is given.
// Thread-safe.
class SessionService final
    : public mandates::v1::SessionService::CallbackService {
 public:
  SessionService(const Gate* gate, engine::Registry* registry,
                 const engine::Reader* reader)
      : gate_(gate), registry_(registry), reader_(reader) {}

  grpc::ServerUnaryReactor* GetSession(
      grpc::CallbackServerContext* context,
      const mandates::v1::GetSessionRequest* request,
      mandates::v1::GetSessionResponse* response) override;
  grpc::ServerUnaryReactor* ListSessions(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListSessionsRequest* request,
      mandates::v1::ListSessionsResponse* response) override;
  grpc::ServerUnaryReactor* UpsertSession(
      grpc::CallbackServerContext* context,
      const mandates::v1::UpsertSessionRequest* request,
      mandates::v1::UpsertSessionResponse* response) override;

 private:
  const Gate* const gate_;
  engine::Registry* const registry_;
  const engine::Reader* const reader_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_SESSION_SERVICE_H_
