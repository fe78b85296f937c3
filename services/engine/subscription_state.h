#ifndef MANDATED_SERVICES_ENGINE_SUBSCRIPTION_STATE_H_
#define MANDATED_SERVICES_ENGINE_SUBSCRIPTION_STATE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandates/storage/v1/records.pb.h"
#include "storage/store.h"

// How a subscription moves: what a pull delivers, what an acknowledgement
// takes, when an event becomes a dead letter. Pure: no store, no clock. The
// places of a lane rise; those of the backlog are (number, 0).
namespace mandated::engine {

using mandates::storage::v1::SubscriptionLane;
using mandates::storage::v1::SubscriptionState;

storage::Position ToPosition(const mandates::storage::v1::EventPlace& place);
mandates::storage::v1::EventPlace ToPlace(storage::Position position);

// Tells that events wait in the backlog, which goes before the log.
bool HasBacklog(const SubscriptionState& state);

// Tells that a worker holds a lease at `now`. One that would last longer than
// any can is the work of a clock that was wrong, and is none.
bool IsLeased(const SubscriptionState& state, absl::Time now);

// Returns how often the event at `place` was delivered.
int AttemptsOf(const SubscriptionLane& lane, storage::Position place);

// Takes everything up to `place`, inclusive, off the log, as nothing of it is
// selected. Never moves back.
void SkipTo(SubscriptionState& state, storage::Position place);

// What a pull does with the next events of a lane.
struct DeliveryPlan {
  size_t park = 0;            // of the first: they are dead letters now
  std::vector<int> attempts;  // of those after, which are delivered
};

// Plans the delivery of events at `places`, which follow the acknowledged
// place of `lane`. Whoever was delivered `attempts_max` times is parked. The
// last attempt is made alone, so that an event nobody can handle takes no
// other along.
DeliveryPlan PlanDelivery(const SubscriptionLane& lane,
                          const std::vector<storage::Position>& places,
                          int attempts_max);

// Puts the first `plan.park` of `places` behind the lane and the others on a
// lease until `expire_time`; there may be none of these.
void Lease(SubscriptionState& state, bool backlog,
           const std::vector<storage::Position>& places,
           const DeliveryPlan& plan, absl::Time expire_time);

// Takes the events up to a token's place off the state, and gives back the
// rest with `release`. Returns how many it took: 0 when they were acknowledged
// before. FAILED_PRECONDITION (LEASE_ENDED): the token is of an earlier
// generation or lease, or the lease has run out at `now`. INVALID_ARGUMENT
// (TOKEN_NOT_DELIVERED): no lease ever had that place.
absl::StatusOr<int> Acknowledge(
    SubscriptionState& state, const mandates::storage::v1::DeliveryToken& token,
    bool release, absl::Time now);

// Starts again behind `after` in the log, and drops lease, attempts and the
// backlog's entries so far.
void Restart(SubscriptionState& state, storage::Position after);

// Voids what is on lease, after a change of the selection: all of it is
// delivered again where it is selected still.
void VoidLease(SubscriptionState& state);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_SUBSCRIPTION_STATE_H_
