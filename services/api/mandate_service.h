#ifndef MANDATED_SERVICES_API_MANDATE_SERVICE_H_
#define MANDATED_SERVICES_API_MANDATE_SERVICE_H_

#include "mandates/v1/mandate_service.grpc.pb.h"
#include "services/api/gate.h"
#include "services/engine/reader.h"
#include "services/engine/registry.h"

namespace mandated::api {

// The generated service with changes as bytes: what the engine serialised for
// its store goes into the answer as it is.
using MandateServiceBase =
    mandates::v1::MandateService::WithRawCallbackMethod_RecordDecision<
        mandates::v1::MandateService::
            WithRawCallbackMethod_BatchRecordDecisions<
                mandates::v1::MandateService::
                    WithRawCallbackMethod_AmendDecision<
                        mandates::v1::MandateService::
                            WithRawCallbackMethod_RetractDecision<
                                mandates::v1::MandateService::
                                    WithRawCallbackMethod_UpdateMandate<
                                        mandates::v1::MandateService::
                                            CallbackService>>>>>;

// Serves mandates.v1.MandateService: checks, calls the engine, translates.
// Does not own what it is given. Thread-safe; handlers do not block on writes.
class MandateService final : public MandateServiceBase {
 public:
  MandateService(const Gate* gate, engine::Registry* registry,
                 const engine::Reader* reader)
      : gate_(gate), registry_(registry), reader_(reader) {}

  grpc::ServerUnaryReactor* GetMandate(
      grpc::CallbackServerContext* context,
      const mandates::v1::GetMandateRequest* request,
      mandates::v1::GetMandateResponse* response) override;
  grpc::ServerUnaryReactor* ListMandates(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListMandatesRequest* request,
      mandates::v1::ListMandatesResponse* response) override;
  grpc::ServerUnaryReactor* RecordDecision(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchRecordDecisions(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* AmendDecision(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RetractDecision(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* UpdateMandate(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListMandateRevisions(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListMandateRevisionsRequest* request,
      mandates::v1::ListMandateRevisionsResponse* response) override;

 private:
  const Gate* const gate_;
  engine::Registry* const registry_;
  const engine::Reader* const reader_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_MANDATE_SERVICE_H_
