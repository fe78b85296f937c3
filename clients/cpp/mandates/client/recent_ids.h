#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_RECENT_IDS_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_RECENT_IDS_H_

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

#include "mandates/client/limits.h"

namespace mandates::client {

// Remembers the ids of the latest events, so that one that comes twice is told
// once. One thread uses it.
class RecentIds {
 public:
  // Remembers `capacity` ids, above 0.
  explicit RecentIds(size_t capacity = kRecentIdsMax) : capacity_(capacity) {}

  // Returns true where `id` is new; the oldest is forgotten for it.
  bool Add(const std::string& id);

  bool Contains(const std::string& id) const;

 private:
  const size_t capacity_;
  std::unordered_set<std::string> ids_;
  std::deque<std::string> order_;  // oldest first
};

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_RECENT_IDS_H_
