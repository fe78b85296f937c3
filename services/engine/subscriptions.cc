#include "services/engine/subscriptions.h"

#include <memory>
#include <utility>

#include "services/domain/errors.h"
#include "services/domain/names.h"
#include "services/engine/delivery_token.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"
#include "services/engine/subscription_state.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::KeptEvent;

// The etag of what a change has just written.
void CompleteEtag(storage::Revision revision, StoredSubscription& stored) {
  if (revision > 0) SetEtag(stored.subscription, revision);
}

mandates::v1::DeadLetter ToDeadLetter(const std::string& id, int64_t number,
                                      KeptEvent& kept) {
  mandates::v1::DeadLetter letter;
  letter.set_name(
      domain::DeadLetterName{.subscription = id, .number = number}.ToString());
  letter.mutable_event()->Swap(kept.mutable_event());
  letter.set_delivery_attempts(kept.delivery_attempts());
  *letter.mutable_park_time() = kept.park_time();
  return letter;
}

}  // namespace

// Runs `apply` on the writer; `complete` adds what only the commit tells.
template <typename Result>
void Subscriptions::Submit(
    const std::string& id, bool dry,
    std::function<absl::Status(Draft&, Result&)> apply,
    std::function<void(storage::Revision, Result&)> complete,
    Answer<Result> done) {
  const auto result = std::make_shared<Result>();
  writer_->Submit({.prepare =
                       [result, apply = std::move(apply)](Draft& draft) {
                         *result = Result();
                         return apply(draft, *result);
                       },
                   .done =
                       [this, id, result, complete = std::move(complete),
                        done = std::move(done)](
                           absl::StatusOr<storage::Revision> revision, Draft&) {
                         if (!revision.ok()) {
                           done(std::move(revision).status());
                           return;
                         }
                         if (complete) complete(*revision, *result);
                         if (*revision > 0 && !std::is_same_v<Result, Leased>)
                           Tell(id);
                         done(std::move(*result));
                       },
                   .dry = dry});
}

void Subscriptions::Create(const std::string& id,
                           mandates::v1::Subscription subscription,
                           StartPoint start, bool validate_only,
                           Answer<StoredSubscription> done) {
  Submit<StoredSubscription>(
      id, validate_only,
      [this, id, subscription = std::move(subscription),
       start = std::move(start)](Draft& draft, StoredSubscription& made) {
        return CreateInto(draft, id, subscription, start, store_->id(),
                          leads_default_, made);
      },
      CompleteEtag, std::move(done));
}

void Subscriptions::Update(
    const mandates::v1::UpdateSubscriptionRequest& request,
    const std::string& id, Answer<StoredSubscription> done) {
  Submit<StoredSubscription>(
      id, request.validate_only(),
      [this, id, request](Draft& draft, StoredSubscription& changed) {
        return UpdateInto(draft, id, request, leads_default_, changed);
      },
      CompleteEtag, std::move(done));
}

void Subscriptions::Delete(const std::string& id, const std::string& etag,
                           Answer<StoredSubscription> done) {
  Submit<StoredSubscription>(
      id, false,
      [this, id, etag](Draft& draft, StoredSubscription& deleted) {
        return DeleteInto(draft, id, etag, leads_default_, deleted);
      },
      nullptr, std::move(done));
}

void Subscriptions::Seek(const std::string& id, StartPoint start,
                         Answer<StoredSubscription> done) {
  Submit<StoredSubscription>(
      id, false,
      [id, start = std::move(start)](Draft& draft, StoredSubscription& moved) {
        return SeekInto(draft, id, start, moved);
      },
      nullptr, std::move(done));
}

void Subscriptions::Lease(Offer offer, Answer<Leased> done) {
  const std::string id = offer.id;
  Submit<Leased>(
      id, false,
      [this, offer = std::move(offer)](Draft& draft, Leased& leased) {
        return LeaseInto(draft, offer, store_->id(), machine_clock_->Now(),
                         leased);
      },
      nullptr, std::move(done));
}

void Subscriptions::Acknowledge(
    const mandates::v1::AcknowledgeRequest& request, const std::string& id,
    Answer<mandates::v1::AcknowledgeResponse> done) {
  Submit<mandates::v1::AcknowledgeResponse>(
      id, false,
      [this, id, request](Draft& draft,
                          mandates::v1::AcknowledgeResponse& response) {
        return AcknowledgeInto(draft, id, request, store_->id(),
                               machine_clock_->Now(), response);
      },
      nullptr, std::move(done));
}

void Subscriptions::TakeDeadLetters(const std::string& id,
                                    std::vector<int64_t> numbers, bool replay,
                                    Answer<int> done) {
  Submit<int>(
      id, false,
      [id, numbers = std::move(numbers), replay](Draft& draft, int& taken) {
        return TakeDeadLettersInto(draft, id, numbers, replay, taken);
      },
      nullptr, std::move(done));
}

