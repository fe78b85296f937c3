#ifndef MANDATED_SERVICES_SERVER_MEASURED_BYTES_H_
#define MANDATED_SERVICES_SERVER_MEASURED_BYTES_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "services/server/histogram.h"
#include "storage/ordered_bytes.h"

namespace mandated::server {

// Commits in one synced write; engine::Writer takes 256 at most.
inline constexpr std::array<int64_t, 9> kGroupBounds = {1,  2,  4,   8,  16,
                                                        32, 64, 128, 256};

// What the store's writes were like since the start. Thread-safe.
struct WriteFigures {
  Histogram<kMicrosBounds.size()> sync_micros{kMicrosBounds};
  Histogram<kGroupBounds.size()> group_commits{kGroupBounds};
  std::atomic<int64_t> failures = 0;
  // What was measured, while it lives; for what it says of itself.
  const storage::OrderedBytes* bytes = nullptr;
};

// Passes all on to `bytes` and takes the time of each write, which ends with
// its sync. Does not own `figures`, which must outlive it.
std::unique_ptr<storage::OrderedBytes> Measured(
    std::unique_ptr<storage::OrderedBytes> bytes, WriteFigures* figures);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_MEASURED_BYTES_H_
