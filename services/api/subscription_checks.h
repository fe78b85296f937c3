#ifndef MANDATED_SERVICES_API_SUBSCRIPTION_CHECKS_H_
#define MANDATED_SERVICES_API_SUBSCRIPTION_CHECKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_field.h"
#include "mandates/v1/subscription.pb.h"

// Field-by-field checks of requests about subscriptions: INVALID_ARGUMENT that
// names the field.
namespace mandated::api {

// Returns what a caller wants, with the server's defaults where it says
// nothing and without what only the server says.
absl::StatusOr<mandates::v1::Subscription> CheckSubscription(
    const mandates::v1::Subscription& subscription);

// As CheckSubscription, for the fields of the mask, which is not empty and
// names no other than those that can change.
absl::StatusOr<mandates::v1::UpdateSubscriptionRequest> CheckUpdate(
    const mandates::v1::UpdateSubscriptionRequest& request);

// Returns the duration; `min` to `max` seconds, both inclusive.
absl::StatusOr<absl::Duration> CheckSeconds(
    std::string_view field, const google::protobuf::Duration& duration, int min,
    int max);

// Returns the numbers of dead letters, all of the subscription with `id`.
absl::StatusOr<std::vector<int64_t>> CheckDeadLetterNames(
    const google::protobuf::RepeatedPtrField<std::string>& names,
    const std::string& id);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_SUBSCRIPTION_CHECKS_H_
