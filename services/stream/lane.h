#ifndef MANDATED_SERVICES_STREAM_LANE_H_
#define MANDATED_SERVICES_STREAM_LANE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "services/stream/frame.h"
#include "storage/store.h"

namespace mandated::stream {

// The recent frames of one selection, one after the other. Guarded by the
// hub's lock.
class Lane {
 public:
  // A stretch of the log as readers of the lane get it: from `after`
  // (exclusive) to `upto` (inclusive). No frame: nothing in it matched.
  struct Stretch {
    storage::Position after;
    storage::Position upto;
    Frame frame;
  };
  // Stretches kept: a reader further behind than this makes its own.
  static constexpr size_t kStretchesMax = 64;

  // Returns the stretch that begins at `after`.
  std::optional<Stretch> Find(storage::Position after) const {
    for (auto it = stretches_.rbegin(); it != stretches_.rend(); ++it) {
      if (it->after == after) return *it;
      if (it->after < after) break;
    }
    return std::nullopt;
  }

  void Add(Stretch stretch) {
    const bool newest =
        stretches_.empty() || stretches_.back().after < stretch.after;
    if (!newest) return;  // for a straggler only; nobody else is there
    stretches_.push_back(std::move(stretch));
    if (stretches_.size() > kStretchesMax) stretches_.pop_front();
  }

  int readers = 0;

 private:
  std::deque<Stretch> stretches_;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_LANE_H_
