#include "services/engine/paging.h"

#include <algorithm>

namespace mandated::engine {
namespace {

// Ends of key ranges one past `key` and at `key` for a scan after it.
std::string JustAfter(std::string key) {
  key.push_back('\0');
  return key;
}

}  // namespace

absl::Status ScanPage(const storage::Snapshot& snapshot, KeyRange range,
                      const std::string& after_key, bool descending,
                      const storage::Snapshot::Visitor& visit) {
  // A key that somebody made up must not lead out of the range.
  if (descending) {
    if (!after_key.empty()) range.second = std::min(range.second, after_key);
    if (range.second < range.first) range.second = range.first;
    return snapshot.ScanBackward(range.first, range.second, visit);
  }
  if (!after_key.empty()) {
    range.first = std::max(range.first, JustAfter(after_key));
  }
  if (range.second < range.first) range.second = range.first;
  return snapshot.Scan(range.first, range.second, visit);
}

}  // namespace mandated::engine
