#ifndef MANDATED_SERVICES_SERVER_PERIODIC_H_
#define MANDATED_SERVICES_SERVER_PERIODIC_H_

#include <chrono>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "storage/mutex.h"

namespace mandated::server {

// Runs a piece of work again and again, on a thread of its own, until it goes.
class Periodic {
 public:
  Periodic(std::chrono::milliseconds interval, std::function<void()> work);
  ~Periodic();

  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  Mutex mutex_;
  CondVar stop_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_PERIODIC_H_
