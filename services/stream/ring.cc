#include "services/stream/ring.h"

#include <algorithm>
#include <utility>

#include "services/stream/frame.h"
#include "services/stream/resume_token.h"

namespace mandated::stream {
namespace {

// What an event and its share of a chunk take beside the bytes, so that many
// small events are bounded as well.
constexpr size_t kEventOverheadBytes = 160;

RecentEvent ToRecent(storage::LogEntry entry) {
  RecentEvent event;
  event.position = entry.position;
  event.committed_bytes = entry.bytes.size();
  event.stamped = Stamp(std::move(entry));
  return event;
}

}  // namespace

absl::StatusOr<Ring> Ring::Read(const storage::Snapshot& snapshot,
                                storage::Position from, size_t bytes_max) {
  const bool gone = IsCompacted(from, snapshot.earliest());
  Ring ring(bytes_max, gone ? EndOf(snapshot.earliest() - 1) : from);
  const size_t chunk_bytes_max = std::min(kChunkBytesMax, bytes_max / 4);
  Chunk chunk;
  absl::Status read = snapshot.ReadLog(from, [&](storage::LogEntry entry) {
    RecentEvent event = ToRecent(std::move(entry));
    chunk.bytes += event.stamped.size() + kEventOverheadBytes;
    chunk.events.push_back(std::move(event));
    const bool full = chunk.events.size() >= kChunkEventsMax ||
                      chunk.bytes >= chunk_bytes_max;
    if (full) ring.AddChunk(std::exchange(chunk, {}));
    return true;
  });
  if (!read.ok()) return read;
  if (!chunk.events.empty()) ring.AddChunk(std::move(chunk));
  ring.head_ = std::max(from, EndOf(snapshot.revision()));
  return ring;
}

Ring::Part Ring::After(storage::Position position) const {
  const auto begin = std::partition_point(
      chunks_.begin(), chunks_.end(), [&](const auto& chunk) {
        return chunk->events.back().position <= position;
      });
  const size_t left = static_cast<size_t>(chunks_.end() - begin);
  const auto end =
      begin + static_cast<ptrdiff_t>(std::min(left, kPartChunksMax));
  Part part{.chunks = {begin, end}, .upto = head_};
  if (end != chunks_.end()) {
    part.upto = part.chunks.back()->events.back().position;
  }
  return part;
}

void Ring::Append(Ring newer) {
  if (newer.after_ != head_) {
    chunks_.clear();
    bytes_ = 0;
    after_ = newer.after_;
  }
  for (auto& chunk : newer.chunks_) {
    bytes_ += chunk->bytes;
    chunks_.push_back(std::move(chunk));
  }
  head_ = newer.head_;
  Shrink();
}

void Ring::AddChunk(Chunk chunk) {
  bytes_ += chunk.bytes;
  chunks_.push_back(std::make_shared<const Chunk>(std::move(chunk)));
  Shrink();
}

void Ring::Shrink() {
  while (bytes_ > bytes_max_ && chunks_.size() > 1) {
    bytes_ -= chunks_.front()->bytes;
    after_ = chunks_.front()->events.back().position;
    chunks_.pop_front();
  }
}

}  // namespace mandated::stream
