#include "services/api/expiry_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/api/expiry_queries.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/api/watch.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"

namespace mandated::api {
namespace {

using mandates::v1::ListEventsRequest;
using mandates::v1::ListEventsResponse;
using mandates::v1::WatchRequest;

absl::StatusOr<WatchRequest> ParseWatch(const grpc::ByteBuffer& bytes) {
  WatchRequest request;
  grpc::ByteBuffer copy = bytes;
  const grpc::Status parsed =
      grpc::SerializationTraits<WatchRequest>::Deserialize(&copy, &request);
  if (parsed.ok()) return request;
  return domain::FieldInvalid("request", "REQUEST_MALFORMED",
                              "the bytes are not a WatchRequest");
}

}  // namespace

grpc::ServerUnaryReactor* ExpiryService::ListExpiring(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListExpiringRequest* request,
    mandates::v1::ListExpiringResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/ListExpiring");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(api::ListExpiring(*reader_, *request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* ExpiryService::ListEvents(
    grpc::CallbackServerContext* context, const ListEventsRequest* request,
    ListEventsResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/ListEvents");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(List(*request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* ExpiryService::SimulateExpiries(
    grpc::CallbackServerContext* context,
    const mandates::v1::SimulateExpiriesRequest* request,
    mandates::v1::SimulateExpiriesResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/SimulateExpiries");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(api::SimulateExpiries(*reader_, *request, *response)));
  return reactor;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ExpiryService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ExpiryService/Watch");
  if (!caller.ok()) return WatchReactor::Refuse(caller.status());
  const auto request = ParseWatch(*bytes);
  if (!request.ok()) return WatchReactor::Refuse(request.status());
  auto choice =
      ParseChoice(request->filter(), request->event_types(), request->leads());
  if (!choice.ok()) return WatchReactor::Refuse(choice.status());
  absl::Status checked = CheckStart(request->start());
  if (!checked.ok()) return WatchReactor::Refuse(checked);
  if (request->start().has_snapshot()) {
    const auto leads = LeadsOf(*choice);
    if (!leads.ok()) return WatchReactor::Refuse(leads.status());
    auto windows = reader_->FindOpenWindows(*leads);
    const storage::Position after = stream::EndOf(windows.revision());
    return WatchReactor::Start(context, hub_, std::move(*choice), after,
                               std::move(windows));
  }
  const auto after =
      hub_->PositionOf(request->start(), ToSelection(*choice).key);
  if (!after.ok()) return WatchReactor::Refuse(after.status());
  return WatchReactor::Start(context, hub_, std::move(*choice), *after,
                             std::nullopt);
}

absl::Status ExpiryService::List(const ListEventsRequest& request,
                                 ListEventsResponse& response) const {
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto choice =
      ParseChoice(request.filter(), request.event_types(), request.leads());
  if (!choice.ok()) return choice.status();
  absl::Status checked = CheckStart(request.start());
  if (!checked.ok()) return checked;
  if (request.start().has_snapshot())
    return ListFromSnapshot(*choice, response);
  const stream::Selection selection = ToSelection(*choice);
  const auto after = hub_->PositionOf(request.start(), selection.key);
  if (!after.ok()) return after.status();
  const mandates::v1::Progress progress = hub_->ReportProgress();
  auto page = hub_->List(selection, *after, *size);
  if (!page.ok()) return page.status();
  for (auto& event : page->events) {
    *response.add_events() = std::move(event);
  }
  response.set_resume_token(hub_->tokens().Make(selection.key, page->after));
  response.set_caught_up(page->caught_up);
  *response.mutable_progress() = progress;
  return absl::OkStatus();
}

absl::Status ExpiryService::ListFromSnapshot(
    const EventChoice& choice, ListEventsResponse& response) const {
  const mandates::v1::Progress progress = hub_->ReportProgress();
  auto snapshot = TakeSnapshot(choice);
  if (!snapshot.ok()) return snapshot.status();
  for (auto& event : snapshot->backlog) {
    *response.add_events() = std::move(event);
  }
  response.set_resume_token(
      hub_->tokens().Make(ToSelection(choice).key, snapshot->after));
  response.set_caught_up(true);
  *response.mutable_progress() = progress;
  return absl::OkStatus();
}

absl::StatusOr<EventChoice> ExpiryService::ParseChoice(
    const std::string& filter,
    const google::protobuf::RepeatedField<int>& types,
    const google::protobuf::RepeatedPtrField<std::string>& leads) const {
  auto choice = api::ParseChoice(filter, types, leads);
  if (!choice.ok()) return choice;
  if (choice->leads.empty()) return choice;
  const auto announced = reader_->ReadLeads();
  if (!announced.ok()) return announced.status();
  for (const std::string& lead : choice->leads) {
    if (std::find(announced->begin(), announced->end(), lead) !=
        announced->end()) {
      continue;
    }
    return domain::FieldInvalid(
        "leads", "LEAD_NOT_ANNOUNCED",
        absl::StrCat(lead, " is never announced; send some of ",
                     absl::StrJoin(*announced, ", "),
                     ", or have a subscription ask for it"));
  }
  return choice;
}

}  // namespace mandated::api
