#include "services/server/periodic.h"

#include <utility>

namespace mandated::server {

Periodic::Periodic(std::chrono::milliseconds interval,
                   std::function<void()> work)
    : thread_([this, interval, work = std::move(work)] {
        const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
          return stopping_;
        };
        while (true) {
          {
            const MutexLock lock(&mutex_);
            if (stop_.WaitFor(&mutex_, interval, stopping)) return;
          }
          work();
        }
      }) {}

Periodic::~Periodic() {
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
  }
  stop_.SignalAll();
  thread_.join();
}

}  // namespace mandated::server
