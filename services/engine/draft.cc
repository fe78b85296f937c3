#include "services/engine/draft.h"

#include <utility>

#include "services/engine/keyspace.h"

namespace mandated::engine {
namespace {

std::optional<storage::Value> Pending(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return storage::Value{.bytes = *bytes, .revision = storage::kThisGroup};
}

// The keys of [begin, end) that `overlay` decides, laid over `merged`.
void Lay(const Overlay& overlay, std::string_view begin, std::string_view end,
         std::map<std::string, bool>& merged) {
  for (auto it = overlay.lower_bound(std::string(begin));
       it != overlay.end() && it->first < end; ++it) {
    merged[it->first] = it->second.has_value();
  }
}

// What most drafts make, a mandate and its event, fits the first block.
constexpr size_t kArenaBlockBytes = 4 << 10;

}  // namespace

google::protobuf::ArenaOptions Draft::ArenaOptions() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = kArenaBlockBytes;
  return options;
}

absl::Status RetryInNextGroup() {
  // No draft fails with CANCELLED for another reason.
  return absl::CancelledError("retry in the next group");
}

const domain::Horizons* Draft::KnownHorizons() {
  if (known_horizons_ == nullptr || writes_.contains(kHorizonsKey) ||
      overlay_.contains(kHorizonsKey)) {
    return nullptr;
  }
  reads_.push_back({.key = kHorizonsKey, .revision = known_revision_});
  return known_horizons_;
}

void Draft::DependOn(const std::string& key, storage::Revision stored) {
  reads_.push_back(
      {.key = key,
       .revision = overlay_.contains(key) ? storage::kThisGroup : stored});
}

absl::StatusOr<std::optional<storage::Value>> Draft::Get(
    const std::string& key) {
  if (const auto own = writes_.find(key); own != writes_.end()) {
    return Pending(own->second);
  }
  if (const auto base = overlay_.find(key); base != overlay_.end()) {
    reads_.push_back({.key = key, .revision = storage::kThisGroup});
    return Pending(base->second);
  }
  auto value = snapshot_.Get(key);
  if (!value.ok()) return value;
  const storage::Revision stored = value->has_value() ? (*value)->revision : 0;
  reads_.push_back({.key = key, .revision = stored});
  return value;
}

absl::Status Draft::Scan(
    std::string_view begin, std::string_view end,
    const std::function<bool(std::string_view)>& visit) const {
  std::map<std::string, bool> laid;
  Lay(overlay_, begin, end, laid);
  Lay(writes_, begin, end, laid);
  auto next = laid.begin();
  bool more = true;
  // Visits what lies before `key` in the overlay.
  const auto visit_laid_before = [&](std::string_view key) {
    for (; more && next != laid.end() && next->first < key; ++next) {
      if (next->second) more = visit(next->first);
    }
  };
  absl::Status scanned = snapshot_.Scan(
      begin, end, [&](std::string_view key, const storage::Value&) {
        visit_laid_before(key);
        const bool decided = next != laid.end() && next->first == key;
        if (more && !decided) more = visit(key);
        return more;
      });
  if (scanned.ok()) visit_laid_before(end);
  return scanned;
}

void Draft::Put(std::string key, std::string value) {
  writes_[std::move(key)] = std::move(value);
}

void Draft::PutStamped(std::string key_prefix, std::string value) {
  stamped_.push_back({.key = std::move(key_prefix),
                      .value = std::move(value),
                      .stamped = true});
}

void Draft::Delete(std::string key) { writes_[std::move(key)] = std::nullopt; }

void Draft::AddEvent(const mandates::v1::Event& event) {
  events_.push_back(event.SerializeAsString());
}

storage::Commit Draft::ToCommit(Overlay& overlay) {
  storage::Commit commit;
  commit.read_at = snapshot_.revision();
  commit.preconditions = std::move(reads_);
  commit.writes = std::move(stamped_);
  commit.writes.reserve(commit.writes.size() + writes_.size());
  for (auto& [key, value] : writes_) {
    overlay[key] = value;
    commit.writes.push_back(
        {.key = key, .value = std::move(value), .stamped = false});
  }
  writes_.clear();
  commit.events = events_;
  commit.trim_before = trim_before_;
  return commit;
}

}  // namespace mandated::engine
