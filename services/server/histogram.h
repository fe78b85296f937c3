#ifndef MANDATED_SERVICES_SERVER_HISTOGRAM_H_
#define MANDATED_SERVICES_SERVER_HISTOGRAM_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace mandated::server {

// How often what was seen, as one moment of a Histogram had it.
struct Distribution {
  std::vector<int64_t> bounds;  // upper ones, which count; rising
  std::vector<int64_t> counts;  // one more than bounds: the last has no bound
  int64_t sum = 0;
};

// Counts what it sees in buckets with the upper bounds `bounds`. Seeing costs
// two additions without a lock; a reading may miss what is seen meanwhile.
// Thread-safe.
template <size_t kBounds>
class Histogram {
 public:
  explicit Histogram(const std::array<int64_t, kBounds>& bounds)
      : bounds_(bounds) {}

  void See(int64_t value) {
    size_t bucket = 0;
    while (bucket < kBounds && value > bounds_[bucket]) ++bucket;
    counts_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }

  Distribution Read() const {
    Distribution read{.bounds = {bounds_.begin(), bounds_.end()},
                      .counts = {},
                      .sum = sum_.load(std::memory_order_relaxed)};
    for (const auto& count : counts_) {
      read.counts.push_back(count.load(std::memory_order_relaxed));
    }
    return read;
  }

 private:
  const std::array<int64_t, kBounds>& bounds_;
  std::array<std::atomic<int64_t>, kBounds + 1> counts_{};
  std::atomic<int64_t> sum_ = 0;
};

// Microseconds, from a read out of memory to a disk in trouble.
inline constexpr std::array<int64_t, 14> kMicrosBounds = {
    100,    250,    500,     1'000,   2'500,   5'000,     10'000,
    25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_HISTOGRAM_H_
