#ifndef MANDATED_SERVICES_STREAM_DOORBELL_H_
#define MANDATED_SERVICES_STREAM_DOORBELL_H_

#include <chrono>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::stream {

// How everybody else calls the hub's thread. Its lock is held for a few
// instructions only, so that a writer that rings never waits for a reader.
// Shared with the store, whose listeners outlive the hub. Thread-safe.
class Doorbell {
 public:
  // One round of the hub's thread: what it answers, and whether it is the last.
  struct Order {
    int64_t calls = 0;
    bool last = false;
  };

  // Tells of a new head.
  void Ring(storage::Revision head);

  // Asks for one more round and waits until one that began after this call has
  // ended. Not for the hub's thread.
  void Call();

  // Asks for the last round.
  void Close();

  // Waits until the last round has ended. Not for the hub's thread.
  void WaitUntilRetired();

  // For the hub's thread: waits for a head above `seen`, a call or Close, for
  // `patience` at most.
  Order Wait(storage::Revision seen, std::chrono::nanoseconds patience);

  // For the hub's thread: ends the round that carried out `order`.
  void Answer(const Order& order);

 private:
  Mutex mutex_;
  CondVar rung_;
  CondVar answered_;
  storage::Revision head_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t calls_ ABSL_GUARDED_BY(mutex_) = 0;    // rounds asked for
  int64_t answers_ ABSL_GUARDED_BY(mutex_) = 0;  // of those, ended
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool retired_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_DOORBELL_H_
