#ifndef MANDATED_TESTS_SIMULATION_DISK_H_
#define MANDATED_TESTS_SIMULATION_DISK_H_

#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "storage/mutex.h"
#include "storage/ordered_bytes.h"

namespace mandated::simulation {

// Changes what is about to be written: what a broken engine would write.
using Sabotage = std::function<void(storage::ByteChanges&)>;

// A disk in memory that outlives the process that writes it, and may end that
// process at a write. Thread-safe.
class Disk {
 public:
  enum class Crash {
    kBefore,  // nothing of the write is on the disk
    kAfter,   // all of it is, and nobody was told
  };

  explicit Disk(Sabotage sabotage);

  // Opens what is on the disk. Must not outlive the disk.
  std::unique_ptr<storage::OrderedBytes> Open();

  // Crashes at the `writes`-th write from now, counted from 1.
  void CrashAt(int writes, Crash crash);

  // Takes CrashAt back, and lets a new process write.
  void Calm();

  // Tells that the process crashed and nothing can be written until Calm.
  bool crashed() const;

  // Tells that the write at which it crashed is on the disk.
  bool survived() const;

  // Tells that `status` is of the very write at which it crashed.
  static bool IsCrash(const absl::Status& status);

 private:
  class Bytes;

  absl::Status Write(const storage::ByteChanges& changes);

  const std::unique_ptr<storage::OrderedBytes> kept_;
  const Sabotage sabotage_;
  mutable Mutex mutex_;
  int writes_left_ ABSL_GUARDED_BY(mutex_) = 0;  // 0: no crash is near
  Crash crash_ ABSL_GUARDED_BY(mutex_) = Crash::kBefore;
  bool crashed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_DISK_H_
