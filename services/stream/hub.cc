#include "services/stream/hub.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "services/domain/errors.h"

namespace mandated::stream {
namespace {

using mandates::v1::Progress;
using mandates::v1::WatchResponse;
using std::chrono::nanoseconds;

// Rounds in an interval of progress: a reader hears of it a sixteenth early
// rather than late, and one look at all who wait serves many.
constexpr int kRoundsPerInterval = 16;

// The machine is not kept busy for an interval that is a mistake.
constexpr std::chrono::milliseconds kRoundIntervalMin(1);

nanoseconds SteadyNow() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

Hub::Options WithClock(Hub::Options options) {
  if (options.now == nullptr) options.now = SteadyNow;
  return options;
}

}  // namespace

struct Cursor::State {
  Lane* lane;  // lives while it has readers
  std::function<void()> wake;
  // Guarded by the hub's lock while it waits; else of the caller of Next.
  storage::Position position;
  storage::Revision catch_up_to = 0;  // what caught_up promises
  bool caught_up = false;             // it was told so
  nanoseconds sent_at{0};
  // Its place among those that wait; guarded by the hub's lock.
  std::optional<Hub::StateList::iterator> waiting;
  // Whether its `wake` runs or may run. Each wake sets it twice without a lock;
  // only one whose cursor goes meanwhile has somebody to tell of its end.
  enum class Call { kMayCome, kRuns, kForgotten, kNeverAgain };
  std::atomic<Call> call = Call::kMayCome;
};

Cursor::Cursor(Hub* hub, std::shared_ptr<State> state)
    : hub_(hub), state_(std::move(state)) {}

Cursor::~Cursor() { hub_->Forget(*state_); }

absl::StatusOr<std::optional<Frame>> Cursor::Next() {
  return hub_->Next(state_);
}

std::string Cursor::token() const { return hub_->TokenOf(*state_); }

Hub::Hub(storage::Store* store, Options options, ProgressSource progress)
    : store_(store),
      options_(WithClock(std::move(options))),
      progress_(std::move(progress)),
      tokens_(store->id()),
      doorbell_(std::make_shared<Doorbell>()),
      ring_(options_.ring_bytes_max, EndOf(store->head())) {
  // The store keeps its listeners for life, so it gets no pointer to the hub.
  store_->AddHeadListener(
      [doorbell = doorbell_](storage::Revision head) { doorbell->Ring(head); });
  doorbell_->Ring(store_->head());  // what came before the listener
  thread_ = std::thread([this] { Run(); });
}

Hub::~Hub() {
  Close();
  thread_.join();
}

std::unique_ptr<Cursor> Hub::Open(Selection selection, storage::Position after,
                                  std::function<void()> wake) {
  auto state = std::make_shared<Cursor::State>();
  state->wake = std::move(wake);
  state->position = after;
  state->catch_up_to = store_->head();
  state->sent_at = options_.now();
  auto lane = std::make_unique<Lane>(std::move(selection));
  const MutexLock lock(&mutex_);
  const std::string_view key = lane->selection().key;
  const auto joined = lanes_.try_emplace(key, std::move(lane)).first;
  state->lane = joined->second.get();
  ++state->lane->readers;
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

Progress Hub::ReportProgress() const {
  Progress progress = progress_();
  progress.set_revision(store_->head());
  return progress;
}

void Hub::Tick() { doorbell_->Call(); }

void Hub::Close() {
  {
    const MutexLock lock(&mutex_);
    closed_ = true;
  }
  doorbell_->Close();
  if (std::this_thread::get_id() != thread_.get_id()) {
    doorbell_->WaitUntilRetired();
  }
}

int64_t Hub::cursors() const {
  const MutexLock lock(&mutex_);
  return cursors_;
}

void Hub::Run() {
  Doorbell::Order order;
  storage::Revision seen = NewestRead().revision;
  while (!order.last) {
    order = doorbell_->Wait(
        seen, std::max<nanoseconds>(round_interval(), kRoundIntervalMin));
    seen = RunRound();
    doorbell_->Answer(order);
  }
}

storage::Revision Hub::RunRound() {
  const storage::Revision head = Publish();
  for (const StatePointer& state : TakeWoken()) Wake(*state);
  return head;
}

storage::Revision Hub::Publish() {
  const storage::Revision unread = store_->head();
  if (PassOver(unread)) return unread;
  // First the report, then the events: all that it speaks of are read. Before
  // the first cursor and after the last its source may not be there.
  std::optional<Progress> report;
  if (cursors() > 0) report = progress_();
  Ring newer = ReadNewEvents();
  const storage::Revision head = newer.head().revision;
  if (report) report->set_revision(head);
  {
    const MutexLock lock(&mutex_);
    ring_.Append(std::move(newer));
    reported_ = std::move(report);
  }
  return head;
}

// Leaves events up to `head` unread while there is no cursor; who opens one
// later reads them from the log.
bool Hub::PassOver(storage::Revision head) {
  const MutexLock lock(&mutex_);
  if (cursors_ > 0) return false;
  ring_ = Ring(options_.ring_bytes_max, EndOf(head));
  reported_.reset();
  return true;
}

void Hub::Wake(Cursor::State& state) {
  using Call = Cursor::State::Call;
  Call expected = Call::kMayCome;
  if (!state.call.compare_exchange_strong(expected, Call::kRuns)) return;
  state.wake();
  expected = Call::kRuns;
  if (state.call.compare_exchange_strong(expected, Call::kMayCome)) return;
  const MutexLock lock(&mutex_);
  state.call = Call::kNeverAgain;
  wake_ended_.SignalAll();
}

storage::Position Hub::NewestRead() const {
  const MutexLock lock(&mutex_);
  return ring_.head();
}

Ring Hub::ReadNewEvents() const {
  const auto snapshot = store_->GetSnapshot();
  auto newer = Ring::Read(*snapshot, NewestRead(), options_.ring_bytes_max);
  if (newer.ok()) return std::move(*newer);
  // The disk fails: cursors read the log themselves and report it.
  return Ring(options_.ring_bytes_max, EndOf(snapshot->revision()));
}

Hub::StateList Hub::TakeWoken() {
  const nanoseconds now = options_.now();
  const MutexLock lock(&mutex_);
  StateList woken;
  for (auto next = waiting_.begin(); next != waiting_.end();) {
    const auto state = next++;
    const bool wake = closed_ || (*state)->position < ring_.head() ||
                      ((*state)->caught_up && IsIdle(**state, now));
    if (!wake) continue;
    (*state)->waiting.reset();
    woken.splice(woken.end(), waiting_, state);
  }
  return woken;
}

nanoseconds Hub::round_interval() const {
  return options_.progress_interval / kRoundsPerInterval;
}

bool Hub::IsIdle(const Cursor::State& state, nanoseconds now) const {
  return now - state.sent_at >= options_.progress_interval - round_interval();
}

// Ends, since each turn moves the cursor on, and it reads faster than events
// are committed or falls out of the ring.
absl::StatusOr<std::optional<Frame>> Hub::Next(const StatePointer& state) {
  for (;;) {
    View view = Look(state);
    absl::StatusOr<Frame> frame = nullptr;
    switch (view.place) {
      case Place::kClosed:
        return domain::ShuttingDown();
      case Place::kAtHead:
        return std::nullopt;
      case Place::kAtMark:
        frame = TakeMark(*state, view);
        break;
      case Place::kInRing:
        frame = TakeFromRing(*state, std::move(view));
        break;
      case Place::kBehind:
        frame = TakeFromLog(*state);
        break;
    }
    if (!frame.ok()) return frame.status();
    if (*frame != nullptr) return std::move(*frame);
  }
}

Hub::View Hub::Look(const StatePointer& state) {
  const nanoseconds now = options_.now();
  const MutexLock lock(&mutex_);
  StopWaiting(*state);
  if (closed_) return {.place = Place::kClosed};
  if (state->position < ring_.after()) return {.place = Place::kBehind};
  if (state->position >= ring_.head()) return LookAtHead(state, now);
  View view{.place = Place::kInRing};
  view.stretch = state->lane->Find(state->position);
  if (!view.stretch) view.part = ring_.After(state->position);
  return view;
}

// One lock with Look, so that no head comes between it and the waiting.
Hub::View Hub::LookAtHead(const StatePointer& state, nanoseconds now) {
  if (!state->caught_up && state->position >= EndOf(state->catch_up_to)) {
    return {.place = Place::kAtMark};
  }
  if (state->caught_up && reported_ && IsIdle(*state, now)) {
    return {.place = Place::kAtMark, .progress = *reported_};
  }
  state->waiting = waiting_.insert(waiting_.end(), state);
  return {.place = Place::kAtHead};
}

Frame Hub::TakeMark(Cursor::State& state, const View& view) const {
  WatchResponse response;
  if (state.caught_up) {
    *response.mutable_progress() = view.progress;
  } else {
    response.set_caught_up(true);
    state.caught_up = true;
  }
  return Mark(state, std::move(response));
}

Frame Hub::TakeFromRing(Cursor::State& state, View view) {
  if (!view.stretch) {
    Stretch made = state.lane->Make(tokens_, state.position, view.part);
    const MutexLock lock(&mutex_);
    const size_t share = options_.frames_bytes_max / lanes_.size();
    view.stretch = state.lane->readers > 1
                       ? state.lane->Add(std::move(made), share)
                       : std::move(made);
  }
  state.position = view.stretch->upto;
  if (view.stretch->frame != nullptr) state.sent_at = options_.now();
  return view.stretch->frame;
}

absl::StatusOr<Frame> Hub::TakeFromLog(Cursor::State& state) const {
  if (state.caught_up) {
    state.caught_up = false;
    state.catch_up_to = store_->head();
    WatchResponse response;
    response.set_fell_behind(true);
    return Mark(state, std::move(response));
  }
  const auto stretch = ReadStretch(*store_->GetSnapshot(), tokens_,
                                   state.lane->selection(), state.position);
  if (!stretch.ok()) return stretch.status();
  state.position = stretch->upto;
  return stretch->frame;
}

Frame Hub::Mark(Cursor::State& state, WatchResponse response) const {
  response.set_resume_token(TokenOf(state));
  state.sent_at = options_.now();
  return std::make_shared<const std::string>(response.SerializeAsString());
}

std::string Hub::TokenOf(const Cursor::State& state) const {
  return tokens_.Make(state.lane->selection().key, state.position);
}

void Hub::StopWaiting(Cursor::State& state) {
  if (!state.waiting) return;
  waiting_.erase(*state.waiting);
  state.waiting.reset();
}

void Hub::Forget(Cursor::State& state) {
  std::unique_ptr<Lane> left;  // goes after the lock: it holds a caller's code
  const MutexLock lock(&mutex_);
  --cursors_;
  StopWaiting(state);
  using Call = Cursor::State::Call;
  const bool runs = state.call.exchange(Call::kForgotten) == Call::kRuns;
  // The hub's thread wakes one at a time: it is that one that goes.
  if (runs && std::this_thread::get_id() != thread_.get_id()) {
    while (state.call != Call::kNeverAgain) wake_ended_.Wait(&mutex_);
  }
  if (--state.lane->readers == 1) state.lane->Clear();
  if (state.lane->readers > 0) return;
  const auto found = lanes_.find(state.lane->selection().key);
  left = std::move(found->second);
  lanes_.erase(found);
}

}  // namespace mandated::stream
