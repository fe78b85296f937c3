#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_WATCHER_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_WATCHER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandates/client/limits.h"
#include "mandates/v1/expiry_service.pb.h"

namespace grpc {
class Channel;
}

namespace mandates::client {

// What to watch, and what to tell besides events.
struct WatchOptions {
  // Selects events and says where to start: now, a snapshot, a token, a
  // revision or a time.
  v1::WatchRequest request;

  // Stores where to start another time; called once every event before `token`
  // was handled. What it returns but OK ends the watch. May be empty.
  std::function<absl::Status(const std::string& token)> store_token = nullptr;

  // Hears why the stream broke, before it is opened again, and of each attempt
  // that fails. What it returns but OK ends the watch. May be empty.
  std::function<absl::Status(const absl::Status& why)> on_lost = nullptr;

  // Silence after which a stream counts as dead; above 0.
  absl::Duration stall_timeout = kStallTimeout;

  // Spreads the waits between attempts: numbers in [0, 1). Empty: at random.
  std::function<double()> random = nullptr;
};

// Follows the stream of events, in order and for ever. Where the connection
// breaks, it comes back with the last token: nothing is lost, and what comes
// twice is dropped by id. A snapshot that broke off begins again. Any number
// may share a channel.
class Watcher {
 public:
  // Handles a message: the events that were not told before, if any, and the
  // marks beside them.
  using Handler = std::function<absl::Status(const v1::WatchResponse&)>;

  Watcher(std::shared_ptr<grpc::Channel> channel, WatchOptions options);
  ~Watcher();

  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Calls `handler` for one message after the other, in the thread that called
  // Run, which is called once. OK: it was stopped. Else what the handler or a
  // hook returned, or the server's error where another connection does not cure
  // it: OUT_OF_RANGE (TOKEN_COMPACTED: watch from a snapshot instead) and all
  // others of Watch but UNAVAILABLE; error.h decodes it.
  absl::Status Run(const Handler& handler);

  // Ends Run within moments, or once the handler that runs has returned. For
  // any thread, the handler's as well, and before Run.
  void Stop();

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_WATCHER_H_
