#include "services/stream/doorbell.h"

namespace mandated::stream {

void Doorbell::Ring(storage::Revision head) {
  const std::lock_guard<std::mutex> lock(mutex_);
  head_ = head;
  rung_.notify_one();
}

void Doorbell::Call() {
  std::unique_lock<std::mutex> lock(mutex_);
  const int64_t call = ++calls_;
  rung_.notify_one();
  answered_.wait(lock, [&] { return retired_ || answers_ >= call; });
}

void Doorbell::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  rung_.notify_one();
}

void Doorbell::WaitUntilRetired() {
  std::unique_lock<std::mutex> lock(mutex_);
  answered_.wait(lock, [this] { return retired_; });
}

Doorbell::Order Doorbell::Wait(storage::Revision seen,
                               std::chrono::nanoseconds patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  rung_.wait_for(lock, patience,
                 [&] { return closed_ || calls_ > answers_ || head_ > seen; });
  return {.calls = calls_, .last = closed_};
}

void Doorbell::Answer(const Order& order) {
  const std::lock_guard<std::mutex> lock(mutex_);
  answers_ = order.calls;
  retired_ = order.last;
  answered_.notify_all();
}

}  // namespace mandated::stream
