#include "tests/conformance/drivers/cpp/credit.h"

namespace mandated::conformance {

absl::Status Credit::Take() {
  const MutexLock lock(&mutex_);
  while (error_.ok() && left_ == 0) changed_.Wait(&mutex_);
  if (error_.ok() && left_) --*left_;
  return error_;
}

void Credit::Give(int count) {
  const MutexLock lock(&mutex_);
  left_ = left_.value_or(0) + count;
  changed_.SignalAll();
}

void Credit::Fail(const absl::Status& error) {
  const MutexLock lock(&mutex_);
  error_.Update(error);
  changed_.SignalAll();
}

}  // namespace mandated::conformance
