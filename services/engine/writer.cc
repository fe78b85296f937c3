#include "services/engine/writer.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "mandates/v1/session.pb.h"
#include "services/domain/errors.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

// Operations committed in one write: more would make the first wait longer
// than a sync takes.
constexpr size_t kGroupMax = 256;

// Times an operation is prepared again because another replica wrote what it
// had read. Only a store shared by several processes ever needs one.
constexpr int kAttemptsMax = 10;

}  // namespace

// One group on its way: what its drafts read, and what came of them.
struct Writer::Group {
  struct Prepared {
    Waiting waiting;
    std::unique_ptr<Draft> draft;
    absl::StatusOr<storage::Revision> outcome = storage::Revision{0};
  };
  std::unique_ptr<storage::Snapshot> snapshot;
  absl::Status status;  // why nothing of it can be prepared
  Moment moment;
  Overlay overlay;
  std::vector<storage::Commit> commits;
  std::vector<Prepared> committing;  // beside `commits`
  std::vector<Prepared> answers;
};

Writer::Writer(storage::Store* store, const Clock* clock, absl::TimeZone zone)
    : store_(store), clock_(clock), zone_(zone), thread_([this] { Run(); }) {}

Writer::~Writer() { Stop(); }

bool Writer::Queue(Operation& operation) {
  const MutexLock lock(&mutex_);
  if (stopping_) return false;
  queue_.push_back({.operation = std::move(operation)});
  return true;
}

void Writer::Submit(Operation operation) {
  if (Queue(operation)) {
    arrived_.Signal();  // not under the lock, which who wakes would wait for
    return;
  }
  const std::unique_ptr<storage::Snapshot> snapshot = store_->GetSnapshot();
  const Overlay overlay;
  const domain::Calendar calendar;
  Draft draft(*snapshot, overlay, calendar, Moment());
  operation.done(domain::ShuttingDown(), draft);
}

