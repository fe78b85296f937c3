#include "services/api/pull_reactors.h"

#include <utility>

#include "services/api/status.h"

namespace mandated::api {
namespace {

// How long a stream is silent at most: as Watch.
constexpr absl::Duration kSilenceMax = absl::Seconds(10);

}  // namespace

PullReactor* PullReactor::Start(engine::Subscriptions* subscriptions,
                                stream::Hub* hub, Puller::Request request,
                                mandates::v1::PullResponse* response) {
  auto* reactor = new PullReactor;
  reactor->puller_ = Puller::Make(
      subscriptions, hub, std::move(request),
      [reactor, response](absl::StatusOr<mandates::v1::PullResponse> pulled) {
        if (pulled.ok()) *response = std::move(*pulled);
        reactor->Finish(ToGrpc(pulled.status()));
      });
  // The pull may end, and the reactor with it, before Start returns.
  const std::shared_ptr<Puller> puller = reactor->puller_;
  puller->Start();
  return reactor;
}

DeliveryReactor* DeliveryReactor::Start(
    engine::Subscriptions* subscriptions, stream::Hub* hub,
    absl::StatusOr<Puller::Request> request) {
  auto* reactor = new DeliveryReactor(subscriptions, hub);
  if (!request.ok()) {
    reactor->Finish(ToGrpc(request.status()));
    return reactor;
  }
  reactor->request_ = std::move(*request);
  reactor->request_.wait = kSilenceMax;
  reactor->PullNext();
  return reactor;
}

void DeliveryReactor::PullNext() {
  const std::shared_ptr<Puller> puller =
      Puller::Make(subscriptions_, hub_, request_,
                   [this](absl::StatusOr<mandates::v1::PullResponse> pulled) {
                     OnPulled(std::move(pulled));
                   });
  bool cancelled = false;
  {
    const MutexLock lock(&mutex_);
    puller_ = puller;
    cancelled = cancelled_;
  }
  if (cancelled) {
    puller->Cancel();
  } else {
    puller->Start();
  }
}

void DeliveryReactor::OnPulled(
    absl::StatusOr<mandates::v1::PullResponse> pulled) {
  if (!pulled.ok()) {
    Finish(ToGrpc(pulled.status()));
    return;
  }
  response_.Clear();
  response_.mutable_deliveries()->Swap(pulled->mutable_deliveries());
  response_.set_lease_token(pulled->lease_token());
  if (pulled->has_lease_expire_time()) {
    *response_.mutable_lease_expire_time() = pulled->lease_expire_time();
  }
  response_.set_caught_up(pulled->caught_up());
  StartWrite(&response_);
}

void DeliveryReactor::OnWriteDone(bool ok) {
  if (!ok) {
    // gRPC never sent it: the call was over, and nobody works on the lease.
    if (!response_.lease_token().empty()) {
      GiveBack(*subscriptions_, request_.id, response_.lease_token());
    }
    const MutexLock lock(&mutex_);
    cancelled_ = true;
  }
  PullNext();
}

void DeliveryReactor::OnCancel() {
  std::shared_ptr<Puller> puller;
  {
    const MutexLock lock(&mutex_);
    cancelled_ = true;
    puller = puller_;
  }
  if (puller != nullptr) puller->Cancel();
}

}  // namespace mandated::api
