#ifndef MANDATED_SERVICES_API_WATCH_H_
#define MANDATED_SERVICES_API_WATCH_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "mandates/v1/expiry_service.pb.h"
#include "services/api/selection.h"
#include "services/engine/open_windows.h"
#include "services/stream/hub.h"
#include "storage/mutex.h"

namespace mandated::api {

// One stream of ExpiryService.Watch: sends the snapshot where one was asked
// for, then what its cursor gives, frame after frame, one write at a time. It
// holds no queue: what the client has not read yet stays in the log. Owns
// itself from Start until gRPC is done with it.
class WatchReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                           public std::enable_shared_from_this<WatchReactor> {
 public:
  // Begins to send; `windows` is what the snapshot consists of, if any. Does
  // not own `context` and `hub`, which outlive the stream.
  static WatchReactor* Start(grpc::CallbackServerContext* context,
                             stream::Hub* hub, EventChoice choice,
                             storage::Position after,
                             std::optional<engine::OpenWindows> windows);

  // Ends a stream that cannot begin.
  static WatchReactor* Refuse(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // Who acts next: a thread within Send or the write it began, the hub, or
  // nobody any more.
  enum class State { kSending, kWaiting, kFinished };

  WatchReactor() = default;

  void Send();
  void Wake();
  bool Park();
  void Write(const stream::Frame& frame);
  void End(const absl::Status& status);
  absl::StatusOr<std::optional<stream::Frame>> NextFrame();
  absl::StatusOr<std::optional<stream::Frame>> NextSnapshotFrame();

  grpc::CallbackServerContext* context_ = nullptr;
  stream::Hub* hub_ = nullptr;
  EventChoice choice_;
  std::optional<engine::OpenWindows> windows_;
  std::unique_ptr<stream::Cursor> cursor_;
  grpc::ByteBuffer buffer_;  // of the write in flight
  std::shared_ptr<WatchReactor> self_;
  Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kSending;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;  // while sending
  std::atomic<bool> cancelled_ = false;         // read without it as well
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_WATCH_H_