void Writer::Stop() {
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
    arrived_.Signal();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Time Writer::SettledThrough() const {
  const MutexLock lock(&moment_mutex_);
  const absl::Time now = clock_->Now();
  return in_flight_ ? std::min(now, *in_flight_ - absl::Nanoseconds(1)) : now;
}

void Writer::Run() {
  for (;;) {
    std::deque<Waiting> waiting = TakeGroup();
    if (waiting.empty()) return;
    Group group;
    Serve(std::move(waiting), group);
    for (Group::Prepared& one : group.answers) {
      one.waiting.operation.done(std::move(one.outcome), *one.draft);
    }
  }
}

std::deque<Writer::Waiting> Writer::TakeGroup() {
  const MutexLock lock(&mutex_);
  while (!stopping_ && queue_.empty()) arrived_.Wait(&mutex_);
  std::deque<Waiting> group;
  if (queue_.size() <= kGroupMax) {
    group.swap(queue_);
    return group;
  }
  while (group.size() < kGroupMax) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void Writer::Serve(std::deque<Waiting> waiting, Group& group) {
  group.snapshot = store_->GetSnapshot();
  group.status = RefreshCalendar(group);
  if (group.status.ok()) group.status = RefreshHorizons(group);
  const absl::StatusOr<Moment> moment = NextMoment();
  if (group.status.ok()) group.status = moment.status();
  if (moment.ok()) group.moment = *moment;
  for (Waiting& one : waiting) Prepare(std::move(one), group);
  Settle(group);
  const MutexLock lock(&moment_mutex_);
  in_flight_.reset();
}

void Writer::Prepare(Waiting waiting, Group& group) {
  auto draft = std::make_unique<Draft>(*group.snapshot, group.overlay,
                                       calendar_, group.moment);
  draft->KnowHorizons(&horizons_, horizons_revision_);
  // Every draft may fold over the calendar, so every commit depends on it.
  draft->DependOn(kCalendarKey, calendar_revision_);
  absl::Status status = group.status;
  if (status.ok()) status = waiting.operation.prepare(*draft);
  if (absl::IsCancelled(status)) {
    TryAgain(std::move(waiting));
    return;
  }
  if (!status.ok() || waiting.operation.dry || draft->empty()) {
    group.answers.push_back({std::move(waiting), std::move(draft)});
    if (!status.ok()) group.answers.back().outcome = status;
    return;
  }
  const bool moves_calendar = draft->writes().contains(kCalendarKey);
  group.commits.push_back(draft->ToCommit(group.overlay));
  group.committing.push_back({std::move(waiting), std::move(draft)});
  if (!moves_calendar) return;
  auto calendar = ReadCalendar(*group.snapshot, group.overlay);
  // The overlay's sessions were serialised by us: only a bug breaks them, and
  // a disk that fails here fails the commit as well.
  if (calendar.ok()) calendar_ = std::move(*calendar);
  calendar_revision_ = -1;
}

void Writer::Settle(Group& group) {
  if (group.commits.empty()) return;
  auto outcomes = store_->CommitGroup(group.commits);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    Group::Prepared& one = group.committing[i];
    if (!absl::IsAborted(outcomes[i].status()) ||
        ++one.waiting.attempts >= kAttemptsMax) {
      one.outcome = std::move(outcomes[i]);
      group.answers.push_back(std::move(one));
    } else {
      TryAgain(std::move(one.waiting));
    }
  }
}

void Writer::TryAgain(Waiting waiting) {
  const MutexLock lock(&mutex_);
  queue_.push_front(std::move(waiting));
}

absl::Status Writer::RefreshCalendar(const Group& group) {
  const auto value = group.snapshot->Get(kCalendarKey);
  if (!value.ok()) return value.status();
  const storage::Revision revision =
      value->has_value() ? (*value)->revision : 0;
  if (revision == calendar_revision_) return absl::OkStatus();
  auto calendar = ReadCalendar(*group.snapshot, group.overlay);
  if (!calendar.ok()) return calendar.status();
  calendar_ = std::move(*calendar);
  calendar_revision_ = revision;
  return absl::OkStatus();
}

absl::Status Writer::RefreshHorizons(const Group& group) {
  const auto value = group.snapshot->Get(kHorizonsKey);
  if (!value.ok()) return value.status();
  const storage::Revision revision =
      value->has_value() ? (*value)->revision : 0;
  if (revision == horizons_revision_) return absl::OkStatus();
  auto horizons = ReadHorizons(*group.snapshot);
  if (!horizons.ok()) return horizons.status();
  horizons_ = std::move(*horizons);
  horizons_revision_ = revision;
  return absl::OkStatus();
}

absl::StatusOr<Moment> Writer::NextMoment() {
  if (!last_commit_time_) {
    auto last = LastCommitTime(*store_->GetSnapshot());
    if (!last.ok()) return last.status();
    last_commit_time_ = *last;
  }
  const MutexLock lock(&moment_mutex_);
  last_commit_time_ = std::max(*last_commit_time_, clock_->Now());
  in_flight_ = last_commit_time_;
  return Moment{.now = *last_commit_time_,
                .today = absl::ToCivilDay(*last_commit_time_, zone_)};
}

absl::StatusOr<domain::Calendar> ReadCalendar(const storage::Snapshot& snapshot,
                                              const Overlay& overlay) {
  domain::Calendar calendar;
  const KeyRange range = AllSessions();
  absl::Status status;
  const absl::Status scanned =
      snapshot.Scan(range.first, range.second,
                    [&](std::string_view, const storage::Value& value) {
                      auto session = DecodeSession(value);
                      status = session.status();
                      if (session.ok()) calendar.Put(*session);
                      return status.ok();
                    });
  if (!scanned.ok()) return scanned;
  if (!status.ok()) return status;
  for (auto it = overlay.lower_bound(range.first);
       it != overlay.end() && it->first < range.second; ++it) {
    auto session = DecodeSession({.bytes = it->second.value_or("")});
    if (!session.ok()) return session.status();
    calendar.Put(*session);
  }
  return calendar;
}

}  // namespace mandated::engine
