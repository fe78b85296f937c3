#include "clients/mandatectl/live_stream.h"

#include "absl/strings/str_cat.h"

namespace mandated::mandatectl {

namespace {

mandates::client::WatchOptions From(int64_t revision) {
  mandates::client::WatchOptions options;
  options.request.mutable_start()->set_revision(revision);
  return options;
}

}  // namespace

LiveStream::LiveStream(Client* client, int64_t revision,
                       std::function<void(const mandates::v1::Event&)> on_event)
    : on_event_(std::move(on_event)),
      watcher_(client->channel(), From(revision)),
      thread_([this] { Run(); }) {}

LiveStream::~LiveStream() {
  watcher_.Stop();
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

void LiveStream::Run() {
  const absl::Status status =
      watcher_.Run([this](const mandates::v1::WatchResponse& response) {
        for (const auto& event : response.events()) {
          on_event_(event);
          Reach({event.revision(), event.index()});
        }
        return absl::OkStatus();
      });
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
