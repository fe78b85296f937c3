#ifndef MANDATED_SERVICES_API_EXPIRY_SERVICE_H_
#define MANDATED_SERVICES_API_EXPIRY_SERVICE_H_

#include <string>
#include <vector>

#include "mandates/v1/expiry_service.grpc.pb.h"
#include "services/api/gate.h"
#include "services/api/selection.h"
#include "services/api/subscription_service.h"
#include "services/engine/reader.h"
#include "services/stream/hub.h"

namespace mandated::api {

// Serves mandates.v1.ExpiryService. Does not own what it is given.
// Thread-safe.
class ExpiryService final : public SubscriptionService {
 public:
  ExpiryService(const Gate* gate, const engine::Reader* reader,
                engine::Subscriptions* subscriptions, stream::Hub* hub)
      : SubscriptionService(gate, subscriptions, reader, hub),
        gate_(gate),
        reader_(reader),
        hub_(hub) {}

  grpc::ServerUnaryReactor* ListExpiring(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListExpiringRequest* request,
      mandates::v1::ListExpiringResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListEventsRequest* request,
      mandates::v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* SimulateExpiries(
      grpc::CallbackServerContext* context,
      const mandates::v1::SimulateExpiriesRequest* request,
      mandates::v1::SimulateExpiriesResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;

 private:
  // Reads what a reader selects. INVALID_ARGUMENT.
  absl::StatusOr<EventChoice> ParseChoice(
      const std::string& filter,
      const google::protobuf::RepeatedField<int>& types,
      const google::protobuf::RepeatedPtrField<std::string>& leads) const;
  absl::Status List(const mandates::v1::ListEventsRequest& request,
                    mandates::v1::ListEventsResponse& response) const;
  absl::Status ListFromSnapshot(
      const EventChoice& choice,
      mandates::v1::ListEventsResponse& response) const;

  const Gate* const gate_;
  const engine::Reader* const reader_;
  stream::Hub* const hub_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_EXPIRY_SERVICE_H_
