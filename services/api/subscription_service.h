#ifndef MANDATED_SERVICES_API_SUBSCRIPTION_SERVICE_H_
#define MANDATED_SERVICES_API_SUBSCRIPTION_SERVICE_H_

#include <string>
#include <vector>

#include "mandates/v1/expiry_service.grpc.pb.h"
#include "services/api/gate.h"
#include "services/api/selection.h"
#include "services/engine/reader.h"
#include "services/engine/subscriptions.h"
#include "services/stream/hub.h"

namespace mandated::api {

// The base of ExpiryService: all methods by messages, but Watch by bytes, so
// that a frame made once goes out to many readers as it is.
template <template <typename> typename... Methods>
struct Chain;
template <template <typename> typename First,
          template <typename> typename... Rest>
struct Chain<First, Rest...> {
  using Service = First<typename Chain<Rest...>::Service>;
};
template <>
struct Chain<> {
  using Service = mandates::v1::ExpiryService::Service;
};
using Expiry = mandates::v1::ExpiryService;
using ExpiryServiceBase =
    Chain<Expiry::WithRawCallbackMethod_Watch,
          Expiry::WithCallbackMethod_ListExpiring,
          Expiry::WithCallbackMethod_ListEvents,
          Expiry::WithCallbackMethod_SimulateExpiries,
          Expiry::WithCallbackMethod_CreateSubscription,
          Expiry::WithCallbackMethod_GetSubscription,
          Expiry::WithCallbackMethod_ListSubscriptions,
          Expiry::WithCallbackMethod_UpdateSubscription,
          Expiry::WithCallbackMethod_DeleteSubscription,
          Expiry::WithCallbackMethod_Pull,
          Expiry::WithCallbackMethod_Acknowledge,
          Expiry::WithCallbackMethod_Seek,
          Expiry::WithCallbackMethod_StreamSubscription,
          Expiry::WithCallbackMethod_ListDeadLetters,
          Expiry::WithCallbackMethod_ReplayDeadLetters,
          Expiry::WithCallbackMethod_PurgeDeadLetters>::Service;

// The durable subscriptions of mandates.v1.ExpiryService. Does not own what it
// is given. Thread-safe; handlers block on nothing but reads.
class SubscriptionService : public ExpiryServiceBase {
 public:
  SubscriptionService(const Gate* gate, engine::Subscriptions* subscriptions,
                      const engine::Reader* reader, stream::Hub* hub)
      : gate_(gate),
        subscriptions_(subscriptions),
        reader_(reader),
        hub_(hub) {}

  grpc::ServerUnaryReactor* CreateSubscription(
      grpc::CallbackServerContext* context,
      const mandates::v1::CreateSubscriptionRequest* request,
      mandates::v1::CreateSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* GetSubscription(
      grpc::CallbackServerContext* context,
      const mandates::v1::GetSubscriptionRequest* request,
      mandates::v1::GetSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* ListSubscriptions(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListSubscriptionsRequest* request,
      mandates::v1::ListSubscriptionsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSubscription(
      grpc::CallbackServerContext* context,
      const mandates::v1::UpdateSubscriptionRequest* request,
      mandates::v1::UpdateSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* DeleteSubscription(
      grpc::CallbackServerContext* context,
      const mandates::v1::DeleteSubscriptionRequest* request,
      mandates::v1::DeleteSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* Pull(grpc::CallbackServerContext* context,
                                 const mandates::v1::PullRequest* request,
                                 mandates::v1::PullResponse* response) override;
  grpc::ServerUnaryReactor* Acknowledge(
      grpc::CallbackServerContext* context,
      const mandates::v1::AcknowledgeRequest* request,
      mandates::v1::AcknowledgeResponse* response) override;
  grpc::ServerUnaryReactor* Seek(grpc::CallbackServerContext* context,
                                 const mandates::v1::SeekRequest* request,
                                 mandates::v1::SeekResponse* response) override;
  grpc::ServerWriteReactor<mandates::v1::StreamSubscriptionResponse>*
  StreamSubscription(
      grpc::CallbackServerContext* context,
      const mandates::v1::StreamSubscriptionRequest* request) override;
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListDeadLettersRequest* request,
      mandates::v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* ReplayDeadLetters(
      grpc::CallbackServerContext* context,
      const mandates::v1::ReplayDeadLettersRequest* request,
      mandates::v1::ReplayDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* PurgeDeadLetters(
      grpc::CallbackServerContext* context,
      const mandates::v1::PurgeDeadLettersRequest* request,
      mandates::v1::PurgeDeadLettersResponse* response) override;

 protected:
  // Returns the open windows that are chosen, and where the log goes on.
  // RESOURCE_EXHAUSTED (SNAPSHOT_TOO_LARGE).
  absl::StatusOr<engine::StartPoint> TakeSnapshot(
      const EventChoice& choice) const;
  // Returns the leads that are chosen, by name or as all that are announced.
  absl::StatusOr<std::vector<std::string>> LeadsOf(
      const EventChoice& choice) const;

 private:
  // Finds where a start is; `stored`, if any, may be asked for its own tokens.
  // Errors as Watch; RESOURCE_EXHAUSTED (SNAPSHOT_TOO_LARGE).
  absl::StatusOr<engine::StartPoint> FindStart(
      const mandates::v1::WatchStart& start, const EventChoice& choice,
      const engine::StoredSubscription* stored) const;

  const Gate* const gate_;
  engine::Subscriptions* const subscriptions_;
  const engine::Reader* const reader_;
  stream::Hub* const hub_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_SUBSCRIPTION_SERVICE_H_
