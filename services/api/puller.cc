#include "services/api/puller.h"

#include <algorithm>
#include <utility>

#include "services/api/grpc_thread.h"
#include "services/api/selection.h"
#include "services/domain/errors.h"
#include "services/engine/records.h"
#include "services/engine/subscription_state.h"

namespace mandated::api {
namespace {

using engine::StoredSubscription;
using mandates::v1::PullResponse;

// Revisions without a selected event after which the place moves over them, so
// that the log's retention does not overtake a subscription that is idle.
constexpr int64_t kSkipRevisions = 1'000;

absl::StatusOr<stream::Selection> SelectionOf(
    const mandates::v1::Subscription& subscription) {
  const auto choice = ParseChoice(subscription);
  if (!choice.ok()) return choice.status();
  return ToSelection(*choice);
}

bool HasEvents(const stream::Frame& frame) {
  mandates::v1::WatchResponse response;
  return response.ParseFromString(*frame) && response.events_size() > 0;
}

}  // namespace

void GiveBack(engine::Subscriptions& subscriptions, const std::string& id,
              const std::string& lease_token) {
  mandates::v1::AcknowledgeRequest release;
  release.set_token(lease_token);
  release.set_release(true);
  subscriptions.Acknowledge(release, id, [](const auto&) {});
}

std::shared_ptr<Puller> Puller::Make(engine::Subscriptions* subscriptions,
                                     stream::Hub* hub, Request request,
                                     Done done) {
  return std::shared_ptr<Puller>(
      new Puller(subscriptions, hub, std::move(request), std::move(done)));
}

Puller::Puller(engine::Subscriptions* subscriptions, stream::Hub* hub,
               Request request, Done done)
    : subscriptions_(subscriptions),
      hub_(hub),
      request_(std::move(request)),
      deadline_(subscriptions->machine_clock().Now() + request_.wait),
      done_(std::move(done)) {}

void Puller::Start() { Poke(); }

void Puller::Cancel() {
  {
    const MutexLock lock(&mutex_);
    cancelled_ = true;
  }
  Poke();
}

void Puller::Poke() {
  if (Claim()) Run();
}

void Puller::PokeLater() {
  if (Claim()) RunLater();
}

// Returns true where the caller is the one to run it.
bool Puller::Claim() {
  const MutexLock lock(&mutex_);
  if (ended_) return false;
  again_ = true;
  if (runs_) return false;
  runs_ = true;
  return true;
}

void Puller::RunLater() {
  RunOnGrpcThread([self = shared_from_this()] { self->Run(); });
}

void Puller::Run() {
  // Held while it runs: what keeps it alive may go.
  const std::shared_ptr<Puller> self = shared_from_this();
  for (;;) {
    {
      const MutexLock lock(&mutex_);
      again_ = false;
    }
    const Turn turn = Look();
    if (turn == Turn::kElsewhere) return;
    const MutexLock lock(&mutex_);
    if (turn == Turn::kAgain || again_) continue;
    runs_ = false;
    return;
  }
}

Puller::Turn Puller::Look() {
  cursor_.reset();
  alarm_.reset();
  StopListening();
  if (cancelled()) return End(absl::CancelledError("the caller cancelled"));
  // Before the look, so that no change after it is missed.
  listener_ = subscriptions_->Listen(request_.id, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->PokeLater();
  });
  const auto stored = subscriptions_->Read(request_.id);
  if (!stored.ok()) return End(stored.status());
  if (engine::IsLeased(stored->state, subscriptions_->machine_clock().Now())) {
    return WaitForLease(*stored);
  }
  if (engine::HasBacklog(stored->state)) return LookAtBacklog(*stored);
  return LookAtLog(*stored);
}

Puller::Turn Puller::WaitForLease(const StoredSubscription& stored) {
  const auto& expire_time = stored.state.lease().expire_time();
  if (IsLate()) {
    PullResponse response;
    *response.mutable_lease_expire_time() = expire_time;
    return End(std::move(response));
  }
  auto selection = SelectionOf(stored.subscription);
  if (!selection.ok()) return End(selection.status());
  // The cursor is for the end of the server alone.
  const auto now = hub_->PositionOf(mandates::v1::WatchStart(), selection->key);
  if (!now.ok()) return End(now.status());
  return Wait(std::move(*selection), *now, engine::FromTimestamp(expire_time),
              false);
}

Puller::Turn Puller::LookAtBacklog(const StoredSubscription& stored) {
  auto offer = subscriptions_->ReadBacklog(stored, request_.max_events);
  if (!offer.ok()) return End(offer.status());
  caught_up_ = false;
  return Lease(stored, std::move(*offer));
}

