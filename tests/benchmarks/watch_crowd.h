#ifndef MANDATED_TESTS_BENCHMARKS_WATCH_CROWD_H_
#define MANDATED_TESTS_BENCHMARKS_WATCH_CROWD_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/benchmarks/load.h"

namespace mandated::bench {

// Many readers of the stream Watch, over few connections. They count the events
// of each message by its outermost fields alone, so that the client costs ours
// and the ceiling the same.
class WatchCrowd {
 public:
  // Opens the streams. `events_step`: see WaitForEvents.
  WatchCrowd(const std::string& address, int readers, int64_t events_step);
  ~WatchCrowd();

  WatchCrowd(const WatchCrowd&) = delete;
  WatchCrowd& operator=(const WatchCrowd&) = delete;

  // Waits until each reader has got its first message; false: not within 60 s,
  // or a stream ended.
  bool WaitUntilOpen();

  // Waits until all readers together have got that many events, a multiple of
  // `events_step`; false: a stream ended, or EndWaits was called.
  bool WaitForEvents(int64_t events);
  void EndWaits();

  int64_t events() const { return events_; }
  int64_t messages() const { return messages_; }
  int64_t bytes() const { return bytes_; }
  bool broken() const { return broken_; }

  // Returns the first messages with events that the first reader got.
  std::vector<std::string> Sample() const;

 private:
  class Reader;

  void Got(Reader& reader, const grpc::ByteBuffer& message);
  void Ended();

  Connections connections_;
  const int64_t events_step_;
  std::atomic<int64_t> events_ = 0;
  std::atomic<int64_t> messages_ = 0;  // with events
  std::atomic<int64_t> bytes_ = 0;     // of those messages
  std::atomic<int> open_ = 0;
  std::atomic<bool> broken_ = false;
  std::atomic<bool> closing_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  int running_;                      // guarded by mutex_
  bool waits_ended_ = false;         // guarded by mutex_
  std::vector<std::string> sample_;  // guarded by mutex_
  std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace mandated::bench

#endif  // MANDATED_TESTS_BENCHMARKS_WATCH_CROWD_H_
