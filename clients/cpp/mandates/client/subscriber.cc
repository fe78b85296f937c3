#include "mandates/client/subscriber.h"

#include <utility>

#include "mandates/client/error.h"
#include "mandates/client/reader.h"
#include "mandates/client/recent_ids.h"
#include "mandates/client/transport.h"

namespace mandates::client {

class Subscriber::Impl {
 public:
  Impl(std::shared_ptr<grpc::Channel> channel, SubscribeOptions options)
      : transport_(std::move(channel)),
        options_(std::move(options)),
        reader_(options_.random, options_.on_lost) {}

  absl::Status Run(const Handler& handler) {
    absl::Status status =
        reader_.Run([&](bool patient) { return ReadStream(handler, patient); });
    // The stream is closed by now, so nothing is given back to itself.
    Settle().IgnoreError();
    return status;
  }

  void Stop() { reader_.stop().Request(); }

 private:
  absl::Status ReadStream(const Handler& handler, bool patient) {
    absl::Status settled = Settle();
    if (!settled.ok()) return settled;
    return reader_.ReadAll<v1::StreamSubscriptionResponse>(
        transport_.Subscribe(options_.request,
                             {patient, options_.stall_timeout}),
        [&](v1::StreamSubscriptionResponse& response) {
          return Take(handler, response);
        });
  }

  absl::Status Take(const Handler& handler,
                    const v1::StreamSubscriptionResponse& response) {
    if (response.deliveries().empty()) return absl::OkStatus();
    done_ = response.lease_token();
    for (const auto& delivery : response.deliveries()) {
      if (reader_.stop().requested()) return absl::OkStatus();
      absl::Status handled = Handle(handler, delivery);
      if (!handled.ok()) return reader_.Fail(std::move(handled));
      done_ = delivery.acknowledge_token();
    }
    // The server answers with the next lease, which one who stops must not get.
    return reader_.stop().requested() ? absl::OkStatus() : Settle();
  }

  absl::Status Handle(const Handler& handler, const v1::Delivery& delivery) {
    // A first attempt is never a double: somebody moved the subscription back.
    const std::string& id = delivery.event().id();
    if (delivery.delivery_attempt() > 1 && handled_.Contains(id)) {
      return absl::OkStatus();
    }
    absl::Status handled = handler(delivery);
    if (handled.ok()) handled_.Add(id);
    return handled;
  }

  // Acknowledges what was handled and gives the rest back. A lease that ended
  // has nothing to settle: what it had is delivered again.
  absl::Status Settle() {
    if (done_.empty()) return absl::OkStatus();
    v1::AcknowledgeRequest request;
    request.set_subscription(options_.request.subscription());
    request.set_token(done_);
    request.set_release(true);
    absl::Status status = transport_.Acknowledge(request);
    if (Error(status).reason == "LEASE_ENDED") status = absl::OkStatus();
    if (status.ok()) done_.clear();
    return status;
  }

  const Transport transport_;
  const SubscribeOptions options_;
  Reader reader_;
  RecentIds handled_;
  std::string done_;  // acknowledges what was handled; empty: all is settled
};

Subscriber::Subscriber(std::shared_ptr<grpc::Channel> channel,
                       SubscribeOptions options)
    : impl_(std::make_unique<Impl>(std::move(channel), std::move(options))) {}

Subscriber::~Subscriber() = default;

absl::Status Subscriber::Run(const Handler& handler) {
  return impl_->Run(handler);
}

void Subscriber::Stop() { impl_->Stop(); }

}  // namespace mandates::client
