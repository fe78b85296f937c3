#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_SUBSCRIBER_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_SUBSCRIBER_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandates/client/limits.h"
#include "mandates/v1/subscription.pb.h"

namespace grpc {
class Channel;
}

namespace mandates::client {

// Which subscription to work on, and how.
struct SubscribeOptions {
  // Names the subscription, and says how many events to take at once and for
  // how long; 0 and absent are the server's defaults.
  v1::StreamSubscriptionRequest request;

  // As in WatchOptions.
  std::function<absl::Status(const absl::Status& why)> on_lost = nullptr;
  absl::Duration stall_timeout = kStallTimeout;
  std::function<double()> random = nullptr;
};

// Works on a durable subscription, whose place the server keeps. Where the
// connection breaks, it comes back, and acknowledges first what was handled. A
// delivery is given again where its lease ended before it was handled; what
// this subscriber handled is not handled again for that. Any number may work on
// one subscription and share a channel.
class Subscriber {
 public:
  using Handler = std::function<absl::Status(const v1::Delivery&)>;

  Subscriber(std::shared_ptr<grpc::Channel> channel, SubscribeOptions options);
  ~Subscriber();

  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  // Calls `handler` for one delivery after the other, in the thread that called
  // Run, which is called once, and acknowledges them when all of a response
  // are handled. OK: it was stopped. Else what the handler or a hook returned,
  // or the server's error where another connection does not cure it. In each
  // case what was handled is acknowledged and the rest given back at once, as
  // far as the server can be reached; else its lease runs out.
  absl::Status Run(const Handler& handler);

  // Ends Run within moments, or once the handler that runs has returned. For
  // any thread, the handler's as well, and before Run.
  void Stop();

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_SUBSCRIBER_H_
