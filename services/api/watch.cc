#include "services/api/watch.h"

#include <utility>

#include "services/api/status.h"
#include "services/domain/errors.h"

namespace mandated::api {
namespace {

using stream::Frame;

// Events of a snapshot sent in one message.
constexpr int kSnapshotFrameEvents = 256;

// Where a stream that the server ends leaves its last token.
constexpr char kTokenTrailer[] = "mandates-resume-token-bin";

// Wraps the bytes of a shared frame without a copy; they live as long as any
// slice of them does.
grpc::ByteBuffer ToBuffer(const Frame& frame) {
  auto* owner = new Frame(frame);
  const grpc::Slice slice(
      const_cast<char*>(frame->data()), frame->size(),
      [](void* held) { delete static_cast<Frame*>(held); }, owner);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

WatchReactor* WatchReactor::Start(grpc::CallbackServerContext* context,
                                  stream::Hub* hub, EventChoice choice,
                                  storage::Position after,
                                  std::optional<engine::OpenWindows> windows) {
  const std::shared_ptr<WatchReactor> reactor(new WatchReactor);
  reactor->self_ = reactor;
  reactor->context_ = context;
  reactor->hub_ = hub;
  reactor->choice_ = std::move(choice);
  reactor->windows_ = std::move(windows);
  reactor->cursor_ = hub->Open(ToSelection(reactor->choice_), after,
                               [weak = std::weak_ptr<WatchReactor>(reactor)] {
                                 if (const auto strong = weak.lock())
                                   strong->Wake();
                               });
  reactor->Send();
  return reactor.get();
}

WatchReactor* WatchReactor::Refuse(const absl::Status& status) {
  const std::shared_ptr<WatchReactor> reactor(new WatchReactor);
  reactor->self_ = reactor;
  {
    const MutexLock lock(&reactor->mutex_);
    reactor->state_ = State::kFinished;
  }
  reactor->Finish(ToGrpc(status));
  return reactor.get();
}

// Sends the next frame, or parks until there is one.
void WatchReactor::Send() {
  for (;;) {
    const auto frame = NextFrame();
    if (!frame.ok()) {
      End(frame.status());
      return;
    }
    if (frame->has_value()) {
      Write(**frame);
      return;
    }
    if (Park()) return;
  }
}

void WatchReactor::OnWriteDone(bool ok) {
  if (!ok) cancelled_ = true;
  Send();
}

void WatchReactor::OnCancel() {
  {
    const MutexLock lock(&mutex_);
    cancelled_ = true;
    // Whoever sends sees it in time.
    if (state_ != State::kWaiting) return;
    state_ = State::kSending;
  }
  End(absl::CancelledError("the client cancelled the stream"));
}

void WatchReactor::OnDone() {
  cursor_.reset();
  self_.reset();  // deletes this, unless the hub is waking it
}

void WatchReactor::Wake() {
  {
    const MutexLock lock(&mutex_);
    woken_ = true;
    if (state_ != State::kWaiting) return;
    woken_ = false;
    state_ = State::kSending;
  }
  Send();
}

// Hands over to the hub; false when it or the client was faster.
bool WatchReactor::Park() {
  const MutexLock lock(&mutex_);
  if (woken_ || cancelled_) {
    woken_ = false;
    return false;
  }
  state_ = State::kWaiting;
  return true;
}

void WatchReactor::Write(const Frame& frame) {
  buffer_ = ToBuffer(frame);
  StartWrite(&buffer_);
}

void WatchReactor::End(const absl::Status& status) {
  {
    const MutexLock lock(&mutex_);
    if (state_ == State::kFinished) return;
    state_ = State::kFinished;
  }
  // Whoever has not got the whole snapshot has to ask for it again.
  if (!windows_) {
    context_->AddTrailingMetadata(kTokenTrailer, cursor_->token());
  }
  Finish(ToGrpc(status));
}

absl::StatusOr<std::optional<Frame>> WatchReactor::NextFrame() {
  if (cancelled_) {
    return absl::CancelledError("the client cancelled the stream");
  }
  return windows_ ? NextSnapshotFrame() : cursor_->Next();
}

absl::StatusOr<std::optional<Frame>> WatchReactor::NextSnapshotFrame() {
  const auto events = windows_->Next(kSnapshotFrameEvents);
  if (!events.ok()) return events.status();
  mandates::v1::WatchResponse response;
  for (const auto& event : *events) {
    if (choice_.Wants(event)) *response.add_events() = event;
  }
  if (static_cast<int>(events->size()) < kSnapshotFrameEvents) {
    response.set_snapshot_complete(true);
    response.set_resume_token(cursor_->token());
    windows_.reset();
  }
  return std::make_shared<const std::string>(response.SerializeAsString());
}

}  // namespace mandated::api
