#ifndef MANDATED_SERVICES_API_RESOLUTION_SERVICE_H_
#define MANDATED_SERVICES_API_RESOLUTION_SERVICE_H_

#include "mandates/v1/resolution_service.grpc.pb.h"
#include "services/api/gate.h"
#include "services/engine/importer.h"
#include "services/engine/reader.h"

namespace mandated::api {

// Serves mandates.v1.ResolutionService. Does not own what it is given.
// Thread-safe.
class ResolutionService final
    : public mandates::v1::ResolutionService::CallbackService {
 public:
  ResolutionService(const Gate* gate, engine::Importer* importer,
                    const engine::Reader* reader)
      : gate_(gate), importer_(importer), reader_(reader) {}

  grpc::ServerUnaryReactor* ParseResolution(
      grpc::CallbackServerContext* context,
      const mandates::v1::ParseResolutionRequest* request,
      mandates::v1::ParseResolutionResponse* response) override;
  grpc::ServerUnaryReactor* ImportResolution(
      grpc::CallbackServerContext* context,
      const mandates::v1::ImportResolutionRequest* request,
      mandates::v1::ImportResolutionResponse* response) override;
  grpc::ServerUnaryReactor* GetResolution(
      grpc::CallbackServerContext* context,
      const mandates::v1::GetResolutionRequest* request,
      mandates::v1::GetResolutionResponse* response) override;
  grpc::ServerUnaryReactor* ListResolutions(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListResolutionsRequest* request,
      mandates::v1::ListResolutionsResponse* response) override;

 private:
  const Gate* const gate_;
  engine::Importer* const importer_;
  const engine::Reader* const reader_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_RESOLUTION_SERVICE_H_