Puller::Turn Puller::LookAtLog(const StoredSubscription& stored) {
  auto selection = SelectionOf(stored.subscription);
  if (!selection.ok()) return End(selection.status());
  const storage::Position after =
      engine::ToPosition(stored.state.log().acknowledged());
  auto page = hub_->List(*selection, after, request_.max_events);
  if (!page.ok()) return End(page.status());
  caught_up_ = page->caught_up;
  const bool far = page->after.revision - after.revision >= kSkipRevisions;
  if (page->events.empty() && page->caught_up && !far) {
    return WaitForEvents(std::move(*selection), page->after);
  }
  engine::Offer offer{.id = request_.id,
                      .state_revision = stored.state_revision,
                      .skip_to = page->after};
  for (const auto& event : page->events) {
    offer.places.push_back(
        {.revision = event.revision(), .index = event.index()});
  }
  if (!offer.places.empty()) {
    offer.skip_to = offer.places.front();
    --offer.skip_to.index;
  }
  offer.events = std::move(page->events);
  return Lease(stored, std::move(offer));
}

Puller::Turn Puller::WaitForEvents(stream::Selection selection,
                                   storage::Position after) {
  if (!IsLate()) {
    return Wait(std::move(selection), after, deadline_, true);
  }
  PullResponse response;
  response.set_caught_up(true);
  return End(std::move(response));
}

Puller::Turn Puller::Wait(stream::Selection selection, storage::Position after,
                          absl::Time until, bool for_events) {
  cursor_ = hub_->Open(std::move(selection), after, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->PokeLater();
  });
  for (;;) {
    const auto frame = cursor_->Next();
    if (!frame.ok()) return End(frame.status());
    if (!frame->has_value()) break;
    if (for_events && HasEvents(**frame)) return Turn::kAgain;
  }
  SetAlarm(std::min(until, deadline_));
  return Turn::kWaiting;
}

Puller::Turn Puller::Lease(const StoredSubscription& stored,
                           engine::Offer offer) {
  offer.lease = request_.lease.value_or(
      engine::FromDuration(stored.subscription.lease()));
  offered_ = static_cast<int>(offer.events.size());
  subscriptions_->Lease(std::move(offer),
                        [self = shared_from_this()](auto leased) {
                          self->OnLeased(std::move(leased));
                        });
  return Turn::kElsewhere;
}

void Puller::OnLeased(absl::StatusOr<engine::Leased> leased) {
  if (!leased.ok()) {
    End(leased.status());
    return;
  }
  if (leased->stale || leased->deliveries.empty()) {
    RunLater();
    return;
  }
  if (cancelled()) {
    GiveBack(*subscriptions_, request_.id, leased->lease_token);
    End(absl::CancelledError("the caller cancelled"));
    return;
  }
  PullResponse response;
  for (auto& delivery : leased->deliveries) {
    *response.add_deliveries() = std::move(delivery);
  }
  response.set_lease_token(leased->lease_token);
  *response.mutable_lease_expire_time() =
      engine::ToTimestamp(leased->expire_time);
  response.set_caught_up(caught_up_ && response.deliveries_size() == offered_);
  End(std::move(response));
}

Puller::Turn Puller::End(absl::StatusOr<PullResponse> outcome) {
  {
    const MutexLock lock(&mutex_);
    ended_ = true;
  }
  cursor_.reset();
  alarm_.reset();
  StopListening();
  const Done done = std::move(done_);
  done(std::move(outcome));
  return Turn::kElsewhere;
}

void Puller::StopListening() {
  if (listener_ != 0) subscriptions_->Forget(request_.id, listener_);
  listener_ = 0;
}

void Puller::SetAlarm(absl::Time until) {
  const absl::Duration wait =
      subscriptions_->machine_clock().RealTimeUntil(until);
  // One millisecond more, so that the clock is past it.
  const gpr_timespec span = gpr_time_from_millis(
      absl::ToInt64Milliseconds(std::max(wait, absl::ZeroDuration())) + 1,
      GPR_TIMESPAN);
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(span, [weak = weak_from_this()](bool rang) {
    const auto self = weak.lock();
    if (rang && self != nullptr) self->Poke();
  });
}

bool Puller::cancelled() const {
  const MutexLock lock(&mutex_);
  return cancelled_;
}

bool Puller::IsLate() const {
  return subscriptions_->machine_clock().Now() >= deadline_;
}

}  // namespace mandated::api
