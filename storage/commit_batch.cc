#include "storage/commit_batch.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/errors.h"
#include "storage/layout.h"
#include "storage/limits.h"

namespace mandated::storage {
namespace {

absl::Status CheckSize(const Commit& commit) {
  size_t bytes = 0;
  for (const auto& write : commit.writes) {
    if (write.key.size() > kKeyBytesMax) {
      return KeyTooLong(write.key, kKeyBytesMax);
    }
    bytes += write.key.size() + (write.value ? write.value->size() : 0);
  }
  for (const auto& event : commit.events) bytes += event.size();
  if (bytes > kCommitBytesMax) return CommitTooLarge(bytes, kCommitBytesMax);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Revision> CommitBatch::Decide(const Commit& commit) {
  const absl::Status checked = Check(commit);
  if (!checked.ok()) {
    refused_ = true;
    return checked;
  }
  ++head_;
  Add(commit);
  return head_;
}

ByteChanges CommitBatch::TakeChanges() {
  ByteChanges out;
  out.changes = std::move(writes_);
  // Ranges are deleted before anything is written, so events that a later
  // commit of the group trimmed must not be written at all.
  for (const Event& event : events_) {
    if (event.position.revision < earliest_) continue;
    out.changes.push_back({LogKey(event.position), *event.bytes});
  }
  // A skip list takes neighbours in order at a fraction of the comparisons.
  // Stable: of two writes of one key the later one counts.
  std::stable_sort(
      out.changes.begin(), out.changes.end(),
      [](const auto& one, const auto& other) { return one.key < other.key; });
  if (earliest_ > first_earliest_) {
    out.delete_ranges.push_back(
        {LogKey({first_earliest_, 0}), LogKey({earliest_, 0})});
    out.changes.push_back({std::string(kEarliestKey), NumberBytes(earliest_)});
  }
  out.changes.push_back({std::string(kHeadKey), NumberBytes(head_)});
  return out;
}

absl::Status CommitBatch::Check(const Commit& commit) const {
  for (const auto& expected : commit.preconditions) {
    absl::Status holds = CheckPrecondition(expected, commit.read_at);
    if (!holds.ok()) return holds;
  }
  return CheckSize(commit);
}

absl::Status CommitBatch::CheckPrecondition(
    const Commit::Precondition& expected, Revision read_at) const {
  const std::string stored_key = CallerKey(expected.key);
  const bool unchanged = read_at == first_head_ &&
                         expected.revision != kThisGroup &&
                         !revisions_.contains(stored_key);
  if (unchanged) return absl::OkStatus();
  const auto actual = RevisionOf(stored_key);
  if (!actual.ok()) return actual.status();
  const bool holds = expected.revision == kThisGroup
                         ? !refused_ && revisions_.contains(stored_key)
                         : expected.revision == *actual;
  if (holds) return absl::OkStatus();
  return PreconditionFailed(expected.key, expected.revision, *actual);
}

absl::StatusOr<Revision> CommitBatch::RevisionOf(
    const std::string& stored_key) const {
  const auto written = revisions_.find(stored_key);
  if (written != revisions_.end()) return written->second;
  const auto stored = view_->Get(stored_key);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return 0;
  const auto value = ParseValue(stored_key, **stored);
  if (!value.ok()) return value.status();
  return value->revision;
}

void CommitBatch::Add(const Commit& commit) {
  for (const auto& write : commit.writes) {
    std::string key =
        write.stamped ? StampedKey(write.key, head_) : CallerKey(write.key);
    revisions_[key] = write.value ? head_ : 0;
    std::optional<std::string> stored;
    if (write.value) stored = StoredValue(head_, *write.value);
    writes_.push_back({std::move(key), std::move(stored)});
  }
  Position position{head_, 0};
  for (const auto& event : commit.events) {
    events_.push_back({position, &event});
    ++position.index;
  }
  earliest_ = std::max(earliest_, std::min(commit.trim_before, head_));
}

}  // namespace mandated::storage
