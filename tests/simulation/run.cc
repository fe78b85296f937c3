#include "tests/simulation/run.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "storage/mutex.h"

namespace mandated::simulation {
namespace {

// Each history mostly waits for one of its own threads.
constexpr unsigned kSideBySide = 4;  // for each core

// What the threads share.
class Run {
 public:
  Run(uint64_t seed, int64_t count,
      const std::function<void(const Tally&)>& progress)
      : seed_(seed), count_(count), progress_(progress) {}

  // What each thread does.
  void LiveThrough() {
    for (int64_t i = next_++; i < count_; i = next_++) {
      const uint64_t seed = seed_ + static_cast<uint64_t>(i);
      const auto lived = Live(seed);
      const MutexLock lock(&mutex_);
      if (lived.ok()) {
        tally_.Add(*lived);
        progress_(tally_);
      } else if (status_.ok()) {
        status_ = absl::InternalError(absl::StrCat(
            "the history of seed ", seed, " fails: ", lived.status().message(),
            "\nreplay it with ./dev simulate --histories=1 --seed=", seed));
        next_ = count_;
      }
    }
  }

  absl::StatusOr<Tally> Outcome() const {
    const MutexLock lock(&mutex_);
    if (!status_.ok()) return status_;
    return tally_;
  }

 private:
  const uint64_t seed_;
  const int64_t count_;
  const std::function<void(const Tally&)>& progress_;
  std::atomic<int64_t> next_ = 0;
  mutable Mutex mutex_;
  Tally tally_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<Tally> LiveAll(
    uint64_t seed, int64_t count,
    const std::function<void(const Tally&)>& progress) {
  Run run(seed, count, progress);
  std::vector<std::thread> threads;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < kSideBySide * cores; ++i) {
    threads.emplace_back([&run] { run.LiveThrough(); });
  }
  for (std::thread& thread : threads) thread.join();
  return run.Outcome();
}

}  // namespace mandated::simulation
