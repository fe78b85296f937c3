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

// What readers of one selection get for a part of the log: from `after`
// (exclusive) to `upto` (inclusive). Null frame: there is nothing to send.
struct Stretch {
  storage::Position after;
  storage::Position upto;
  Frame frame;
};

// Which events a reader wants. Equal keys must mean equal choices: readers of
// one key share frames, made with the `matches` of the first. It reads the
// bytes of an Event as committed; it is called from any thread, from several
// at once, without locks. Null: all.
struct Selection {
  std::string key;
  std::function<bool(std::string_view event)> matches;

  bool Wants(std::string_view event) const {
    return matches == nullptr || matches(event);
  }
};

// An event's bytes as readers get them: as committed, with the fields
// `revision` and `index` appended. Protobuf merges what is concatenated, so
// nothing is parsed.
std::string Stamp(storage::LogEntry entry);

// Gathers one frame. Used by one thread.
class FrameBuilder {
 public:
  // Bounds of one frame, which is full once it reaches either: large enough
  // that the cost of a message is shared by many events, small enough that
  // none holds up a connection. The last event may go beyond kBytesMax.
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
