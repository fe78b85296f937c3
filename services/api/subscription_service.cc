#include "services/api/subscription_service.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "services/api/grpc_thread.h"
#include "services/api/page_token.h"
#include "services/api/pull_reactors.h"
#include "services/api/request_checks.h"
#include "services/api/selection.h"
#include "services/api/status.h"
#include "services/api/subscription_checks.h"
#include "services/api/subscription_progress.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/engine/delivery_token.h"

namespace mandated::api {
namespace {

using engine::StoredSubscription;

constexpr int kLagMax = domain::limits::kLagEventsMax;

// Answers a call about one subscription with it and its progress.
template <typename Response>
void FinishWith(grpc::ServerUnaryReactor* reactor, Response* response,
                const engine::Subscriptions& subscriptions,
                const stream::Hub& hub,
                const absl::StatusOr<StoredSubscription>& stored) {
  absl::Status status = stored.status();
  if (stored.ok()) {
    auto whole = WithProgress(subscriptions, hub, *stored, kLagMax);
    status = whole.status();
    if (whole.ok()) *response->mutable_subscription() = std::move(*whole);
  }
  reactor->Finish(ToGrpc(status));
}

// The same once a change is made. Measuring progress reads the log, for which
// the writer must not wait.
template <typename Response>
engine::Answer<StoredSubscription> AnswerWith(
    grpc::ServerUnaryReactor* reactor, Response* response,
    const engine::Subscriptions* subscriptions, const stream::Hub* hub) {
  return [=](absl::StatusOr<StoredSubscription> stored) {
    RunOnGrpcThread([=, stored = std::move(stored)] {
      FinishWith(reactor, response, *subscriptions, *hub, stored);
    });
  };
}

grpc::ServerUnaryReactor* Refuse(grpc::ServerUnaryReactor* reactor,
                                 const absl::Status& status) {
  reactor->Finish(ToGrpc(status));
  return reactor;
}

// What a Pull and a StreamSubscription ask for.
template <typename Request>
absl::StatusOr<Puller::Request> ReadPull(const Request& request) {
  const auto id =
      domain::ParseSubscriptionName("subscription", request.subscription());
  if (!id.ok()) return id.status();
  const auto events = CheckPageSize(request.max_events(), "max_events");
  if (!events.ok()) return events.status();
  Puller::Request pull{.id = *id, .max_events = *events};
  if (request.has_lease()) {
    const auto lease =
        CheckSeconds("lease", request.lease(), domain::limits::kLeaseSecondsMin,
                     domain::limits::kLeaseSecondsMax);
    if (!lease.ok()) return lease.status();
    pull.lease = *lease;
  }
  return pull;
}

// Takes dead letters away, and tells how many through `count`.
template <typename Request>
grpc::ServerUnaryReactor* TakeDeadLetters(grpc::CallbackServerContext* context,
                                          engine::Subscriptions* subscriptions,
                                          const Request& request, bool replay,
                                          std::function<void(int)> count) {
  auto* reactor = context->DefaultReactor();
  const auto id =
      domain::ParseSubscriptionName("subscription", request.subscription());
  if (!id.ok()) return Refuse(reactor, id.status());
  auto numbers = CheckDeadLetterNames(request.names(), *id);
  if (!numbers.ok()) return Refuse(reactor, numbers.status());
  subscriptions->TakeDeadLetters(
      *id, std::move(*numbers), replay,
      [reactor, count = std::move(count)](absl::StatusOr<int> taken) {
        if (taken.ok()) count(*taken);
        reactor->Finish(ToGrpc(taken.status()));
      });
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* SubscriptionService::CreateSubscription(
    grpc::CallbackServerContext* context,
    const mandates::v1::CreateSubscriptionRequest* request,
    mandates::v1::CreateSubscriptionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/CreateSubscription");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  absl::Status id = domain::CheckSubscriptionId("subscription_id",
                                                request->subscription_id());
  if (!id.ok()) return Refuse(reactor, id);
  auto wanted = CheckSubscription(request->subscription());
  if (!wanted.ok()) return Refuse(reactor, wanted.status());
  const auto choice = ParseChoice(*wanted);
  if (!choice.ok()) return Refuse(reactor, choice.status());
  auto start = FindStart(request->start(), *choice, nullptr);
  if (!start.ok()) return Refuse(reactor, start.status());
  subscriptions_->Create(request->subscription_id(), std::move(*wanted),
                         std::move(*start), request->validate_only(),
                         AnswerWith(reactor, response, subscriptions_, hub_));
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::GetSubscription(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetSubscriptionRequest* request,
    mandates::v1::GetSubscriptionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/GetSubscription");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto id = domain::ParseSubscriptionName("name", request->name());
  if (!id.ok()) return Refuse(reactor, id.status());
  FinishWith(reactor, response, *subscriptions_, *hub_,
             subscriptions_->Read(*id));
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::ListSubscriptions(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListSubscriptionsRequest* request,
    mandates::v1::ListSubscriptionsResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/ListSubscriptions");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto same = WithoutPage(*request);
  const auto size = CheckPageSize(request->page_size());
  if (!size.ok()) return Refuse(reactor, size.status());
  const auto after = ReadPageToken(same, request->page_token());
  if (!after.ok()) return Refuse(reactor, after.status());
  const auto page = subscriptions_->List(*after, *size);
  if (!page.ok()) return Refuse(reactor, page.status());
  for (const StoredSubscription& stored : page->items) {
    auto whole = WithProgress(*subscriptions_, *hub_, stored,
                              domain::limits::kLagEventsListedMax);
    if (!whole.ok()) return Refuse(reactor, whole.status());
    *response->add_subscriptions() = std::move(*whole);
  }
  if (!page->next_key.empty()) {
    response->set_next_page_token(MakePageToken(same, page->next_key));
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::UpdateSubscription(
    grpc::CallbackServerContext* context,
    const mandates::v1::UpdateSubscriptionRequest* request,
    mandates::v1::UpdateSubscriptionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/UpdateSubscription");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto id = domain::ParseSubscriptionName("subscription.name",
                                                request->subscription().name());
  if (!id.ok()) return Refuse(reactor, id.status());
  const auto checked = CheckUpdate(*request);
  if (!checked.ok()) return Refuse(reactor, checked.status());
  subscriptions_->Update(*checked, *id,
                         AnswerWith(reactor, response, subscriptions_, hub_));
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::DeleteSubscription(
    grpc::CallbackServerContext* context,
    const mandates::v1::DeleteSubscriptionRequest* request,
    mandates::v1::DeleteSubscriptionResponse*) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/DeleteSubscription");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto id = domain::ParseSubscriptionName("name", request->name());
  if (!id.ok()) return Refuse(reactor, id.status());
  subscriptions_->Delete(
      *id, request->etag(),
      [reactor](const absl::StatusOr<StoredSubscription>& deleted) {
        reactor->Finish(ToGrpc(deleted.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::Pull(
    grpc::CallbackServerContext* context,
    const mandates::v1::PullRequest* request,
    mandates::v1::PullResponse* response) {
  const auto caller = gate_->Admit(*context, "/mandates.v1.ExpiryService/Pull");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto pull = ReadPull(*request);
  if (!pull.ok()) return Refuse(context->DefaultReactor(), pull.status());
  if (request->has_wait()) {
    const auto wait = CheckSeconds("wait", request->wait(), 0,
                                   domain::limits::kPullWaitSecondsMax);
    if (!wait.ok()) return Refuse(context->DefaultReactor(), wait.status());
    pull->wait = *wait;
  }
  return PullReactor::Start(subscriptions_, hub_, std::move(*pull), response);
}

grpc::ServerWriteReactor<mandates::v1::StreamSubscriptionResponse>*
SubscriptionService::StreamSubscription(
    grpc::CallbackServerContext* context,
    const mandates::v1::StreamSubscriptionRequest* request) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/StreamSubscription");
  if (!caller.ok()) {
    return DeliveryReactor::Start(subscriptions_, hub_, caller.status());
  }
  return DeliveryReactor::Start(subscriptions_, hub_, ReadPull(*request));
}

grpc::ServerUnaryReactor* SubscriptionService::Acknowledge(
    grpc::CallbackServerContext* context,
    const mandates::v1::AcknowledgeRequest* request,
    mandates::v1::AcknowledgeResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/Acknowledge");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto id =
      domain::ParseSubscriptionName("subscription", request->subscription());
  if (!id.ok()) return Refuse(reactor, id.status());
  if (request->token().empty()) {
    return Refuse(reactor,
                  domain::FieldMissing("token",
                                       "send the acknowledge_token of the last "
                                       "event that is done"));
  }
  subscriptions_->Acknowledge(
      *request, *id,
      [reactor,
       response](absl::StatusOr<mandates::v1::AcknowledgeResponse> outcome) {
        if (outcome.ok()) *response = std::move(*outcome);
        reactor->Finish(ToGrpc(outcome.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::Seek(
    grpc::CallbackServerContext* context,
    const mandates::v1::SeekRequest* request,
    mandates::v1::SeekResponse* response) {
  const auto caller = gate_->Admit(*context, "/mandates.v1.ExpiryService/Seek");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto id =
      domain::ParseSubscriptionName("subscription", request->subscription());
  if (!id.ok()) return Refuse(reactor, id.status());
  if (request->start().start_case() ==
      mandates::v1::WatchStart::START_NOT_SET) {
    return Refuse(reactor,
                  domain::FieldMissing("start",
                                       "say where to go on: now, snapshot, "
                                       "resume_token, revision or time"));
  }
  const auto stored = subscriptions_->Read(*id);
  if (!stored.ok()) return Refuse(reactor, stored.status());
  const auto choice = ParseChoice(stored->subscription);
  if (!choice.ok()) return Refuse(reactor, choice.status());
  auto start = FindStart(request->start(), *choice, &*stored);
  if (!start.ok()) return Refuse(reactor, start.status());
  subscriptions_->Seek(*id, std::move(*start),
                       AnswerWith(reactor, response, subscriptions_, hub_));
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::ListDeadLetters(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListDeadLettersRequest* request,
    mandates::v1::ListDeadLettersResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/ListDeadLetters");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto same = WithoutPage(*request);
  const auto id =
      domain::ParseSubscriptionName("subscription", request->subscription());
  if (!id.ok()) return Refuse(reactor, id.status());
  const auto size = CheckPageSize(request->page_size());
  if (!size.ok()) return Refuse(reactor, size.status());
  const auto after = ReadPageToken(same, request->page_token());
  if (!after.ok()) return Refuse(reactor, after.status());
  auto page = subscriptions_->ListDeadLetters(*id, *after, *size);
  if (!page.ok()) return Refuse(reactor, page.status());
  for (auto& letter : page->items) {
    *response->add_dead_letters() = std::move(letter);
  }
  if (!page->next_key.empty()) {
    response->set_next_page_token(MakePageToken(same, page->next_key));
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* SubscriptionService::ReplayDeadLetters(
    grpc::CallbackServerContext* context,
    const mandates::v1::ReplayDeadLettersRequest* request,
    mandates::v1::ReplayDeadLettersResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/ReplayDeadLetters");
  if (!caller.ok()) return Refuse(context, caller.status());
  return TakeDeadLetters(
      context, subscriptions_, *request, true,
      [response](int count) { response->set_replayed(count); });
}

grpc::ServerUnaryReactor* SubscriptionService::PurgeDeadLetters(
    grpc::CallbackServerContext* context,
    const mandates::v1::PurgeDeadLettersRequest* request,
    mandates::v1::PurgeDeadLettersResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/PurgeDeadLetters");
  if (!caller.ok()) return Refuse(context, caller.status());
  return TakeDeadLetters(
      context, subscriptions_, *request, false,
      [response](int count) { response->set_purged(count); });
}

absl::StatusOr<engine::StartPoint> SubscriptionService::FindStart(
    const mandates::v1::WatchStart& start, const EventChoice& choice,
    const StoredSubscription* stored) const {
  absl::Status checked = CheckStart(start);
  if (!checked.ok()) return checked;
  if (start.has_snapshot()) return TakeSnapshot(choice);
  if (stored != nullptr && start.has_resume_token() &&
      engine::IsDeliveryToken(start.resume_token())) {
    const auto after =
        subscriptions_->PositionOf(*stored, start.resume_token());
    if (!after.ok()) return after.status();
    return engine::StartPoint{.after = *after, .backlog = {}};
  }
  const auto after = hub_->PositionOf(start, ToSelection(choice).key);
  if (!after.ok()) return after.status();
  return engine::StartPoint{.after = *after, .backlog = {}};
}

absl::StatusOr<engine::StartPoint> SubscriptionService::TakeSnapshot(
    const EventChoice& choice) const {
  const auto leads = LeadsOf(choice);
  if (!leads.ok()) return leads.status();
  auto windows = reader_->FindOpenWindows(*leads);
  auto events = windows.Next(domain::limits::kSnapshotEventsMax + 1);
  if (!events.ok()) return events.status();
  if (events->size() > domain::limits::kSnapshotEventsMax) {
    return domain::SnapshotTooLarge(domain::limits::kSnapshotEventsMax);
  }
  std::erase_if(*events,
                [&](const auto& event) { return !choice.Wants(event); });
  return engine::StartPoint{.after = stream::EndOf(windows.revision()),
                            .backlog = std::move(*events)};
}

absl::StatusOr<std::vector<std::string>> SubscriptionService::LeadsOf(
    const EventChoice& choice) const {
  if (choice.leads.empty()) return reader_->ReadLeads();
  return std::vector<std::string>(choice.leads.begin(), choice.leads.end());
}

}  // namespace mandated::api
