#ifndef MANDATED_SERVICES_API_PULL_REACTORS_H_
#define MANDATED_SERVICES_API_PULL_REACTORS_H_

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "mandates/v1/subscription.pb.h"
#include "services/api/puller.h"
#include "services/engine/subscriptions.h"
#include "services/stream/hub.h"
#include "storage/mutex.h"

namespace mandated::api {

// One call of Pull. Owns itself from Start until gRPC is done with it; does
// not own what it is given.
class PullReactor final : public grpc::ServerUnaryReactor {
 public:
  static PullReactor* Start(engine::Subscriptions* subscriptions,
                            stream::Hub* hub, Puller::Request request,
                            mandates::v1::PullResponse* response);

  void OnCancel() override { puller_->Cancel(); }
  void OnDone() override { delete this; }

 private:
  std::shared_ptr<Puller> puller_;
};

// One stream of StreamSubscription: one pull after the other, each of which
// waits for the lease before it to be acknowledged or to end. A stream that
// breaks leaves the lease that it sent to run out, as its client may be at work
// still. Owns itself; does not own what it is given.
class DeliveryReactor final : public grpc::ServerWriteReactor<
                                  mandates::v1::StreamSubscriptionResponse> {
 public:
  // An error refuses the stream.
  static DeliveryReactor* Start(engine::Subscriptions* subscriptions,
                                stream::Hub* hub,
                                absl::StatusOr<Puller::Request> request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  DeliveryReactor(engine::Subscriptions* subscriptions, stream::Hub* hub)
      : subscriptions_(subscriptions), hub_(hub) {}

  void PullNext();
  void OnPulled(absl::StatusOr<mandates::v1::PullResponse> pulled);

  engine::Subscriptions* const subscriptions_;
  stream::Hub* const hub_;
  Puller::Request request_;
  mandates::v1::StreamSubscriptionResponse response_;  // being written
  Mutex mutex_;
  std::shared_ptr<Puller> puller_ ABSL_GUARDED_BY(mutex_);
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_PULL_REACTORS_H_
