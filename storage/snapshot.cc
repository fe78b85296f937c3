#include <algorithm>

#include "storage/layout.h"
#include "storage/store.h"

namespace mandated::storage {
namespace {

// Wraps `visit` for stored entries; what fails to parse goes to `parsed`.
EntryVisitor ParsingValues(const Snapshot::Visitor& visit,
                           absl::Status& parsed) {
  return [&](std::string_view key, std::string_view stored) {
    const auto value = ParseValue(key, stored);
    parsed = value.status();
    return value.ok() && visit(key.substr(1), *value);
  };
}

EntryVisitor ParsingLog(const Snapshot::LogVisitor& visit,
                        absl::Status& parsed) {
  return [&](std::string_view key, std::string_view bytes) {
    const auto position = ParseLogKey(key);
    parsed = position.status();
    return position.ok() && visit({*position, std::string(bytes)});
  };
}

// Returns the first key of the log that is after `after`.
std::string LogBegin(Position after) {
  if (after.revision < 0) return LogKey({0, 0});
  if (after.index < 0) return LogKey({after.revision, 0});
  return LogKey(after) + '\0';
}

}  // namespace

absl::StatusOr<std::optional<Value>> Snapshot::Get(std::string_view key) const {
  const std::string stored_key = CallerKey(key);
  const auto stored = view_->Get(stored_key);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return std::nullopt;
  auto value = ParseValue(stored_key, **stored);
  if (!value.ok()) return value.status();
  return *std::move(value);
}

absl::Status Snapshot::Scan(std::string_view begin, std::string_view end,
                            const Visitor& visit) const {
  absl::Status parsed;
  absl::Status scanned = view_->Scan(CallerKey(begin), CallerKey(end),
                                     ParsingValues(visit, parsed));
  return scanned.ok() ? parsed : scanned;
}

absl::Status Snapshot::ScanBackward(std::string_view begin,
                                    std::string_view end,
                                    const Visitor& visit) const {
  absl::Status parsed;
  absl::Status scanned = view_->ScanBackward(CallerKey(begin), CallerKey(end),
                                             ParsingValues(visit, parsed));
  return scanned.ok() ? parsed : scanned;
}

absl::Status Snapshot::ReadLog(Position after, const LogVisitor& visit) const {
  // Begins no earlier than the log does: before it lie only tombstones.
  const std::string begin = std::max(LogBegin(after), LogKey({earliest_, 0}));
  absl::Status parsed;
  absl::Status scanned =
      view_->Scan(begin, LogEnd(), ParsingLog(visit, parsed));
  return scanned.ok() ? parsed : scanned;
}

absl::StatusOr<std::optional<LogEntry>> Snapshot::LastLogEntry() const {
  std::optional<LogEntry> last;
  const LogVisitor take_one = [&](LogEntry entry) {
    last = std::move(entry);
    return false;
  };
  absl::Status parsed;
  absl::Status scanned = view_->ScanBackward(LogKey({earliest_, 0}), LogEnd(),
                                             ParsingLog(take_one, parsed));
  if (!scanned.ok()) return scanned;
  if (!parsed.ok()) return parsed;
  return last;
}

}  // namespace mandated::storage
