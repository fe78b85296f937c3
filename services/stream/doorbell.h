#ifndef MANDATED_SERVICES_STREAM_DOORBELL_H_
#define MANDATED_SERVICES_STREAM_DOORBELL_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

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
  std::mutex mutex_;
  std::condition_variable rung_;
  std::condition_variable answered_;
  storage::Revision head_ = 0;  // guarded by mutex_
  int64_t calls_ = 0;           // guarded by mutex_: rounds asked for
  int64_t answers_ = 0;         // guarded by mutex_: of those, ended
  bool closed_ = false;         // guarded by mutex_
  bool retired_ = false;        // guarded by mutex_
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_DOORBELL_H_
