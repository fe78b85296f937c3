#include "clients/mandatectl/watch.h"

#include <algorithm>
#include <utility>

namespace mandated::mandatectl {
namespace {

// The first attempt follows at once, and each waits for a server that is away:
// these are for one that ends the streams it accepts.
constexpr absl::Duration kWaitMin = absl::Milliseconds(250);
constexpr absl::Duration kWaitMax = absl::Seconds(15);

}  // namespace

Watcher::Watcher(Client* client, Interrupt* interrupt,
                 mandates::v1::WatchRequest request, WatchListener listener)
    : client_(client),
      interrupt_(interrupt),
      request_(std::move(request)),
      listener_(std::move(listener)),
      in_snapshot_(request_.start().has_snapshot()) {}

absl::Status Watcher::Run() {
  while (true) {
    absl::Status status = ReadStream();
    if (ended_ || interrupt_->requested()) return absl::OkStatus();
    // A server that ends the stream without an error is going away, too.
    if (status.ok()) status = absl::UnavailableError("the stream ended");
    if (!absl::IsUnavailable(status) || !answered_) return status;
    if (!WaitBeforeRetry(status)) return absl::OkStatus();
  }
}

absl::Status Watcher::ReadStream() {
  const std::unique_ptr<EventStream> stream =
      client_->Watch(request_, answered_);
  interrupt_->Set([&stream] { stream->Cancel(); });
  mandates::v1::WatchResponse response;
  while (stream->Read(&response)) {
    if (ended_ || Take(response)) continue;
    ended_ = true;
    stream->Cancel();
  }
  interrupt_->Set(nullptr);
  return stream->Finish();
}

// Returns false when the listener has had enough.
bool Watcher::Take(mandates::v1::WatchResponse& response) {
  answered_ = true;
  wait_ = absl::ZeroDuration();
  auto& events = *response.mutable_events();
  events.erase(std::remove_if(events.begin(), events.end(),
                              [&](const mandates::v1::Event& event) {
                                return !seen_.Add(event.id());
                              }),
               events.end());
  if (response.snapshot_complete()) in_snapshot_ = false;
  const std::string token = in_snapshot_ ? "" : response.resume_token();
  if (!listener_.on_response(response, token)) return false;
  if (!token.empty()) request_.mutable_start()->set_resume_token(token);
  return true;
}

bool Watcher::WaitBeforeRetry(const absl::Status& why) {
  listener_.on_lost(why);
  if (interrupt_->Wait(wait_)) return false;
  wait_ = std::clamp(wait_ * 2, kWaitMin, kWaitMax);
  return true;
}

}  // namespace mandated::mandatectl
