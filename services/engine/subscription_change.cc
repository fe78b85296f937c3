#include "services/engine/subscription_change.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/domain/errors.h"
#include "services/domain/event_id.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/engine/delivery_token.h"
#include "services/engine/keyspace.h"
#include "services/engine/leads.h"
#include "services/engine/records.h"
#include "services/engine/subscription_state.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::DeliveryToken;
using mandates::storage::v1::KeptEvent;
using mandates::storage::v1::SubscriptionCount;
using mandates::v1::Subscription;

std::string NameOfSubscription(const std::string& id) {
  return absl::StrCat("subscriptions/", id);
}

// Parses the two records of a subscription.
absl::StatusOr<StoredSubscription> DecodeBoth(
    const std::string& id, const std::optional<storage::Value>& subscription,
    const std::optional<storage::Value>& state) {
  if (!subscription || !state) {
    return domain::SubscriptionNotFound(NameOfSubscription(id));
  }
  StoredSubscription stored;
  stored.id = id;
  absl::Status decoded = Decode(subscription->bytes, stored.subscription);
  if (decoded.ok()) decoded = Decode(state->bytes, stored.state);
  if (!decoded.ok()) return decoded;
  SetEtag(stored.subscription, subscription->revision);
  stored.state_revision = state->revision;
  return stored;
}

absl::StatusOr<StoredSubscription> Load(Draft& draft, const std::string& id) {
  const auto subscription = draft.Get(SubscriptionKey(id));
  if (!subscription.ok()) return subscription.status();
  const auto state = draft.Get(SubscriptionStateKey(id));
  if (!state.ok()) return state.status();
  return DecodeBoth(id, *subscription, *state);
}

void PutSubscription(Draft& draft, const std::string& id,
                     Subscription subscription) {
  subscription.clear_etag();
  subscription.clear_progress();
  draft.Put(SubscriptionKey(id), subscription.SerializeAsString());
}

void PutState(Draft& draft, const std::string& id,
              const SubscriptionState& state) {
  draft.Put(SubscriptionStateKey(id), state.SerializeAsString());
}

// Tells whoever depends on all subscriptions that one changed.
absl::StatusOr<SubscriptionCount> Count(Draft& draft, int difference) {
  const auto value = draft.Get(kSubscriptionCountKey);
  if (!value.ok()) return value.status();
  SubscriptionCount count;
  if (value->has_value()) {
    absl::Status decoded = Decode((*value)->bytes, count);
    if (!decoded.ok()) return decoded;
  }
  count.set_present(count.present() + difference);
  if (difference > 0) count.set_created(count.created() + 1);
  if (count.present() > domain::limits::kSubscriptionsMax) {
    return domain::TooManySubscriptions(domain::limits::kSubscriptionsMax);
  }
  draft.Put(kSubscriptionCountKey, count.SerializeAsString());
  return count;
}

absl::Status CheckEtag(const Subscription& subscription,
                       const std::string& etag) {
  if (etag.empty() || etag == subscription.etag()) return absl::OkStatus();
  return domain::EtagStale(subscription.name(), etag, subscription.etag());
}

void AddToBacklog(Draft& draft, const std::string& id,
                  const mandates::v1::Event& event, SubscriptionState& state) {
  KeptEvent kept;
  *kept.mutable_event() = event;
  state.set_backlog_newest(state.backlog_newest() + 1);
  draft.Put(BacklogKey(id, state.backlog_newest()), kept.SerializeAsString());
}

// Deletes every key of `range`.
absl::Status DeleteRange(Draft& draft, const KeyRange& range) {
  std::vector<std::string> keys;
  absl::Status scanned =
      draft.Scan(range.first, range.second, [&](std::string_view key) {
        keys.emplace_back(key);
        return true;
      });
  for (std::string& key : keys) draft.Delete(std::move(key));
  return scanned;
}

// Deletes the entries of the backlog up to `number`, inclusive, which follow
// `acknowledged`.
void DropBacklog(Draft& draft, const std::string& id, int64_t acknowledged,
                 int64_t number) {
  while (acknowledged < number) draft.Delete(BacklogKey(id, ++acknowledged));
}

// Moves `state` to `start`, whose backlog replaces what it has.
void StartAt(Draft& draft, const std::string& id, const StartPoint& start,
             SubscriptionState& state) {
  DropBacklog(draft, id, state.backlog().acknowledged().revision(),
              state.backlog_newest());
  Restart(state, start.after);
  for (const auto& event : start.backlog) AddToBacklog(draft, id, event, state);
}

