#ifndef MANDATED_TESTS_UNIT_STREAM_HARNESS_H_
#define MANDATED_TESTS_UNIT_STREAM_HARNESS_H_

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/expiry_service.pb.h"
#include "services/domain/errors.h"
#include "services/stream/hub.h"
#include "storage/store.h"
#include "tests/unit/stream/stream_fixture.h"

// What the tests of the stream room share. An event is told by its id, whose
// first letter is what selections choose by.
namespace mandated::stream {

MATCHER_P(IsError, reason, "") {
  *result_listener << arg.status();
  return domain::ReasonOf(arg.status()) == reason;
}

// Returns the seed of a random test and prints it; MANDATED_TEST_SEED repeats.
uint64_t Seed();

// Counts the scans of the store over it.
struct ScanCount {
  std::atomic<int> scans = 0;
};
std::unique_ptr<storage::Store> NewCountingStore(ScanCount* count);

void Trim(storage::Store& store, storage::Revision before);

// Chooses events whose id begins with one of `letters`; empty: all. Counts
// what it was asked where `asked` is given.
Selection Choosing(const std::string& letters,
                   std::atomic<int>* asked = nullptr);

// One event as a reader got it.
struct Got {
  storage::Position position;
  std::string id;

  friend bool operator==(const Got&, const Got&) = default;
};
std::ostream& operator<<(std::ostream& out, const Got& got);

// Returns what a reader of `selection` must get after `after`.
std::vector<Got> Expected(const storage::Store& store,
                          const Selection& selection, storage::Position after);

mandates::v1::WatchResponse Parse(const Frame& frame);
void AddEvents(const mandates::v1::WatchResponse& response,
               std::vector<Got>& got);

// A clock that stands until it is moved.
class ManualTime {
 public:
  void Advance(std::chrono::nanoseconds by) { now_ += by.count(); }
  std::function<std::chrono::nanoseconds()> Reader() {
    return [this] { return std::chrono::nanoseconds(now_); };
  }

 private:
  std::atomic<int64_t> now_ = 0;
};

// Options of a hub whose progress comes when a test says so: by `time`, or
// never.
Hub::Options Manual(ManualTime* time = nullptr);
mandates::v1::Progress NoProgress();

// Hears the wakes of one cursor. Lives on as long as the hub may call.
class Waker {
 public:
  std::function<void()> Function();

  int count() const;

  // Waits for one wake more than waited for so far; false: none came.
  bool Wait();

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable woken;
    int count = 0;       // guarded by mutex
    int waited_for = 0;  // guarded by mutex
  };
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

// A cursor and what it has got so far.
class Reader {
 public:
  Reader(Hub* hub, Selection selection, storage::Position after);

  // Calls Next until there is nothing. Returns the frames.
  std::vector<Frame> Drain();

  // As Drain, parsed.
  std::vector<mandates::v1::WatchResponse> Read();

  absl::StatusOr<std::optional<Frame>> Next() { return cursor_->Next(); }

  const std::vector<Got>& got() const { return got_; }
  std::string token() const { return cursor_->token(); }
  Waker& waker() { return waker_; }
  void Close() { cursor_.reset(); }

 private:
  Waker waker_;
  std::unique_ptr<Cursor> cursor_;
  std::vector<Got> got_;
};

}  // namespace mandated::stream

#endif  // MANDATED_TESTS_UNIT_STREAM_HARNESS_H_
