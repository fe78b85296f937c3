#include "services/engine/retention.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "mandates/storage/v1/records.pb.h"
#include "services/domain/limits.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

// A midnight in the log: events before it have a revision below `revision`.
struct Mark {
  std::string key;
  absl::CivilDay day;
  storage::Revision revision = 0;
  int64_t events = 0;  // before the mark
};

absl::StatusOr<std::vector<Mark>> ReadMarks(const storage::Snapshot& snapshot,
                                            absl::CivilDay end) {
  std::vector<Mark> marks;
  absl::Status decoded;
  const KeyRange range = DayMarksUntil(end);
  absl::Status scanned =
      snapshot.Scan(range.first, range.second,
                    [&](std::string_view key, const storage::Value& value) {
                      mandates::storage::v1::DayMark record;
                      decoded = Decode(value.bytes, record);
                      marks.push_back({.key = std::string(key),
                                       .day = DayOfDayMarkKey(key),
                                       .revision = value.revision,
                                       .events = record.events()});
                      return decoded.ok();
                    });
  if (!scanned.ok()) return scanned;
  if (!decoded.ok()) return decoded;
  return marks;
}

// Counts the events at or after `from`.
absl::StatusOr<int64_t> CountEvents(const storage::Snapshot& snapshot,
                                    storage::Revision from) {
  int64_t count = 0;
  const storage::Position before{.revision = from - 1,
                                 .index = std::numeric_limits<int32_t>::max()};
  absl::Status read = snapshot.ReadLog(before, [&](const storage::LogEntry&) {
    ++count;
    return true;
  });
  if (!read.ok()) return read;
  return count;
}

// Request ids forgotten in one commit, some 20 MB of keys; what is left goes
// with the next day's.
constexpr size_t kRequestsForgottenMax = 100'000;

absl::Status ForgetRequests(Draft& draft) {
  const KeyRange range =
      RequestDaysUntil(draft.moment().today - domain::limits::kRequestIdDays);
  std::vector<std::string> keys;
  absl::Status scanned =
      draft.Scan(range.first, range.second, [&](std::string_view key) {
        keys.emplace_back(key);
        return keys.size() < kRequestsForgottenMax;
      });
  for (const std::string& key : keys) {
    draft.Delete(RequestKey(RequestIdOfDayKey(key)));
    draft.Delete(key);
  }
  return scanned;
}

}  // namespace

absl::Status RetainInto(Draft& draft, const Retention& retention) {
  const absl::CivilDay today = draft.moment().today;
  const auto marks = ReadMarks(draft.snapshot(), today);
  if (!marks.ok()) return marks.status();
  const storage::Revision counted_to =
      marks->empty() ? draft.snapshot().earliest() : marks->back().revision;
  const auto newer = CountEvents(draft.snapshot(), counted_to);
  if (!newer.ok()) return newer.status();
  const int64_t total = (marks->empty() ? 0 : marks->back().events) + *newer;
  mandates::storage::v1::DayMark record;
  record.set_events(total);
  draft.Put(DayMarkKey(today), record.SerializeAsString());
  for (const Mark& mark : *marks) {
    const bool too_old = mark.day <= today - retention.age_days;
    // Also drops the mark when what follows it alone is more than is kept.
    const bool too_many = total - mark.events > retention.events_max;
    if (!too_old && !too_many) break;
    draft.TrimBefore(mark.revision);
    draft.Delete(mark.key);
  }
  return ForgetRequests(draft);
}

}  // namespace mandated::engine