absl::Status Park(Draft& draft, const Offer& offer, size_t count,
                  const SubscriptionState& before, SubscriptionState& state) {
  const SubscriptionLane& lane =
      offer.backlog ? before.backlog() : before.log();
  for (size_t i = 0; i < count; ++i) {
    if (state.dead_letters() >= domain::limits::kDeadLettersMax) {
      return domain::DeadLettersFull(NameOfSubscription(offer.id),
                                     domain::limits::kDeadLettersMax);
    }
    KeptEvent letter;
    *letter.mutable_event() = offer.events[i];
    letter.set_delivery_attempts(AttemptsOf(lane, offer.places[i]));
    *letter.mutable_park_time() = ToTimestamp(draft.moment().now);
    state.set_dead_letter_newest(state.dead_letter_newest() + 1);
    state.set_dead_letters(state.dead_letters() + 1);
    draft.Put(DeadLetterKey(offer.id, state.dead_letter_newest()),
              letter.SerializeAsString());
  }
  return absl::OkStatus();
}

// Writes the deliveries of a lease just given.
void Deliver(const Offer& offer, const DeliveryPlan& plan,
             const StoredSubscription& stored, const std::string& store_id,
             Leased& leased) {
  DeliveryToken token;
  token.set_store_id(store_id);
  token.set_subscription_uid(stored.subscription.uid());
  token.set_generation(stored.state.generation());
  token.set_lease(stored.state.lease_newest());
  token.set_backlog(offer.backlog);
  leased.lease_token = MakeDeliveryToken(token);
  for (size_t i = 0; i < plan.attempts.size(); ++i) {
    token.set_events(static_cast<int32_t>(i) + 1);
    *token.mutable_place() = ToPlace(offer.places[plan.park + i]);
    mandates::v1::Delivery delivery;
    *delivery.mutable_event() = offer.events[plan.park + i];
    delivery.set_delivery_attempt(plan.attempts[i]);
    delivery.set_acknowledge_token(MakeDeliveryToken(token));
    leased.deliveries.push_back(std::move(delivery));
  }
}

absl::StatusOr<std::vector<int64_t>> AllDeadLetters(const Draft& draft,
                                                    const std::string& id) {
  std::vector<int64_t> numbers;
  const KeyRange range = DeadLettersAfter(id, 0);
  absl::Status scanned =
      draft.Scan(range.first, range.second, [&](std::string_view key) {
        numbers.push_back(NumberOfKey(key));
        return true;
      });
  if (!scanned.ok()) return scanned;
  return numbers;
}

}  // namespace

absl::StatusOr<StoredSubscription> ReadSubscription(
    const storage::Snapshot& snapshot, const std::string& id) {
  const auto subscription = snapshot.Get(SubscriptionKey(id));
  if (!subscription.ok()) return subscription.status();
  const auto state = snapshot.Get(SubscriptionStateKey(id));
  if (!state.ok()) return state.status();
  return DecodeBoth(id, *subscription, *state);
}

void SetEtag(Subscription& subscription, storage::Revision revision) {
  subscription.set_etag(EtagOf(revision));
}

absl::Status CreateInto(Draft& draft, const std::string& id,
                        const Subscription& subscription,
                        const StartPoint& start, const std::string& uid_space,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& made) {
  const auto before = draft.Get(SubscriptionKey(id));
  if (!before.ok()) return before.status();
  const std::string name = NameOfSubscription(id);
  if (before->has_value()) return domain::SubscriptionExists(name);
  const auto count = Count(draft, 1);
  if (!count.ok()) return count.status();
  made.id = id;
  made.subscription = subscription;
  made.subscription.set_name(name);
  made.subscription.set_uid(domain::DnsUuid(
      absl::StrCat(uid_space, "/", name, "/", count->created())));
  *made.subscription.mutable_create_time() = ToTimestamp(draft.moment().now);
  *made.subscription.mutable_update_time() = ToTimestamp(draft.moment().now);
  StartAt(draft, id, start, made.state);
  PutSubscription(draft, id, made.subscription);
  PutState(draft, id, made.state);
  return SetLeads(draft, leads_default);
}

absl::Status UpdateInto(Draft& draft, const std::string& id,
                        const mandates::v1::UpdateSubscriptionRequest& request,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& changed) {
  auto stored = Load(draft, id);
  if (!stored.ok()) return stored.status();
  absl::Status etag =
      CheckEtag(stored->subscription, request.subscription().etag());
  if (!etag.ok()) return etag;
  changed = *stored;
  using google::protobuf::util::FieldMaskUtil;
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(request.subscription(), request.update_mask(),
                                options, &changed.subscription);
  if (changed.subscription.SerializeAsString() ==
      stored->subscription.SerializeAsString()) {
    return absl::OkStatus();
  }
  for (const std::string& path : request.update_mask().paths()) {
    if (path != "filter" && path != "event_types" && path != "leads") continue;
    VoidLease(changed.state);
    PutState(draft, id, changed.state);
    break;
  }
  *changed.subscription.mutable_update_time() = ToTimestamp(draft.moment().now);
  PutSubscription(draft, id, changed.subscription);
  const auto count = Count(draft, 0);
  if (!count.ok()) return count.status();
  return SetLeads(draft, leads_default);
}

