#ifndef MANDATED_SERVICES_STREAM_HUB_H_
#define MANDATED_SERVICES_STREAM_HUB_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "mandates/v1/expiry_service.pb.h"
#include "services/stream/doorbell.h"
#include "services/stream/frame.h"
#include "services/stream/lane.h"
#include "services/stream/log_reader.h"
#include "services/stream/resume_token.h"
#include "services/stream/ring.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::stream {

class Hub;

// One reader: a position and nothing more. What it has not read stays in the
// log. Used by one thread at a time; destroyed on any. The hub must outlive it.
class Cursor {
 public:
  ~Cursor();

  // Returns what to send next; nullopt: nothing yet, and `wake` will be called
  // once when that may have changed. A call before that takes it back.
  // Frames carry events in order, or one of the marks: `caught_up` once all
  // that was there when the cursor was opened or fell behind has been
  // returned, `fell_behind`, and `progress` when nothing was for an interval.
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
// of their lane; a cursor out of the ring's reach reads the log.
// One thread of its own; a writer never waits for it. Thread-safe. Does not
// own the store, which must outlive it.
class Hub {
 public:
  struct Options {
    // Recent events kept for cursors that are up to date, in all lanes
    // together: some seconds of the highest write rate.
    size_t ring_bytes_max = 8 << 20;
    // Frames kept for cursors of one selection that follow each other, in all
    // lanes together, beside the newest of each lane.
    size_t frames_bytes_max = 32 << 20;
    // How often a cursor that waits is told how far the server is.
    std::chrono::nanoseconds progress_interval = std::chrono::seconds(10);
    // Time since whenever, never falling. Null: the machine's steady clock.
    std::function<std::chrono::nanoseconds()> now = nullptr;
  };
  // Fills in the times of a progress report; the hub adds the revision. Called
  // by ReportProgress, and from the hub's thread while there are cursors.
  using ProgressSource = std::function<mandates::v1::Progress()>;

  Hub(storage::Store* store, Options options, ProgressSource progress);
  ~Hub();

  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Opens a cursor that reads what follows `after`. `wake` is called from the
  // hub's thread without locks, at most once for each nullopt of Next. It must
  // not block; it may call Next, and destroy its cursor. Once the cursor is
  // destroyed it neither runs nor will: who destroys it waits for that, so
  // must hold no lock that `wake` takes.
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

  // Has the hub's thread read what is new and wake who has to be woken, and
  // waits until that is done. It does so by itself as well. Not for `wake`.
  void Tick();

  // Wakes all cursors, whose Next fails with SHUTTING_DOWN from now on.
  // Returns once no `wake` runs any more and the progress source is not used
  // again by the hub's thread; at once when called from `wake`.
  void Close();

  // Counts the open cursors.
  int64_t cursors() const;

  const TokenMaker& tokens() const { return tokens_; }

 private:
  friend class Cursor;
  using StatePointer = std::shared_ptr<Cursor::State>;
  using StateList = std::list<StatePointer>;

  // What a cursor finds where it stands.
  enum class Place { kClosed, kBehind, kInRing, kAtMark, kAtHead };
  struct View {
    Place place;
    std::optional<Stretch> stretch = std::nullopt;  // kInRing: made already
    Ring::Part part = {};                  // kInRing, else: to make it from
    mandates::v1::Progress progress = {};  // kAtMark, for who has caught up
  };

  void Run();
  storage::Revision RunRound();
  storage::Revision Publish();
  bool PassOver(storage::Revision head);
  void Wake(Cursor::State& state);
  storage::Position NewestRead() const;
  Ring ReadNewEvents() const;
  StateList TakeWoken();
  std::chrono::nanoseconds round_interval() const;
  bool IsIdle(const Cursor::State& state, std::chrono::nanoseconds now) const;

  // Called by cursors.
  absl::StatusOr<std::optional<Frame>> Next(const StatePointer& state);
  View Look(const StatePointer& state);
  View LookAtHead(const StatePointer& state, std::chrono::nanoseconds now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Frame TakeMark(Cursor::State& state, const View& view) const;
  Frame TakeFromRing(Cursor::State& state, View view);
  absl::StatusOr<Frame> TakeFromLog(Cursor::State& state) const;
  Frame Mark(Cursor::State& state, mandates::v1::WatchResponse response) const;
  std::string TokenOf(const Cursor::State& state) const;
  void StopWaiting(Cursor::State& state) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(Cursor::State& state);

  storage::Store* const store_;
  const Options options_;
  const ProgressSource progress_;
  const TokenMaker tokens_;
  const std::shared_ptr<Doorbell> doorbell_;
  mutable Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  Ring ring_ ABSL_GUARDED_BY(mutex_);
  // Not ahead of the ring's head. Null: nobody needed it.
  std::optional<mandates::v1::Progress> reported_ ABSL_GUARDED_BY(mutex_);
  // By the key of the lane's selection.
  std::map<std::string_view, std::unique_ptr<Lane>> lanes_
      ABSL_GUARDED_BY(mutex_);
  StateList waiting_ ABSL_GUARDED_BY(mutex_);
  CondVar wake_ended_;
  int64_t cursors_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_HUB_H_
