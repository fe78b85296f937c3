#include "services/stream/log_reader.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "services/domain/errors.h"

namespace mandated::stream {
namespace {

// Events one page looks at: about 0.1 s of reading.
constexpr int kPageExaminedMax = 50'000;

// Bytes after which a page ends early: clients of gRPC take 4 MiB unless told
// otherwise, and the last event may be large.
constexpr size_t kPageBytesMax = 2U << 20;

// Events one stretch looks at, so that a filter that matches nothing does not
// hold one of the few threads for long: about 20 ms.
constexpr int kStretchExaminedMax = 10'000;

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

absl::StatusOr<Stretch> ReadStretch(const storage::Snapshot& snapshot,
                                    const TokenMaker& tokens,
                                    const Selection& selection,
                                    storage::Position after) {
  if (IsCompacted(after, snapshot.earliest())) {
    return domain::TokenCompacted(after.revision, snapshot.earliest());
  }
  Stretch stretch{.after = after, .upto = after, .frame = nullptr};
  FrameBuilder builder;
  int examined = 0;
  bool more = false;
  absl::Status read = snapshot.ReadLog(after, [&](storage::LogEntry entry) {
    more = builder.full() || examined++ == kStretchExaminedMax;
    if (more) return false;
    stretch.upto = entry.position;
    if (selection.Wants(entry.bytes)) builder.Add(Stamp(std::move(entry)));
    return true;
  });
  if (!read.ok()) return read;
  // A position may be ahead of the snapshot; it never moves back.
  if (!more) stretch.upto = std::max(after, EndOf(snapshot.revision()));
  if (more || !builder.empty()) {
    stretch.frame =
        std::move(builder).Build(tokens.Make(selection.key, stretch.upto));
  }
  return stretch;
}

absl::StatusOr<EventPage> ReadPage(const storage::Snapshot& snapshot,
                                   const Selection& selection,
                                   storage::Position after, int limit) {
  if (IsCompacted(after, snapshot.earliest())) {
    return domain::TokenCompacted(after.revision, snapshot.earliest());
  }
  EventPage page{.events = {}, .after = after, .caught_up = true};
  int examined = 0;
  size_t bytes = 0;
  absl::Status parsed;
  absl::Status read =
      snapshot.ReadLog(after, [&](const storage::LogEntry& entry) {
        if (static_cast<int>(page.events.size()) == limit ||
            bytes >= kPageBytesMax || examined++ == kPageExaminedMax) {
          page.caught_up = false;
          return false;
        }
        page.after = entry.position;
        if (!selection.Wants(entry.bytes)) return true;
        bytes += entry.bytes.size();
        auto event = Parse(entry);
        parsed = event.status();
        if (event.ok()) page.events.push_back(std::move(*event));
        return parsed.ok();
      });
  if (!read.ok()) return read;
  if (!parsed.ok()) return parsed;
  if (page.caught_up) {
    page.after = std::max(after, EndOf(snapshot.revision()));
  }
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