absl::Status DeleteInto(Draft& draft, const std::string& id,
                        const std::string& etag,
                        const std::vector<std::string>& leads_default,
                        StoredSubscription& deleted) {
  auto stored = Load(draft, id);
  if (!stored.ok()) return stored.status();
  absl::Status status = CheckEtag(stored->subscription, etag);
  if (status.ok()) status = DeleteRange(draft, BacklogAfter(id, 0));
  if (status.ok()) status = DeleteRange(draft, DeadLettersAfter(id, 0));
  if (status.ok()) status = Count(draft, -1).status();
  if (!status.ok()) return status;
  draft.Delete(SubscriptionKey(id));
  draft.Delete(SubscriptionStateKey(id));
  deleted = std::move(*stored);
  return SetLeads(draft, leads_default);
}

absl::Status SeekInto(Draft& draft, const std::string& id,
                      const StartPoint& start, StoredSubscription& moved) {
  auto stored = Load(draft, id);
  if (!stored.ok()) return stored.status();
  moved = std::move(*stored);
  StartAt(draft, id, start, moved.state);
  PutState(draft, id, moved.state);
  return absl::OkStatus();
}

absl::Status LeaseInto(Draft& draft, const Offer& offer,
                       const std::string& store_id, absl::Time now,
                       Leased& leased) {
  auto stored = Load(draft, offer.id);
  if (!stored.ok()) return stored.status();
  leased = Leased();
  leased.stale = stored->state_revision != offer.state_revision ||
                 IsLeased(stored->state, now);
  if (leased.stale) return absl::OkStatus();
  const SubscriptionState before = stored->state;
  SubscriptionState& state = stored->state;
  const DeliveryPlan plan =
      PlanDelivery(offer.backlog ? before.backlog() : before.log(),
                   offer.places, stored->subscription.max_delivery_attempts());
  if (!offer.backlog) SkipTo(state, offer.skip_to);
  absl::Status parked = Park(draft, offer, plan.park, before, state);
  if (!parked.ok()) return parked;
  leased.expire_time = now + offer.lease;
  Lease(state, offer.backlog, offer.places, plan, leased.expire_time);
  DropBacklog(draft, offer.id, before.backlog().acknowledged().revision(),
              state.backlog().acknowledged().revision());
  PutState(draft, offer.id, state);
  Deliver(offer, plan, *stored, store_id, leased);
  return absl::OkStatus();
}

absl::Status AcknowledgeInto(Draft& draft, const std::string& id,
                             const mandates::v1::AcknowledgeRequest& request,
                             const std::string& store_id, absl::Time now,
                             mandates::v1::AcknowledgeResponse& response) {
  auto stored = Load(draft, id);
  if (!stored.ok()) return stored.status();
  const auto token =
      ReadDeliveryToken(request.token(), store_id, stored->subscription.uid(),
                        stored->subscription.name());
  if (!token.ok()) return token.status();
  const SubscriptionState before = stored->state;
  SubscriptionState& state = stored->state;
  const auto taken = Acknowledge(state, *token, request.release(), now);
  if (!taken.ok()) return taken.status();
  response.set_acknowledged(*taken);
  response.set_leased(state.lease().events() - state.lease().acknowledged());
  if (*taken == 0 && state.has_lease() == before.has_lease()) {
    return absl::OkStatus();
  }
  DropBacklog(draft, id, before.backlog().acknowledged().revision(),
              state.backlog().acknowledged().revision());
  PutState(draft, id, state);
  return absl::OkStatus();
}

absl::Status TakeDeadLettersInto(Draft& draft, const std::string& id,
                                 std::vector<int64_t> numbers, bool replay,
                                 int& taken) {
  auto stored = Load(draft, id);
  if (!stored.ok()) return stored.status();
  if (numbers.empty()) {
    auto all = AllDeadLetters(draft, id);
    if (!all.ok()) return all.status();
    numbers = std::move(*all);
  }
  taken = static_cast<int>(numbers.size());
  if (numbers.empty()) return absl::OkStatus();
  SubscriptionState& state = stored->state;
  for (const int64_t number : numbers) {
    const std::string key = DeadLetterKey(id, number);
    const auto value = draft.Get(key);
    if (!value.ok()) return value.status();
    if (!value->has_value()) {
      return domain::DeadLetterNotFound(
          domain::DeadLetterName{.subscription = id, .number = number}
              .ToString());
    }
    KeptEvent letter;
    absl::Status decoded = Decode((*value)->bytes, letter);
    if (!decoded.ok()) return decoded;
    if (replay) AddToBacklog(draft, id, letter.event(), state);
    draft.Delete(key);
    state.set_dead_letters(state.dead_letters() - 1);
  }
  PutState(draft, id, state);
  return absl::OkStatus();
}

}  // namespace mandated::engine
