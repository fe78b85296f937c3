#include "services/api/subscription_checks.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/api/selection.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/period.h"
#include "services/domain/validation.h"
#include "services/engine/records.h"

namespace mandated::api {
namespace {

namespace limits = domain::limits;
using mandates::v1::Subscription;

constexpr std::array<std::string_view, 6> kUpdatableFields = {
    "filter", "event_types",           "leads",
    "lease",  "max_delivery_attempts", "description"};

// From one day to ten years, before any day: this one is as good as others.
absl::Status CheckLead(const std::string& lead) {
  const absl::CivilDay day(2000, 1, 1);
  const auto period = domain::ParsePeriod("leads", lead);
  if (period.ok() &&
      domain::Add(day, *period) <= day + limits::kLeadYearsMax * 365 + 3) {
    return absl::OkStatus();
  }
  return domain::LeadInvalid("subscription.leads", lead);
}

absl::Status CheckSelection(const Subscription& subscription) {
  for (const std::string& lead : subscription.leads()) {
    absl::Status checked = CheckLead(lead);
    if (!checked.ok()) return checked;
  }
  return domain::WithFieldPrefix("subscription.",
                                 ParseChoice(subscription).status());
}

absl::Status CheckHandling(const Subscription& subscription) {
  const int attempts = subscription.max_delivery_attempts();
  if (attempts < 0 || attempts > limits::kDeliveryAttemptsMax) {
    return domain::FieldOutOfRange("subscription.max_delivery_attempts",
                                   attempts, 0, limits::kDeliveryAttemptsMax);
  }
  if (subscription.has_lease()) {
    const auto lease =
        CheckSeconds("subscription.lease", subscription.lease(),
                     limits::kLeaseSecondsMin, limits::kLeaseSecondsMax);
    if (!lease.ok()) return lease.status();
  }
  return domain::CheckText("subscription.description",
                           subscription.description(), limits::kTextBytesMax);
}

}  // namespace

absl::StatusOr<Subscription> CheckSubscription(
    const Subscription& subscription) {
  absl::Status checked = CheckSelection(subscription);
  if (checked.ok()) checked = CheckHandling(subscription);
  if (!checked.ok()) return checked;
  Subscription wanted;
  wanted.set_filter(subscription.filter());
  *wanted.mutable_event_types() = subscription.event_types();
  // A lead asked for twice is one.
  const std::set<std::string> leads(subscription.leads().begin(),
                                    subscription.leads().end());
  *wanted.mutable_leads() = {leads.begin(), leads.end()};
  wanted.mutable_lease()->set_seconds(limits::kLeaseSecondsDefault);
  if (subscription.has_lease()) *wanted.mutable_lease() = subscription.lease();
  wanted.set_max_delivery_attempts(subscription.max_delivery_attempts() > 0
                                       ? subscription.max_delivery_attempts()
                                       : limits::kDeliveryAttemptsDefault);
  wanted.set_description(subscription.description());
  return wanted;
}

absl::StatusOr<mandates::v1::UpdateSubscriptionRequest> CheckUpdate(
    const mandates::v1::UpdateSubscriptionRequest& request) {
  if (request.update_mask().paths().empty()) {
    return domain::FieldMissing("update_mask", "list the fields to change");
  }
  for (const std::string& path : request.update_mask().paths()) {
    if (std::find(kUpdatableFields.begin(), kUpdatableFields.end(), path) !=
        kUpdatableFields.end()) {
      continue;
    }
    return domain::FieldInvalid(
        "update_mask", "PATH_UNKNOWN",
        absl::StrCat("\"", path.substr(0, limits::kNameBytesMax),
                     "\" cannot be updated; send some of filter, event_types, "
                     "leads, lease, max_delivery_attempts, description"));
  }
  const auto wanted = CheckSubscription(request.subscription());
  if (!wanted.ok()) return wanted.status();
  mandates::v1::UpdateSubscriptionRequest checked = request;
  const std::string etag = request.subscription().etag();
  *checked.mutable_subscription() = *wanted;
  checked.mutable_subscription()->set_etag(etag);
  return checked;
}

absl::StatusOr<absl::Duration> CheckSeconds(
    std::string_view field, const google::protobuf::Duration& duration, int min,
    int max) {
  const int64_t seconds = duration.seconds();
  const bool below = seconds < min || duration.nanos() < 0;
  const bool above = seconds > max || (seconds == max && duration.nanos() > 0);
  if (below || above) {
    return domain::FieldOutOfRange(std::string(field) + ".seconds", seconds,
                                   min, max);
  }
  return engine::FromDuration(duration);
}

absl::StatusOr<std::vector<int64_t>> CheckDeadLetterNames(
    const google::protobuf::RepeatedPtrField<std::string>& names,
    const std::string& id) {
  if (names.size() > limits::kDeadLettersMax) {
    return domain::FieldOutOfRange("names", names.size(), 0,
                                   limits::kDeadLettersMax);
  }
  std::set<int64_t> numbers;
  for (int i = 0; i < names.size(); ++i) {
    const std::string field = absl::StrCat("names[", i, "]");
    const auto name = domain::ParseDeadLetterName(field, names[i]);
    if (!name.ok()) return name.status();
    if (name->subscription != id) {
      return domain::FieldInvalid(field, "NAME_INVALID",
                                  "is a dead letter of another subscription");
    }
    numbers.insert(name->number);
  }
  return std::vector<int64_t>(numbers.begin(), numbers.end());
}

}  // namespace mandated::api
