#include "services/engine/subscription_state.h"

#include <algorithm>

#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::DeliveryAttempts;
using mandates::storage::v1::DeliveryToken;
using storage::Position;

SubscriptionLane& LaneOf(SubscriptionState& state, bool backlog) {
  return backlog ? *state.mutable_backlog() : *state.mutable_log();
}

// Adds a range to the end, or widens the last where the counts are equal.
void AddRange(Position through, int count, SubscriptionLane& lane) {
  const int ranges = lane.attempts_size();
  DeliveryAttempts* range =
      ranges > 0 && lane.attempts(ranges - 1).count() == count
          ? lane.mutable_attempts(ranges - 1)
          : lane.add_attempts();
  *range->mutable_through() = ToPlace(through);
  range->set_count(count);
}

// Moves the lane up to `place`, and forgets the attempts before.
void MoveTo(Position place, SubscriptionLane& lane) {
  SubscriptionLane moved;
  *moved.mutable_acknowledged() = ToPlace(place);
  for (const DeliveryAttempts& range : lane.attempts()) {
    const Position through = ToPosition(range.through());
    if (through > place) AddRange(through, range.count(), moved);
  }
  lane = std::move(moved);
}

void CountAttempts(const std::vector<Position>& places,
                   const std::vector<int>& attempts, SubscriptionLane& lane) {
  SubscriptionLane counted;
  for (size_t i = 0; i < places.size(); ++i) {
    AddRange(places[i], attempts[i], counted);
  }
  for (const DeliveryAttempts& range : lane.attempts()) {
    const Position through = ToPosition(range.through());
    if (through > places.back()) AddRange(through, range.count(), counted);
  }
  *lane.mutable_attempts() = std::move(*counted.mutable_attempts());
}

}  // namespace

Position ToPosition(const mandates::storage::v1::EventPlace& place) {
  return {.revision = place.revision(), .index = place.index()};
}

mandates::storage::v1::EventPlace ToPlace(Position position) {
  mandates::storage::v1::EventPlace place;
  place.set_revision(position.revision);
  place.set_index(position.index);
  return place;
}

bool HasBacklog(const SubscriptionState& state) {
  return state.backlog().acknowledged().revision() < state.backlog_newest();
}

bool IsLeased(const SubscriptionState& state, absl::Time now) {
  if (!state.has_lease()) return false;
  const absl::Time end = FromTimestamp(state.lease().expire_time());
  return now < end &&
         end <= now + absl::Seconds(domain::limits::kLeaseSecondsMax);
}

int AttemptsOf(const SubscriptionLane& lane, Position place) {
  for (const DeliveryAttempts& range : lane.attempts()) {
    if (place <= ToPosition(range.through())) return range.count();
  }
  return 0;
}

void SkipTo(SubscriptionState& state, Position place) {
  SubscriptionLane& log = *state.mutable_log();
  if (place > ToPosition(log.acknowledged())) MoveTo(place, log);
}

DeliveryPlan PlanDelivery(const SubscriptionLane& lane,
                          const std::vector<Position>& places,
                          int attempts_max) {
  DeliveryPlan plan;
  for (const Position place : places) {
    const int attempts = AttemptsOf(lane, place);
    if (attempts >= attempts_max) {
      ++plan.park;
      continue;
    }
    const bool last = attempts + 1 == attempts_max;
    if (last && !plan.attempts.empty()) break;
    plan.attempts.push_back(attempts + 1);
    if (last) break;
  }
  return plan;
}

void Lease(SubscriptionState& state, bool backlog,
           const std::vector<Position>& places, const DeliveryPlan& plan,
           absl::Time expire_time) {
  SubscriptionLane& lane = LaneOf(state, backlog);
  if (plan.park > 0) MoveTo(places[plan.park - 1], lane);
  state.clear_lease();
  if (plan.attempts.empty()) return;
  const auto first = places.begin() + static_cast<ptrdiff_t>(plan.park);
  const std::vector<Position> delivered(
      first, first + static_cast<ptrdiff_t>(plan.attempts.size()));
  CountAttempts(delivered, plan.attempts, lane);
  auto& lease = *state.mutable_lease();
  state.set_lease_newest(state.lease_newest() + 1);
  lease.set_number(state.lease_newest());
  lease.set_backlog(backlog);
  *lease.mutable_through() = ToPlace(delivered.back());
  lease.set_events(static_cast<int32_t>(delivered.size()));
  *lease.mutable_expire_time() = ToTimestamp(expire_time);
}

absl::StatusOr<int> Acknowledge(SubscriptionState& state,
                                const DeliveryToken& token, bool release,
                                absl::Time now) {
  if (token.generation() > state.generation() ||
      token.lease() > state.lease_newest()) {
    return domain::TokenNotDelivered();
  }
  if (token.generation() < state.generation()) return domain::LeaseEnded();
  const Position place = ToPosition(token.place());
  SubscriptionLane& lane = LaneOf(state, token.backlog());
  const bool current =
      state.has_lease() && state.lease().number() == token.lease();
  const bool news = place > ToPosition(lane.acknowledged());
  if (news && (!current || !IsLeased(state, now))) return domain::LeaseEnded();
  if (news && place > ToPosition(state.lease().through())) {
    return domain::TokenNotDelivered();
  }
  int taken = 0;
  if (news) {
    auto& lease = *state.mutable_lease();
    taken = token.events() - lease.acknowledged();
    lease.set_acknowledged(token.events());
    MoveTo(place, lane);
  }
  const bool empty =
      current && state.lease().acknowledged() == state.lease().events();
  if (current && (release || empty)) state.clear_lease();
  return taken;
}

void Restart(SubscriptionState& state, Position after) {
  VoidLease(state);
  state.mutable_log()->Clear();
  *state.mutable_log()->mutable_acknowledged() = ToPlace(after);
  state.mutable_backlog()->Clear();
  *state.mutable_backlog()->mutable_acknowledged() =
      ToPlace({.revision = state.backlog_newest(), .index = 0});
}

void VoidLease(SubscriptionState& state) {
  state.set_generation(state.generation() + 1);
  state.clear_lease();
}

}  // namespace mandated::engine
