#include "services/stream/lane.h"

#include <algorithm>

namespace mandated::stream {
namespace {

size_t BytesOf(const Stretch& stretch) {
  return stretch.frame == nullptr ? 0 : stretch.frame->size();
}

// Adds what `selection` wants of `chunk` behind `after`; returns where it
// stopped, nullopt at the end of the chunk.
std::optional<storage::Position> AddWanted(const Chunk& chunk,
                                           const Selection& selection,
                                           storage::Position after,
                                           FrameBuilder& builder) {
  for (const RecentEvent& event : chunk.events) {
    if (event.position <= after || !selection.Wants(event.committed())) {
      continue;
    }
    builder.Add(event.stamped);
    if (builder.full()) return event.position;
  }
  return std::nullopt;
}

}  // namespace

Stretch Lane::Make(const TokenMaker& tokens, storage::Position after,
                   const Ring::Part& part) const {
  Stretch stretch{.after = after, .upto = part.upto, .frame = nullptr};
  FrameBuilder builder;
  for (const auto& chunk : part.chunks) {
    const auto stopped = AddWanted(*chunk, selection_, after, builder);
    if (!stopped) continue;
    stretch.upto = *stopped;
    break;
  }
  if (!builder.empty()) {
    stretch.frame =
        std::move(builder).Build(tokens.Make(selection_.key, stretch.upto));
  }
  return stretch;
}

std::optional<Stretch> Lane::Find(storage::Position after) const {
  const auto found = std::find_if(
      stretches_.rbegin(), stretches_.rend(),
      [&](const Stretch& stretch) { return stretch.after == after; });
  if (found == stretches_.rend()) return std::nullopt;
  return *found;
}

Stretch Lane::Add(Stretch stretch, size_t bytes_max) {
  if (auto kept = Find(stretch.after)) return *std::move(kept);
  stretches_.push_back(stretch);
  bytes_ += BytesOf(stretch);
  while (stretches_.size() > 1 &&
         (stretches_.size() > kStretchesMax || bytes_ > bytes_max)) {
    bytes_ -= BytesOf(stretches_.front());
    stretches_.erase(stretches_.begin());
  }
  return stretch;
}

void Lane::Clear() {
  stretches_.clear();
  stretches_.shrink_to_fit();
  bytes_ = 0;
}

}  // namespace mandated::stream
