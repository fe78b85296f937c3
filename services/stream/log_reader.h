#ifndef MANDATED_SERVICES_STREAM_LOG_READER_H_
#define MANDATED_SERVICES_STREAM_LOG_READER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "mandates/v1/event.pb.h"
#include "services/stream/frame.h"
#include "services/stream/resume_token.h"
#include "storage/store.h"

namespace mandated::stream {

// What one call of ListEvents returns.
struct EventPage {
  std::vector<mandates::v1::Event> events;
  storage::Position after;  // behind the last event looked at
  bool caught_up = false;
};

// Reads one frame from the log for a reader out of memory's reach. The frame
// is null when nothing matched up to the newest event; where nothing matched
// so far and there is more, it has no events: the reader gets on.
// OUT_OF_RANGE (TOKEN_COMPACTED).
absl::StatusOr<Stretch> ReadStretch(const storage::Snapshot& snapshot,
                                    const TokenMaker& tokens,
                                    const Selection& selection,
                                    storage::Position after);

// Reads the events of `selection` that follow `after`, `limit` at most; looks
// at a bounded number of events, so that a page may be short. OUT_OF_RANGE
// (TOKEN_COMPACTED).
absl::StatusOr<EventPage> ReadPage(const storage::Snapshot& snapshot,
                                   const Selection& selection,
                                   storage::Position after, int limit);

// Returns the position before the first event committed at or after `time`,
// which is the commit_time of events; the end of the log where there is none.
absl::StatusOr<storage::Position> PositionBefore(
    const storage::Snapshot& snapshot, const google::protobuf::Timestamp& time);

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_LOG_READER_H_
