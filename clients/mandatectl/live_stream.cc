#include "clients/mandatectl/live_stream.h"

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/watch.h"

namespace mandated::mandatectl {

LiveStream::LiveStream(Client* client, int64_t revision,
                       std::function<void(const mandates::v1::Event&)> on_event)
    : on_event_(std::move(on_event)) {
  mandates::v1::WatchRequest request;
  request.mutable_start()->set_revision(revision);
  thread_ = std::thread([this, request, client] { Run(request, client); });
}

LiveStream::~LiveStream() {
  stop_.Request();
  thread_.join();
}

absl::Status LiveStream::WaitFor(Position position, absl::Duration timeout) {
  const MutexLock lock(&mutex_);
  const bool there =
      changed_.WaitFor(&mutex_, absl::ToChronoMilliseconds(timeout),
                       [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                         return ended_ || reached_ >= position;
                       });
  if (reached_ >= position) return absl::OkStatus();
  if (there) {
    return status_.ok() ? absl::UnavailableError("the stream ended") : status_;
  }
  return absl::DeadlineExceededError(
      absl::StrCat("the stream did not bring event ", position.second,
                   " of revision ", position.first, " within ",
                   absl::FormatDuration(timeout), ", though it is in the log"));
}

void LiveStream::Run(mandates::v1::WatchRequest request, Client* client) {
  const WatchListener listener = {
      .on_response =
          [this](const mandates::v1::WatchResponse& response,
                 const std::string&) {
            for (const auto& event : response.events()) {
              on_event_(event);
              Reach({event.revision(), event.index()});
            }
            return true;
          },
      .on_lost = [](const absl::Status&) {}};
  Watcher watcher(client, &stop_, std::move(request), listener);
  const absl::Status status = watcher.Run();
  const MutexLock lock(&mutex_);
  ended_ = true;
  status_ = status;
  changed_.SignalAll();
}

void LiveStream::Reach(Position position) {
  const MutexLock lock(&mutex_);
  reached_ = position;
  changed_.SignalAll();
}

}  // namespace mandated::mandatectl
