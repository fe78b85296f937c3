#ifndef MANDATED_SERVICES_STREAM_FRAME_H_
#define MANDATED_SERVICES_STREAM_FRAME_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace mandated::stream {

// The serialised bytes of one mandates.v1.WatchResponse, made once and shared
// by everybody who sends them.
using Frame = std::shared_ptr<const std::string>;

// Which events a reader wants. Equal keys must mean equal choices: readers of
// one key share frames. `matches` reads the bytes of an Event as committed; it
// is called from any thread.
struct Selection {
  std::string key;
  std::function<bool(std::string_view event)> matches;
};

// An event's bytes as readers get them: as committed, with the fields
// `revision` and `index` appended. Protobuf merges what is concatenated, so
// nothing is parsed.
std::string Stamp(const storage::LogEntry& entry);

// Gathers one frame. Used by one thread.
class FrameBuilder {
 public:
  // Bounds of one frame: large enough that the cost of a message is shared by
  // many events, small enough that none holds up a connection.
  static constexpr size_t kEventsMax = 256;
  static constexpr size_t kBytesMax = 64 << 10;

  // Adds the bytes of a stamped event.
  void Add(std::string_view stamped_event);

  bool full() const {
    return events_ >= kEventsMax || bytes_.size() >= kBytesMax;
  }
  bool empty() const { return events_ == 0; }

  // Returns the frame, with the token behind its last event.
  Frame Build(std::string_view resume_token) &&;

 private:
  std::string bytes_;
  size_t events_ = 0;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_FRAME_H_
