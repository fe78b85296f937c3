#ifndef MANDATED_SERVICES_STREAM_HUB_H_
#define MANDATED_SERVICES_STREAM_HUB_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "mandates/v1/expiry_service.pb.h"
#include "services/stream/frame.h"
#include "services/stream/lane.h"
#include "services/stream/log_reader.h"
#include "services/stream/resume_token.h"
#include "storage/store.h"

namespace mandated::stream {

class Hub;

// One reader: a position and nothing more. What it has not read stays in the
// log. Next is called by one thread at a time. The hub must outlive it.
class Cursor {
 public:
  ~Cursor();

  // Returns what to send next; nullopt: nothing yet, and `wake` will be called
  // once when that may have changed.
  // UNAVAILABLE (SHUTTING_DOWN): the hub is closed; token() is the last.
  // OUT_OF_RANGE (TOKEN_COMPACTED): what it would read next left the log.
  absl::StatusOr<std::optional<Frame>> Next();

  // Returns the token behind what Next has returned so far.
  std::string token() const;

 private:
  friend class Hub;
  struct State;

  Cursor(Hub* hub, std::shared_ptr<State> state);

  Hub* const hub_;
  const std::shared_ptr<State> state_;
};

// Fans the log out: hears of each new head, reads its events once into a ring
// and wakes the cursors that wait. Cursors of one selection share the frames
// of their lane, made once; a cursor out of the ring's reach reads the log.
// One thread of its own; never blocks a writer. Thread-safe. Does not own the
// store, which must outlive it and commit nothing more once the hub is gone.
class Hub {
 public:
  struct Options {
    // Recent events kept for cursors that are up to date, in all lanes
    // together: some seconds of the highest write rate.
    size_t ring_bytes_max = 8 << 20;
    // How often a cursor that waits is told how far the server is.
    std::chrono::nanoseconds progress_interval = std::chrono::seconds(10);
  };
  // Fills in the times of a progress report; the hub adds the revision.
  using ProgressSource = std::function<mandates::v1::Progress()>;

  Hub(storage::Store* store, Options options, ProgressSource progress);
  ~Hub();

  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Opens a cursor that reads what follows `after`. `wake` is called from the
  // hub's thread without locks, at most once for each nullopt of Next; it must
  // not block.
  std::unique_ptr<Cursor> Open(Selection selection, storage::Position after,
                               std::function<void()> wake);

  // Returns where `start` begins, but for a snapshot: that begins where the
  // caller took it. INVALID_ARGUMENT, OUT_OF_RANGE: as TokenMaker::Check;
  // TOKEN_IN_FUTURE and TOKEN_COMPACTED for revisions as well.
  absl::StatusOr<storage::Position> PositionOf(
      const mandates::v1::WatchStart& start,
      const std::string& selection_key) const;

  // Reads one page of events for a reader without a cursor; see ReadPage.
  absl::StatusOr<EventPage> List(const Selection& selection,
                                 storage::Position after, int limit) const;

  // Returns how far the server is: taken before a read, it never runs ahead of
  // what the read returns.
  mandates::v1::Progress ReportProgress() const;

  // Wakes all cursors, whose Next then fails with SHUTTING_DOWN, for good.
  void Close();

  // Counts the open cursors.
  int64_t cursors() const;

  const TokenMaker& tokens() const { return tokens_; }

 private:
  friend class Cursor;
  struct RingEntry {
    storage::Position position;
    std::string committed;
    std::string stamped;
  };
  using StateList = std::vector<std::shared_ptr<Cursor::State>>;

  void Run();
  void ReadNewEvents();
  StateList TakeWaiting(bool progress_due);

  // Called by cursors.
  absl::StatusOr<std::optional<Frame>> Next(Cursor::State& state);
  std::optional<Frame> NextLive(Cursor::State& state);
  absl::StatusOr<Frame> NextFromLog(Cursor::State& state);
  Lane::Stretch MakeStretch(const Cursor::State& state) const;
  Frame Mark(
      Cursor::State& state,
      const std::function<void(mandates::v1::WatchResponse&)>& mark) const;
  Frame MarkProgress(Cursor::State& state,
                     const mandates::v1::Progress& progress) const;
  void Forget(const std::shared_ptr<Cursor::State>& state);

  storage::Store* const store_;
  const Options options_;
  const ProgressSource progress_;
  const TokenMaker tokens_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  storage::Revision told_head_;        // guarded by mutex_
  bool closed_ = false;                // guarded by mutex_
  std::deque<RingEntry> ring_;         // guarded by mutex_
  size_t ring_bytes_ = 0;              // guarded by mutex_
  storage::Position ring_after_;       // guarded by mutex_: exclusive
  storage::Position ring_head_;        // guarded by mutex_: inclusive
  std::map<std::string, Lane> lanes_;  // guarded by mutex_, by key
  StateList waiting_;                  // guarded by mutex_
  int64_t cursors_ = 0;                // guarded by mutex_
  std::thread thread_;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_HUB_H_
