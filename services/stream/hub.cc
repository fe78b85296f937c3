#include "services/stream/hub.h"

#include <algorithm>
#include <utility>

#include "services/domain/errors.h"

namespace mandated::stream {
namespace {

using Steady = std::chrono::steady_clock;

// Events a cursor behind the ring looks at in one go, so that a filter that
// matches nothing does not hold a thread for long (about 20 ms).
constexpr int kExaminedMax = 10'000;

}  // namespace

struct Cursor::State : std::enable_shared_from_this<Cursor::State> {
  Selection selection;
  std::function<void()> wake;  // guarded by the hub's lock
  // What follows belongs to the caller of Next, but for progress_due.
  storage::Position position;
  bool caught_up = false;  // it was told so
  Steady::time_point sent_at = Steady::now();
  bool progress_due = false;  // guarded by the hub's lock
};

Cursor::Cursor(Hub* hub, std::shared_ptr<State> state)
    : hub_(hub), state_(std::move(state)) {}

Cursor::~Cursor() { hub_->Forget(state_); }

absl::StatusOr<std::optional<Frame>> Cursor::Next() {
  return hub_->Next(*state_);
}

std::string Cursor::token() const {
  return hub_->tokens().Make(state_->selection.key, state_->position);
}

Hub::Hub(storage::Store* store, Options options, ProgressSource progress)
    : store_(store),
      options_(options),
      progress_(std::move(progress)),
      tokens_(store->id()),
      told_head_(store->head()),
      ring_after_(EndOf(told_head_)),
      ring_head_(ring_after_) {
  store_->AddHeadListener([this](storage::Revision head) {
    const std::lock_guard<std::mutex> lock(mutex_);
    told_head_ = head;
    changed_.notify_one();
  });
  thread_ = std::thread([this] { Run(); });
}

Hub::~Hub() {
  Close();
  thread_.join();
}

std::unique_ptr<Cursor> Hub::Open(Selection selection, storage::Position after,
                                  std::function<void()> wake) {
  auto state = std::make_shared<Cursor::State>();
  state->selection = std::move(selection);
  state->wake = std::move(wake);
  state->position = after;
  const std::lock_guard<std::mutex> lock(mutex_);
  ++lanes_[state->selection.key].readers;
  ++cursors_;
  return std::unique_ptr<Cursor>(new Cursor(this, std::move(state)));
}

absl::StatusOr<storage::Position> Hub::PositionOf(
    const mandates::v1::WatchStart& start,
    const std::string& selection_key) const {
  const auto snapshot = store_->GetSnapshot();
  if (start.has_resume_token()) {
    return tokens_.Check(start.resume_token(), selection_key,
                         snapshot->earliest(), snapshot->revision());
  }
  if (start.has_time()) return PositionBefore(*snapshot, start.time());
  if (!start.has_revision()) return EndOf(snapshot->revision());
  // The next revision is not there yet, but a reader may ask for it.
  if (start.revision() > snapshot->revision() + 1) {
    return domain::TokenInFuture(start.revision(), snapshot->revision());
  }
  if (start.revision() < snapshot->earliest()) {
    return domain::TokenCompacted(start.revision(), snapshot->earliest());
  }
  return EndOf(start.revision() - 1);
}

absl::StatusOr<EventPage> Hub::List(const Selection& selection,
                                    storage::Position after, int limit) const {
  return ReadPage(*store_->GetSnapshot(), selection, after, limit);
}

mandates::v1::Progress Hub::ReportProgress() const {
  mandates::v1::Progress progress = progress_();
  progress.set_revision(store_->head());
  return progress;
}

void Hub::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  changed_.notify_one();
}

int64_t Hub::cursors() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return cursors_;
}

void Hub::Run() {
  Steady::time_point last_progress = Steady::now();
  std::unique_lock<std::mutex> lock(mutex_);
  bool closed = false;
  while (!closed) {
    changed_.wait_until(
        lock, last_progress + options_.progress_interval,
        [this] { return closed_ || told_head_ > ring_head_.revision; });
    closed = closed_;
    lock.unlock();
    ReadNewEvents();
    const bool progress_due =
        Steady::now() - last_progress >= options_.progress_interval;
    if (progress_due) last_progress = Steady::now();
    for (const auto& state : TakeWaiting(progress_due)) state->wake();
    lock.lock();
  }
}

void Hub::ReadNewEvents() {
  storage::Position from;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    from = ring_head_;
  }
  const auto snapshot = store_->GetSnapshot();
  std::deque<RingEntry> read;
  absl::Status status = snapshot->ReadLog(from, [&](storage::LogEntry entry) {
    std::string stamped = Stamp(entry);
    read.push_back({.position = entry.position,
                    .committed = std::move(entry.bytes),
                    .stamped = std::move(stamped)});
    return true;
  });
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!status.ok()) {
    // The disk fails: cursors read the log themselves and report it.
    ring_.clear();
    ring_bytes_ = 0;
    ring_after_ = EndOf(snapshot->revision());
  }
  for (RingEntry& entry : read) {
    if (!status.ok()) break;
    ring_bytes_ += 2 * entry.stamped.size();
    ring_.push_back(std::move(entry));
  }
  while (ring_bytes_ > options_.ring_bytes_max) {
    ring_bytes_ -= 2 * ring_.front().stamped.size();
    ring_after_ = ring_.front().position;
    ring_.pop_front();
  }
  ring_head_ = EndOf(snapshot->revision());
}