absl::StatusOr<StoredSubscription> Subscriptions::Read(
    const std::string& id) const {
  return ReadSubscription(*store_->GetSnapshot(), id);
}

absl::StatusOr<Page<StoredSubscription>> Subscriptions::List(
    const std::string& after_key, int page_size) const {
  Page<StoredSubscription> page;
  const auto snapshot = store_->GetSnapshot();
  absl::Status read;
  std::string last_key;
  size_t bytes = 0;
  absl::Status scanned = ScanPage(
      *snapshot, AllSubscriptions(), after_key, false,
      [&](std::string_view key, const storage::Value& value) {
        if (IsFull(page, page_size, bytes)) {
          page.next_key = last_key;
          return false;
        }
        last_key = std::string(key);
        bytes += value.bytes.size();
        auto stored = ReadSubscription(*snapshot, IdOfSubscriptionKey(key));
        read = stored.status();
        if (stored.ok()) page.items.push_back(std::move(*stored));
        return read.ok();
      });
  if (!scanned.ok()) return scanned;
  if (!read.ok()) return read;
  return page;
}

absl::StatusOr<Page<mandates::v1::DeadLetter>> Subscriptions::ListDeadLetters(
    const std::string& id, const std::string& after_key, int page_size) const {
  const auto snapshot = store_->GetSnapshot();
  const auto stored = ReadSubscription(*snapshot, id);
  if (!stored.ok()) return stored.status();
  Page<mandates::v1::DeadLetter> page;
  absl::Status decoded;
  std::string last_key;
  size_t bytes = 0;
  absl::Status scanned =
      ScanPage(*snapshot, DeadLettersAfter(id, 0), after_key, false,
               [&](std::string_view key, const storage::Value& value) {
                 if (IsFull(page, page_size, bytes)) {
                   page.next_key = last_key;
                   return false;
                 }
                 last_key = std::string(key);
                 bytes += value.bytes.size();
                 KeptEvent kept;
                 decoded = Decode(value.bytes, kept);
                 page.items.push_back(ToDeadLetter(id, NumberOfKey(key), kept));
                 return decoded.ok();
               });
  if (!scanned.ok()) return scanned;
  if (!decoded.ok()) return decoded;
  return page;
}

absl::StatusOr<Offer> Subscriptions::ReadBacklog(
    const StoredSubscription& stored, int limit) const {
  Offer offer{.id = stored.id,
              .state_revision = stored.state_revision,
              .backlog = true};
  const KeyRange range =
      BacklogAfter(stored.id, stored.state.backlog().acknowledged().revision());
  absl::Status decoded;
  absl::Status scanned = store_->GetSnapshot()->Scan(
      range.first, range.second,
      [&](std::string_view key, const storage::Value& value) {
        KeptEvent kept;
        decoded = Decode(value.bytes, kept);
        offer.places.push_back({.revision = NumberOfKey(key), .index = 0});
        offer.events.push_back(std::move(*kept.mutable_event()));
        return decoded.ok() && static_cast<int>(offer.events.size()) < limit;
      });
  if (!scanned.ok()) return scanned;
  if (!decoded.ok()) return decoded;
  return offer;
}

absl::StatusOr<storage::Position> Subscriptions::PositionOf(
    const StoredSubscription& stored, const std::string& token) const {
  const auto read =
      ReadDeliveryToken(token, store_->id(), stored.subscription.uid(),
                        stored.subscription.name());
  if (!read.ok()) return read.status();
  if (read->backlog()) return domain::TokenNotDelivered();
  return ToPosition(read->place());
}

std::string Subscriptions::AcknowledgedToken(
    const StoredSubscription& stored) const {
  mandates::storage::v1::DeliveryToken token;
  token.set_store_id(store_->id());
  token.set_subscription_uid(stored.subscription.uid());
  token.set_generation(stored.state.generation());
  *token.mutable_place() = stored.state.log().acknowledged();
  return MakeDeliveryToken(token);
}

int64_t Subscriptions::Listen(const std::string& id,
                              std::function<void()> changed) {
  const MutexLock lock(&mutex_);
  listeners_[id].emplace(++listener_newest_, std::move(changed));
  return listener_newest_;
}

void Subscriptions::Forget(const std::string& id, int64_t listener) {
  const MutexLock lock(&mutex_);
  const auto found = listeners_.find(id);
  if (found == listeners_.end()) return;
  found->second.erase(listener);
  if (found->second.empty()) listeners_.erase(found);
}

void Subscriptions::Tell(const std::string& id) {
  std::map<int64_t, std::function<void()>> told;
  {
    const MutexLock lock(&mutex_);
    const auto found = listeners_.find(id);
    if (found == listeners_.end()) return;
    told = std::move(found->second);
    listeners_.erase(found);
  }
  for (const auto& [listener, changed] : told) changed();
}

}  // namespace mandated::engine
