#include "services/server/event_counter.h"

#include <cstddef>

namespace mandated::server {
namespace {

constexpr int kEventsReadMax = 100'000;

}  // namespace

const EventCounter::Counts& EventCounter::CatchUp(const storage::Store& store) {
  int read = 0;
  mandates::v1::Event event;
  // A disk that fails here fails commits as well, and they say so.
  (void)store.GetSnapshot()->ReadLog(
      after_, [&](const storage::LogEntry& entry) {
        if (read++ == kEventsReadMax) return false;
        after_ = entry.position;
        if (event.ParseFromString(entry.bytes) &&
            mandates::v1::EventType_IsValid(event.type())) {
          ++counts_[static_cast<size_t>(event.type())];
        }
        return true;
      });
  return counts_;
}

}  // namespace mandated::server
