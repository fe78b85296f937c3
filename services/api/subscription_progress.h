#ifndef MANDATED_SERVICES_API_SUBSCRIPTION_PROGRESS_H_
#define MANDATED_SERVICES_API_SUBSCRIPTION_PROGRESS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "mandates/v1/admin_service.pb.h"
#include "mandates/v1/subscription.pb.h"
#include "services/engine/subscriptions.h"
#include "services/stream/hub.h"

namespace mandated::api {

// Tells how far a subscription is; counts `lag_max` events at most. Errors:
// what the store says.
absl::StatusOr<mandates::v1::SubscriptionProgress> MeasureProgress(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub,
    const engine::StoredSubscription& stored, int lag_max);

// Returns the subscription with its progress. Errors: what the store says.
absl::StatusOr<mandates::v1::Subscription> WithProgress(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub,
    const engine::StoredSubscription& stored, int lag_max);

// Returns the lags of the first limits::kLagsListedMax subscriptions; those
// that cannot be read are left out.
std::vector<mandates::v1::SubscriptionLag> ListLags(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_SUBSCRIPTION_PROGRESS_H_
