#ifndef MANDATED_SERVICES_STREAM_LANE_H_
#define MANDATED_SERVICES_STREAM_LANE_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "services/stream/frame.h"
#include "services/stream/resume_token.h"
#include "services/stream/ring.h"
#include "storage/store.h"

namespace mandated::stream {

// The recent stretches of one selection, so that each is made once for all its
// readers. Guarded by the hub's lock, but for the selection and Make.
class Lane {
 public:
  // Stretches kept: a reader further behind than this makes its own.
  static constexpr size_t kStretchesMax = 64;

  explicit Lane(Selection selection) : selection_(std::move(selection)) {}

  const Selection& selection() const { return selection_; }

  // Makes the stretch that follows `after`, in `part` of the log.
  Stretch Make(const TokenMaker& tokens, storage::Position after,
               const Ring::Part& part) const;

  // Returns the stretch that begins at `after`.
  std::optional<Stretch> Find(storage::Position after) const;

  // Keeps `stretch` and returns it, or the one another reader was faster to
  // add. The oldest go first; the newest stays even beyond `bytes_max`.
  Stretch Add(Stretch stretch, size_t bytes_max);

  // Drops all stretches: nobody shares them any more.
  void Clear();

  int readers = 0;

 private:
  const Selection selection_;
  std::vector<Stretch> stretches_;  // in the order they were made
  size_t bytes_ = 0;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_LANE_H_
