#ifndef MANDATED_SERVICES_ENGINE_WRITER_H_
#define MANDATED_SERVICES_ENGINE_WRITER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/domain/announcements.h"
#include "services/domain/calendar.h"
#include "services/engine/clock.h"
#include "services/engine/draft.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::engine {

// One write: what it changes, and who is told.
struct Operation {
  // Fills the draft; runs on the writer's thread, perhaps more than once. An
  // error drops the draft and is the outcome.
  std::function<absl::Status(Draft&)> prepare;
  // Is told the outcome once, on the writer's thread, in the order of the
  // commits: the revision, or 0 when there was nothing to commit or the
  // operation is dry. Must not block.
  // Of the draft only snapshot and events are left, and it may take these. An
  // error passed on is moved, so that it ends with who was told: its count of
  // owners is Abseil's, in which ThreadSanitizer sees no order.
  std::function<void(absl::StatusOr<storage::Revision>, Draft&)> done;
  // Prepares and drops the draft: validate_only and what-if.
  bool dry = false;
};

// The one thread that writes. It takes all operations that wait, prepares each
// over those before it, commits them together in one synced write and answers
// them: the next group gathers meanwhile. Thread-safe. Does not own what it is
// given, which must outlive it.
class Writer {
 public:
  Writer(storage::Store* store, const Clock* clock, absl::TimeZone zone);
  ~Writer();

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues `operation`. After Stop its outcome is SHUTTING_DOWN, at once.
  void Submit(Operation operation);

  // Completes and answers what is queued and ends the thread.
  void Stop();

  // Returns an instant up to which nothing is on its way to the disk: whatever
  // is committed from now on is stamped later. The clock's now when idle.
  absl::Time SettledThrough() const;

  absl::TimeZone zone() const { return zone_; }

 private:
  // An operation that waits, and how often it was prepared in vain.
  struct Waiting {
    Operation operation;
    int attempts = 0;
  };
  struct Group;

  void Run();
  bool Queue(Operation& operation);  // false: stopping, and left as it was
  std::deque<Waiting> TakeGroup();
  void Serve(std::deque<Waiting> waiting, Group& group);
  void Prepare(Waiting waiting, Group& group);
  void Settle(Group& group);
  void TryAgain(Waiting waiting);
  absl::Status RefreshCalendar(const Group& group);
  absl::Status RefreshHorizons(const Group& group);
  absl::StatusOr<Moment> NextMoment();

  storage::Store* const store_;
  const Clock* const clock_;
  const absl::TimeZone zone_;
  Mutex mutex_;
  CondVar arrived_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  mutable Mutex moment_mutex_;
  std::optional<absl::Time> in_flight_ ABSL_GUARDED_BY(moment_mutex_);
  // What only the writer's thread touches.
  domain::Calendar calendar_;
  storage::Revision calendar_revision_ = -1;  // of kCalendarKey
  domain::Horizons horizons_;
  storage::Revision horizons_revision_ = -1;  // of kHorizonsKey
  std::optional<absl::Time> last_commit_time_;
  std::thread thread_;
};

// Reads the recorded sessions as `snapshot` and `overlay` have them.
absl::StatusOr<domain::Calendar> ReadCalendar(const storage::Snapshot& snapshot,
                                              const Overlay& overlay);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_WRITER_H_
