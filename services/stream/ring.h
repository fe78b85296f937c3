#ifndef MANDATED_SERVICES_STREAM_RING_H_
#define MANDATED_SERVICES_STREAM_RING_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace mandated::stream {

// One event in memory: the bytes that readers get begin with those committed.
struct RecentEvent {
  storage::Position position;
  std::string stamped;
  size_t committed_bytes = 0;

  std::string_view committed() const {
    return std::string_view(stamped).substr(0, committed_bytes);
  }
};

// Events that follow one another in the log, at least one. Never changes, so
// that readers look at it without a lock.
struct Chunk {
  std::vector<RecentEvent> events;
  size_t bytes = 0;
};

// The newest events of the log, in chunks, from `after()` (exclusive) to
// `head()` (inclusive). Not thread-safe.
class Ring {
 public:
  // Where the reading of a part ended, and the chunks that reach there.
  struct Part {
    std::vector<std::shared_ptr<const Chunk>> chunks;
    storage::Position upto;
  };
  // Bounds of a chunk, which is full once it reaches either: about one frame,
  // and a quarter of a small ring.
  static constexpr size_t kChunkEventsMax = 256;
  static constexpr size_t kChunkBytesMax = 64 << 10;
  // Chunks handed out at once. They have one event each when commits come one
  // by one, and 256 of them may fill a frame.
  static constexpr size_t kPartChunksMax = 256;

  // Makes a ring that begins at `at`, without events. Holds the last chunk and
  // as many before it as `bytes_max` allows.
  Ring(size_t bytes_max, storage::Position at)
      : bytes_max_(bytes_max), after_(at), head_(at) {}

  // Reads what `snapshot` has after `from`, or the end of it.
  static absl::StatusOr<Ring> Read(const storage::Snapshot& snapshot,
                                   storage::Position from, size_t bytes_max);

  storage::Position after() const { return after_; }
  storage::Position head() const { return head_; }

  // Returns what follows `position`, which is in reach and before the head.
  Part After(storage::Position position) const;

  // Takes over what `newer` has. Where that does not follow on head(), the
  // events up to it are given up: they are gone, and nobody may skip them.
  void Append(Ring newer);

 private:
  void AddChunk(Chunk chunk);
  void Shrink();

  size_t bytes_max_;
  storage::Position after_;
  storage::Position head_;
  std::deque<std::shared_ptr<const Chunk>> chunks_;
  size_t bytes_ = 0;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_RING_H_
