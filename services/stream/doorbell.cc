#include "services/stream/doorbell.h"

namespace mandated::stream {

void Doorbell::Ring(storage::Revision head) {
  const MutexLock lock(&mutex_);
  head_ = head;
  rung_.Signal();
}

void Doorbell::Call() {
  const MutexLock lock(&mutex_);
  const int64_t call = ++calls_;
  rung_.Signal();
  while (!retired_ && answers_ < call) answered_.Wait(&mutex_);
}

void Doorbell::Close() {
  const MutexLock lock(&mutex_);
  closed_ = true;
  rung_.Signal();
}

void Doorbell::WaitUntilRetired() {
  const MutexLock lock(&mutex_);
  while (!retired_) answered_.Wait(&mutex_);
}

Doorbell::Order Doorbell::Wait(storage::Revision seen,
                               std::chrono::nanoseconds patience) {
  const MutexLock lock(&mutex_);
  rung_.WaitFor(&mutex_, patience, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return closed_ || calls_ > answers_ || head_ > seen;
  });
  return {.calls = calls_, .last = closed_};
}

void Doorbell::Answer(const Order& order) {
  const MutexLock lock(&mutex_);
  answers_ = order.calls;
  retired_ = order.last;
  answered_.SignalAll();
}

}  // namespace mandated::stream
