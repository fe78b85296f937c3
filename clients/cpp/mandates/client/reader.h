#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_READER_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_READER_H_

#include <functional>
#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "mandates/client/backoff.h"
#include "mandates/client/stop_signal.h"
#include "mandates/client/transport.h"

namespace mandates::client {

// Reads one stream after the other, until somebody stops it or it fails for a
// reason that another connection does not cure. Not installed. One thread runs
// it; `stop` is for any.
class Reader {
 public:
  // `on_lost` hears why a stream broke; what it returns but OK ends the
  // reading. It may be empty, and so may `random`, that of Backoff.
  Reader(std::function<double()> random,
         std::function<absl::Status(const absl::Status& why)> on_lost);

  StopSignal& stop() { return stop_; }

  // Calls `read_stream`, which returns how the stream ended, again and again;
  // `patient` is true but for the first. OK: it was stopped.
  absl::Status Run(
      const std::function<absl::Status(bool patient)>& read_stream);

  // Hands each message of `stream` to `take`, until either returns an error
  // or somebody stops it.
  template <typename Response>
  absl::Status ReadAll(
      std::unique_ptr<Stream<Response>> stream,
      const std::function<absl::Status(Response& response)>& take);

  // Ends Run with `status`, whatever it is, and returns it for `take`.
  absl::Status Fail(absl::Status status);

 private:
  absl::Status WaitAfter(const absl::Status& end);

  StopSignal stop_;
  Backoff backoff_;
  const std::function<absl::Status(const absl::Status& why)> on_lost_;
  absl::Status failure_;  // OK: none
};

template <typename Response>
absl::Status Reader::ReadAll(
    std::unique_ptr<Stream<Response>> stream,
    const std::function<absl::Status(Response& response)>& take) {
  stop_.Set([&stream] { stream->Cancel(); });
  // Also where a handler throws, which ours never do.
  const absl::Cleanup forget = [this] { stop_.Set(nullptr); };
  absl::Status status;
  Response response;
  while (status.ok() && !stop_.requested()) {
    status = stream->Read(&response);
    if (!status.ok()) break;
    backoff_.Reset();
    status = take(response);
  }
  return status;
}

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_READER_H_
