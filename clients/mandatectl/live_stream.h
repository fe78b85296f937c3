#ifndef MANDATED_CLIENTS_MANDATECTL_LIVE_STREAM_H_
#define MANDATED_CLIENTS_MANDATECTL_LIVE_STREAM_H_

#include <cstdint>
#include <functional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/mandatectl/client.h"
#include "mandates/client/watcher.h"
#include "mandates/v1/event.pb.h"
#include "storage/mutex.h"

namespace mandated::mandatectl {

// Where an event stands: revision and index.
using Position = std::pair<int64_t, int32_t>;

// A watch in a thread of its own, which another can wait for. Does not own the
// client, which must outlive it. Thread-safe.
class LiveStream {
 public:
  // Starts with the first event at or after `revision`. `on_event` is called
  // in the stream's thread, for one event after the other.
  LiveStream(Client* client, int64_t revision,
             std::function<void(const mandates::v1::Event&)> on_event);

  // Ends the stream.
  ~LiveStream();

  LiveStream(const LiveStream&) = delete;
  LiveStream& operator=(const LiveStream&) = delete;

  // Waits until `on_event` has returned for the event at `position`. The
  // stream's own error, or DEADLINE_EXCEEDED after `timeout`.
  absl::Status WaitFor(Position position, absl::Duration timeout);

 private:
  void Run();
  void Reach(Position position);

  const std::function<void(const mandates::v1::Event&)> on_event_;
  mandates::client::Watcher watcher_;
  Mutex mutex_;
  CondVar changed_;
  Position reached_ ABSL_GUARDED_BY(mutex_) = {0, 0};
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);  // how it ended
  std::thread thread_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_LIVE_STREAM_H_
