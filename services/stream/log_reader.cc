#include "services/stream/log_reader.h"

#include <optional>
#include <tuple>
#include <utility>

#include "services/domain/errors.h"
#include "services/stream/resume_token.h"

namespace mandated::stream {
namespace {

// Events one call looks at: about 0.1 s of reading.
constexpr int kExaminedMax = 50'000;

// Bytes after which a page ends early: clients of gRPC take 4 MiB unless told
// otherwise, and the last event may be large.
constexpr size_t kPageBytesMax = 2U << 20;

using mandates::v1::Event;

absl::StatusOr<Event> Parse(const storage::LogEntry& entry) {
  Event event;
  if (!event.ParseFromString(entry.bytes)) {
    return absl::DataLossError(
        "an event in the log cannot be parsed; restore "
        "the store from a backup");
  }
  event.set_revision(entry.position.revision);
  event.set_index(entry.position.index);
  return event;
}

bool IsBefore(const google::protobuf::Timestamp& a,
              const google::protobuf::Timestamp& b) {
  return std::make_tuple(a.seconds(), a.nanos()) <
         std::make_tuple(b.seconds(), b.nanos());
}

// Returns the first event after `after`; nullopt at the end of the log.
absl::StatusOr<std::optional<Event>> FirstAfter(
    const storage::Snapshot& snapshot, storage::Position after) {
  std::optional<Event> first;
  absl::Status parsed;
  absl::Status read =
      snapshot.ReadLog(after, [&](const storage::LogEntry& entry) {
        auto event = Parse(entry);
        parsed = event.status();
        if (event.ok()) first = std::move(*event);
        return false;
      });
  if (!read.ok()) return read;
  if (!parsed.ok()) return parsed;
  return first;
}

}  // namespace

absl::StatusOr<EventPage> ReadPage(const storage::Snapshot& snapshot,
                                   const Selection& selection,
                                   storage::Position after, int limit) {
  if (after < EndOf(snapshot.earliest() - 1)) {
    return domain::TokenCompacted(after.revision, snapshot.earliest());
  }
  EventPage page{.events = {}, .after = after, .caught_up = true};
  int examined = 0;
  size_t bytes = 0;
  absl::Status parsed;
  absl::Status read =
      snapshot.ReadLog(after, [&](const storage::LogEntry& entry) {
        if (static_cast<int>(page.events.size()) == limit ||
            bytes >= kPageBytesMax || examined++ == kExaminedMax) {
          page.caught_up = false;
          return false;
        }
        page.after = entry.position;
        if (!selection.matches(entry.bytes)) return true;
        bytes += entry.bytes.size();
        auto event = Parse(entry);
        parsed = event.status();
        if (event.ok()) page.events.push_back(std::move(*event));
        return parsed.ok();
      });
  if (!read.ok()) return read;
  if (!parsed.ok()) return parsed;
  if (page.caught_up) page.after = EndOf(snapshot.revision());
  return page;
}

absl::StatusOr<storage::Position> PositionBefore(
    const storage::Snapshot& snapshot,
    const google::protobuf::Timestamp& time) {
  // The first event of a revision at or above `low` is early enough, that of
  // one at or above `high` is not.
  storage::Revision low = snapshot.earliest();
  storage::Revision high = snapshot.revision() + 1;
  while (low < high) {
    const storage::Revision middle = low + (high - low) / 2;
    const auto event = FirstAfter(snapshot, EndOf(middle - 1));
    if (!event.ok()) return event.status();
    const bool early =
        event->has_value() && IsBefore((*event)->commit_time(), time);
    if (early) {
      low = (*event)->revision() + 1;
    } else {
      high = middle;
    }
  }
  return EndOf(low - 1);
}

}  // namespace mandated::stream
