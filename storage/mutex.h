#ifndef MANDATED_STORAGE_MUTEX_H_
#define MANDATED_STORAGE_MUTEX_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/base/thread_annotations.h"

// The standard library's locks, with the attributes by which clang checks that
// what a lock guards is touched under it alone (-Wthread-safety). Not absl's
// own: ThreadSanitizer sees into std::mutex, and reports false races where an
// absl::Mutex of a library that is not instrumented is held.
// In the lowest room, and of the whole project's namespace, since every room
// locks.
namespace mandated {

// Say ABSL_GUARDED_BY of each member it guards, and
// ABSL_EXCLUSIVE_LOCKS_REQUIRED of each function that is called under it.
class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;

  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  friend class CondVar;

  std::mutex mutex_;
};

// Holds a lock for as long as it lives. Does not own it.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    mutex->Lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_->Unlock(); }

  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex* const mutex_;
};

// Waits for what another thread changes under the same lock.
class CondVar {
 public:
  CondVar() = default;

  CondVar(const CondVar&) = delete;
  CondVar& operator=(const CondVar&) = delete;

  // Gives the lock up until it is signalled, or for no reason at all: call it
  // in a loop over what is waited for.
  void Wait(Mutex* mutex) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    changed_.wait(lock);
    lock.release();
  }

  // Waits until `condition`, which is called under the lock, and says so with
  // ABSL_EXCLUSIVE_LOCKS_REQUIRED where it reads what the lock guards. False:
  // it still does not hold after `timeout`.
  template <typename Condition>
  bool WaitFor(Mutex* mutex, std::chrono::nanoseconds timeout,
               Condition condition) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    const bool holds = changed_.wait_for(lock, timeout, std::move(condition));
    lock.release();
    return holds;
  }

  void Signal() { changed_.notify_one(); }
  void SignalAll() { changed_.notify_all(); }

 private:
  std::condition_variable changed_;
};

}  // namespace mandated

#endif  // MANDATED_STORAGE_MUTEX_H_
