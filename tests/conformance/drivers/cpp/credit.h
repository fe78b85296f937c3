#ifndef MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CREDIT_H_
#define MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CREDIT_H_

#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "storage/mutex.h"

namespace mandated::conformance {

// How many messages a consumer may handle; none: any number. Thread-safe.
class Credit {
 public:
  explicit Credit(std::optional<int> left) : left_(left) {}

  // Waits for one credit and takes it; else the error that Fail gave.
  absl::Status Take();

  void Give(int count);

  // Fails who waits, and who comes. The first error stays.
  void Fail(const absl::Status& error);

 private:
  Mutex mutex_;
  CondVar changed_;
  std::optional<int> left_ ABSL_GUARDED_BY(mutex_);
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::conformance

#endif  // MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CREDIT_H_
