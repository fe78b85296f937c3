#ifndef MANDATED_SERVICES_ENGINE_SUBSCRIPTION_CHANGE_H_
#define MANDATED_SERVICES_ENGINE_SUBSCRIPTION_CHANGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandates/storage/v1/records.pb.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/subscription.pb.h"
#include "services/engine/draft.h"
#include "storage/store.h"

// Changes of subscriptions, each made in a draft. Errors are those of the RPC
// of the same name; NOT_FOUND (SUBSCRIPTION_NOT_FOUND) is one of each but
// Create.
namespace mandated::engine {

// A subscription as stored, without its progress, and how far it is.
struct StoredSubscription {
  std::string id;
  mandates::v1::Subscription subscription;
  mandates::storage::v1::SubscriptionState state;
  storage::Revision state_revision = 0;
};

// Where a subscription starts: with `backlog`, then behind `after`.
struct StartPoint {
  storage::Position after;
  std::vector<mandates::v1::Event> backlog;
};

// The next events of one lane, found for the state of `state_revision`.
struct Offer {
  std::string id;
  storage::Revision state_revision = 0;
  bool backlog = false;
  std::vector<storage::Position> places = {};  // one for each event
  std::vector<mandates::v1::Event> events = {};
  // Nothing up to it, inclusive, is selected; of the log only.
  storage::Position skip_to = {};
  absl::Duration lease = {};
};

// What became of an offer.
struct Leased {
  // Somebody changed the subscription since: look again. Else the rest holds.
  bool stale = false;
  std::vector<mandates::v1::Delivery> deliveries;  // none: all were parked
  std::string lease_token;
  absl::Time expire_time;
};

// Reads a subscription. NOT_FOUND (SUBSCRIPTION_NOT_FOUND).
absl::StatusOr<StoredSubscription> ReadSubscription(
    const storage::Snapshot& snapshot, const std::string& id);

// Writes the etag that follows from `revision`.
void SetEtag(mandates::v1::Subscription& subscription,
             storage::Revision revision);

// `subscription` holds what a caller wants; `uid_space` tells this store apart
// from others. Leads that nobody asks for but these are `leads_default`.
absl::Status CreateInto(Draft& draft, const std::string& id,
                        const mandates::v1::Subscription& subscription,
                        const StartPoint& start, const std::string& uid_space,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& made);

absl::Status UpdateInto(Draft& draft, const std::string& id,
                        const mandates::v1::UpdateSubscriptionRequest& request,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& changed);

absl::Status DeleteInto(Draft& draft, const std::string& id,
                        const std::string& etag,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& deleted);

absl::Status SeekInto(Draft& draft, const std::string& id,
                      const StartPoint& start, StoredSubscription& moved);

// Leases what `offer` has until `now` and its lease. FAILED_PRECONDITION
// (DEAD_LETTERS_FULL).
absl::Status LeaseInto(Draft& draft, const Offer& offer,
                       const std::string& store_id, absl::Time now,
                       Leased& leased);

absl::Status AcknowledgeInto(Draft& draft, const std::string& id,
                             const mandates::v1::AcknowledgeRequest& request,
                             const std::string& store_id, absl::Time now,
                             mandates::v1::AcknowledgeResponse& response);

// Takes away the dead letters with `numbers`, or all where it is empty; with
// `replay`, into the backlog. `taken` counts them.
absl::Status TakeDeadLettersInto(Draft& draft, const std::string& id,
                                 std::vector<int64_t> numbers, bool replay,
                                 int& taken);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_SUBSCRIPTION_CHANGE_H_
