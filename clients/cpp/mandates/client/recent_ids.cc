#include "mandates/client/recent_ids.h"

namespace mandates::client {

bool RecentIds::Add(const std::string& id) {
  if (!ids_.insert(id).second) return false;
  order_.push_back(id);
  if (order_.size() > capacity_) {
    ids_.erase(order_.front());
    order_.pop_front();
  }
  return true;
}

bool RecentIds::Contains(const std::string& id) const {
  return ids_.count(id) > 0;
}

}  // namespace mandates::client