Hub::StateList Hub::TakeWaiting(bool progress_due) {
  const std::lock_guard<std::mutex> lock(mutex_);
  StateList woken;
  StateList waiting;
  woken.swap(waiting_);
  for (auto& state : woken) {
    if (progress_due) state->progress_due = true;
    if (closed_ || progress_due || state->position < ring_head_) continue;
    waiting.push_back(std::move(state));
  }
  std::erase(woken, nullptr);
  // Those for whom nothing changed wait on.
  waiting_.insert(waiting_.end(), waiting.begin(), waiting.end());
  return woken;
}

absl::StatusOr<std::optional<Frame>> Hub::Next(Cursor::State& state) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return domain::ShuttingDown();
    if (state.position >= ring_after_) return NextLive(state);
  }
  if (state.caught_up) {
    state.caught_up = false;
    return Mark(state, [](auto& response) { response.set_fell_behind(true); });
  }
  auto frame = NextFromLog(state);
  if (!frame.ok()) return frame.status();
  return std::move(*frame);
}

// Under the lock: the next frame of the lane, a mark, or nothing.
std::optional<Frame> Hub::NextLive(Cursor::State& state) {
  Lane& lane = lanes_[state.selection.key];
  while (state.position < ring_head_) {
    auto stretch = lane.Find(state.position);
    if (!stretch) {
      stretch = MakeStretch(state);
      lane.Add(*stretch);
    }
    state.position = stretch->upto;
    if (stretch->frame == nullptr) continue;
    state.sent_at = Steady::now();
    state.progress_due = false;
    return stretch->frame;
  }
  if (!state.caught_up) {
    state.caught_up = true;
    return Mark(state, [](auto& response) { response.set_caught_up(true); });
  }
  if (state.progress_due) {
    state.progress_due = false;
    const bool idle =
        Steady::now() - state.sent_at >= options_.progress_interval;
    // Asked before the head is compared: what it says is done has been told
    // as a head already, so a report never runs ahead of an event.
    const mandates::v1::Progress progress = progress_();
    if (idle && told_head_ == ring_head_.revision) {
      return MarkProgress(state, progress);
    }
  }
  waiting_.push_back(state.shared_from_this());
  return std::nullopt;
}

Lane::Stretch Hub::MakeStretch(const Cursor::State& state) const {
  Lane::Stretch stretch{
      .after = state.position, .upto = ring_head_, .frame = nullptr};
  FrameBuilder builder;
  auto entry = std::upper_bound(
      ring_.begin(), ring_.end(), state.position,
      [](storage::Position position, const RingEntry& candidate) {
        return position < candidate.position;
      });
  for (; entry != ring_.end(); ++entry) {
    if (!state.selection.matches(entry->committed)) continue;
    builder.Add(entry->stamped);
    if (!builder.full()) continue;
    stretch.upto = entry->position;
    break;
  }
  if (!builder.empty()) {
    stretch.frame = std::move(builder).Build(
        tokens_.Make(state.selection.key, stretch.upto));
  }
  return stretch;
}

absl::StatusOr<Frame> Hub::NextFromLog(Cursor::State& state) {
  const auto snapshot = store_->GetSnapshot();
  if (state.position < EndOf(snapshot->earliest() - 1)) {
    return domain::TokenCompacted(state.position.revision,
                                  snapshot->earliest());
  }
  FrameBuilder builder;
  int examined = 0;
  bool more = false;
  storage::Position upto = state.position;
  absl::Status read =
      snapshot->ReadLog(state.position, [&](const storage::LogEntry& entry) {
        more = builder.full() || examined++ == kExaminedMax;
        if (more) return false;
        upto = entry.position;
        if (state.selection.matches(entry.bytes)) builder.Add(Stamp(entry));
        return true;
      });
  if (!read.ok()) return read;
  state.position = more ? upto : EndOf(snapshot->revision());
  state.sent_at = Steady::now();
  // Without an event it still carries the token: the reader gets on.
  return std::move(builder).Build(
      tokens_.Make(state.selection.key, state.position));
}

Frame Hub::Mark(
    Cursor::State& state,
    const std::function<void(mandates::v1::WatchResponse&)>& mark) const {
  mandates::v1::WatchResponse response;
  response.set_resume_token(tokens_.Make(state.selection.key, state.position));
  mark(response);
  state.sent_at = Steady::now();
  return std::make_shared<const std::string>(response.SerializeAsString());
}

Frame Hub::MarkProgress(Cursor::State& state,
                        const mandates::v1::Progress& progress) const {
  return Mark(state, [&](auto& response) {
    *response.mutable_progress() = progress;
    response.mutable_progress()->set_revision(ring_head_.revision);
  });
}

void Hub::Forget(const std::shared_ptr<Cursor::State>& state) {
  const std::lock_guard<std::mutex> lock(mutex_);
  --cursors_;
  const auto lane = lanes_.find(state->selection.key);
  if (--lane->second.readers == 0) lanes_.erase(lane);
  std::erase(waiting_, state);
}

}  // namespace mandated::stream
