#include "services/api/mandate_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/domain/errors.h"
#include "services/domain/fold.h"
#include "services/domain/names.h"

namespace mandated::api {
namespace {

using engine::Outcome;
using engine::Reader;

absl::StatusOr<mandates::v1::Mandate> Read(
    const Reader& reader, const mandates::v1::GetMandateRequest& request) {
  const auto id = domain::ParseMandateName("name", request.name());
  if (!id.ok()) return id.status();
  if (request.has_revision()) {
    if (request.revision() < 1) {
      return domain::FieldInvalid("revision", "REVISION_INVALID",
                                  "is below 1; revisions count from 1");
    }
    return reader.GetMandateAsOf(*id, request.revision());
  }
  if (!request.has_time()) return reader.GetMandate(*id);
  const auto time = CheckTimestamp("time", request.time());
  if (!time.ok()) return time.status();
  return reader.GetMandateAsOf(*id, *time);
}

absl::StatusOr<engine::Order> ParseOrder(const std::string& order_by) {
  if (order_by.empty() || order_by == "name") return engine::Order::kName;
  if (order_by == "name desc") return engine::Order::kNameDescending;
  if (order_by == "last_day") return engine::Order::kLastDay;
  if (order_by == "last_day desc") return engine::Order::kLastDayDescending;
  return domain::FieldInvalid(
      "order_by", "ORDER_INVALID",
      absl::StrCat("\"", order_by.substr(0, 64),
                   "\" is not an order; send name or last_day, optionally "
                   "followed by \" desc\""));
}

absl::Status List(const Reader& reader,
                  const mandates::v1::ListMandatesRequest& request,
                  mandates::v1::ListMandatesResponse& response) {
  const auto same = WithoutPage(request);
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto order = ParseOrder(request.order_by());
  if (!order.ok()) return order.status();
  const auto filter = domain::Filter::Parse(request.filter());
  if (!filter.ok()) return filter.status();
  if (!mandates::v1::MandateView_IsValid(request.view())) {
    return domain::FieldInvalid(
        "view", "ENUM_UNKNOWN",
        "is not a value of MandateView; send BASIC or FULL");
  }
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  auto page = reader.ListMandates(
      {.filter = *filter,
       .order = *order,
       .after_key = *after,
       .page_size = *size,
       .with_decisions = request.view() == mandates::v1::MANDATE_VIEW_FULL});
  if (!page.ok()) return page.status();
  for (auto& mandate : page->items) {
    *response.add_mandates() = std::move(mandate);
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(MakePageToken(same, page->next_key));
  }
  return absl::OkStatus();
}

absl::Status ListRevisions(
    const Reader& reader,
    const mandates::v1::ListMandateRevisionsRequest& request,
    mandates::v1::ListMandateRevisionsResponse& response) {
  const auto same = WithoutPage(request);
  const auto id = domain::ParseMandateName("name", request.name());
  if (!id.ok()) return id.status();
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  auto page = reader.ListRevisions(*id, *after, *size);
  if (!page.ok()) return page.status();
  for (auto& revision : page->items) {
    *response.add_revisions() = std::move(revision);
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(MakePageToken(same, page->next_key));
  }
  return absl::OkStatus();
}

// Fills the answer to a change: the mandate, or all of a batch, and the events
// where the answer has them.
template <typename Response>
void Fill(Outcome& outcome, absl::CivilDay today, Response& response) {
  for (auto& mandate : outcome.mandates) {
    domain::SetDay(mandate, today);
    if constexpr (requires { response.add_mandates(); }) {
      *response.add_mandates() = std::move(mandate);
    } else {
      *response.mutable_mandate() = std::move(mandate);
    }
  }
  if constexpr (requires { response.add_events(); }) {
    for (auto& event : outcome.events) {
      *response.add_events() = std::move(event);
    }
  }
  response.set_revision(outcome.revision);
}

// Checks a request, hands it to `change` of the registry and answers once its
// outcome is there.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Change(
    grpc::CallbackServerContext* context, engine::Registry* registry,
    void (engine::Registry::*change)(const Request&, engine::OutcomeCallback),
    const Reader* reader, const Request& request, Response* response) {
  auto* reactor = context->DefaultReactor();
  absl::Status checked = CheckRequest(request);
  if (!checked.ok()) {
    reactor->Finish(ToGrpc(checked));
    return reactor;
  }
  (registry->*change)(
      request, [reactor, reader, response](absl::StatusOr<Outcome> outcome) {
        if (outcome.ok()) Fill(*outcome, reader->Today(), *response);
        reactor->Finish(ToGrpc(outcome.status()));
      });
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* MandateService::GetMandate(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetMandateRequest* request,
    mandates::v1::GetMandateResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto mandate = Read(*reader_, *request);
  if (mandate.ok()) *response->mutable_mandate() = std::move(*mandate);
  reactor->Finish(ToGrpc(mandate.status()));
  return reactor;
}

grpc::ServerUnaryReactor* MandateService::ListMandates(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListMandatesRequest* request,
    mandates::v1::ListMandatesResponse* response) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(List(*reader_, *request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* MandateService::RecordDecision(
    grpc::CallbackServerContext* context,
    const mandates::v1::RecordDecisionRequest* request,
    mandates::v1::RecordDecisionResponse* response) {
  return Change(context, registry_, &engine::Registry::RecordDecision, reader_,
                *request, response);
}

grpc::ServerUnaryReactor* MandateService::BatchRecordDecisions(
    grpc::CallbackServerContext* context,
    const mandates::v1::BatchRecordDecisionsRequest* request,
    mandates::v1::BatchRecordDecisionsResponse* response) {
  return Change(context, registry_, &engine::Registry::BatchRecordDecisions,
                reader_, *request, response);
}

grpc::ServerUnaryReactor* MandateService::AmendDecision(
    grpc::CallbackServerContext* context,
    const mandates::v1::AmendDecisionRequest* request,
    mandates::v1::AmendDecisionResponse* response) {
  return Change(context, registry_, &engine::Registry::AmendDecision, reader_,
                *request, response);
}

grpc::ServerUnaryReactor* MandateService::RetractDecision(
    grpc::CallbackServerContext* context,
    const mandates::v1::RetractDecisionRequest* request,
    mandates::v1::RetractDecisionResponse* response) {
  return Change(context, registry_, &engine::Registry::RetractDecision, reader_,
                *request, response);
}

grpc::ServerUnaryReactor* MandateService::UpdateMandate(
    grpc::CallbackServerContext* context,
    const mandates::v1::UpdateMandateRequest* request,
    mandates::v1::UpdateMandateResponse* response) {
  return Change(context, registry_, &engine::Registry::UpdateMandate, reader_,
                *request, response);
}

grpc::ServerUnaryReactor* MandateService::ListMandateRevisions(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListMandateRevisionsRequest* request,
    mandates::v1::ListMandateRevisionsResponse* response) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(ListRevisions(*reader_, *request, *response)));
  return reactor;
}

}  // namespace mandated::api
