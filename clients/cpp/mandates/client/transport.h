#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_TRANSPORT_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_TRANSPORT_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/subscription.pb.h"

namespace grpc {
class Channel;
}

namespace mandates::client {

// One open stream of the server. Cancelled when it goes. Read by one thread.
template <typename Response>
class Stream {
 public:
  virtual ~Stream() = default;

  // Waits for the next message. Else says how the stream ended, and is not to
  // be called again: UNAVAILABLE also where it ended without an error, or was
  // silent for too long.
  virtual absl::Status Read(Response* response) = 0;

  // Ends the stream soon, also under a Read that waits. For any thread.
  virtual void Cancel() = 0;
};

struct StreamOptions {
  bool patient = false;  // waits for a server that is away
  absl::Duration stall_timeout;
};

// The one part that speaks gRPC. Not installed. Thread-safe.
class Transport {
 public:
  explicit Transport(std::shared_ptr<grpc::Channel> channel);

  std::unique_ptr<Stream<v1::WatchResponse>> Watch(
      const v1::WatchRequest& request, const StreamOptions& options) const;
  std::unique_ptr<Stream<v1::StreamSubscriptionResponse>> Subscribe(
      const v1::StreamSubscriptionRequest& request,
      const StreamOptions& options) const;

  // UNAVAILABLE also where no answer came in time.
  absl::Status Acknowledge(const v1::AcknowledgeRequest& request) const;

 private:
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_TRANSPORT_H_
