#ifndef MANDATED_SERVICES_ENGINE_DRAFT_H_
#define MANDATED_SERVICES_ENGINE_DRAFT_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "mandates/v1/event.pb.h"
#include "services/domain/announcements.h"
#include "services/domain/calendar.h"
#include "storage/store.h"

namespace mandated::engine {

// Writes that are decided but not yet in the store, by key; nullopt: deleted.
using Overlay = std::map<std::string, std::optional<std::string>>;

// When an operation runs. All drafts of one group have the same.
struct Moment {
  absl::Time now;        // never falls from one commit to the next
  absl::CivilDay today;  // of `now`, in the body's zone
};

// Tells the writer to prepare the operation again in its next group, because
// what it needs is on its way to the disk.
absl::Status RetryInNextGroup();

// One commit in the making: reads a snapshot under an overlay and under its own
// writes, and remembers which keys it read, so that the commit is refused if
// another writer changed one of them. Used by one thread. Does not own what it
// is given.
class Draft {
 public:
  Draft(const storage::Snapshot& snapshot, const Overlay& overlay,
        const domain::Calendar& calendar, Moment moment)
      : snapshot_(snapshot),
        overlay_(overlay),
        calendar_(calendar),
        moment_(moment),
        arena_(ArenaOptions()) {}

  const domain::Calendar& calendar() const {
    return own_calendar_ ? *own_calendar_ : calendar_;
  }
  const storage::Snapshot& snapshot() const { return snapshot_; }
  const Moment& moment() const { return moment_; }
  // Serialised events, in order, without their positions.
  const std::vector<std::string>& events() const { return events_; }
  const Overlay& writes() const { return writes_; }

  // Says what the snapshot holds as horizons, and the revision of their key,
  // so that a group decodes them once. `horizons` must outlive the draft.
  void KnowHorizons(const domain::Horizons* horizons,
                    storage::Revision revision) {
    known_horizons_ = horizons;
    known_revision_ = revision;
  }

  // Returns an empty message that lives as long as the draft. A change makes
  // many, with many parts: all go at once, instead of each by itself.
  template <typename Message>
  Message& Make() {
    return *google::protobuf::Arena::CreateMessage<Message>(&arena_);
  }

  // Returns the horizons it knows, as if it had read their key; nullptr when
  // it knows none or they are not those of the snapshot any more.
  const domain::Horizons* KnownHorizons();

  // Depends on `key` as Get does, for a caller who knows what Get would read:
  // `stored` is the revision of the key in the snapshot.
  void DependOn(const std::string& key, storage::Revision stored);

  // Returns the value as this draft sees it. Its revision is
  // storage::kThisGroup when the store does not have it yet.
  absl::StatusOr<std::optional<storage::Value>> Get(const std::string& key);

  // Visits keys in [begin, end) as this draft sees them, ascending. Adds no
  // precondition: read a key that moves with the range beside it.
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const std::function<bool(std::string_view)>& visit) const;

  void Put(std::string key, std::string value);
  void PutStamped(std::string key_prefix, std::string value);
  void Delete(std::string key);
  void AddEvent(const mandates::v1::Event& event);
  // Makes the rest of this draft fold over a calendar it changed.
  void UseCalendar(domain::Calendar calendar) {
    own_calendar_ = std::move(calendar);
  }
  void TrimBefore(storage::Revision revision) { trim_before_ = revision; }

  // Tells that there is nothing to commit.
  bool empty() const {
    return writes_.empty() && stamped_.empty() && events_.empty() &&
           trim_before_ == 0;
  }

  // Gives away the events, which are kept else.
  std::vector<std::string> TakeEvents() { return std::move(events_); }

  // Returns the commit, and adds the writes to `overlay` for the drafts after.
  // To be called once, last: only the events are left here.
  storage::Commit ToCommit(Overlay& overlay);

 private:
  static google::protobuf::ArenaOptions ArenaOptions();

  const storage::Snapshot& snapshot_;
  const Overlay& overlay_;
  const domain::Calendar& calendar_;
  const Moment moment_;
  google::protobuf::Arena arena_;
  std::optional<domain::Calendar> own_calendar_;
  const domain::Horizons* known_horizons_ = nullptr;
  storage::Revision known_revision_ = 0;
  std::vector<storage::Commit::Precondition> reads_;  // once for each read
  Overlay writes_;
  std::vector<storage::Commit::Write> stamped_;
  std::vector<std::string> events_;
  storage::Revision trim_before_ = 0;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_DRAFT_H_
