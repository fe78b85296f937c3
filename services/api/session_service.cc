#include "services/api/session_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/api/actor.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"

namespace mandated::api {
namespace {

using mandates::v1::ListSessionsRequest;
using mandates::v1::Session;

absl::StatusOr<Session> ReadSession(const engine::Reader& reader,
                                    const std::string& name) {
  const auto parsed = domain::ParseSessionName("name", name);
  if (!parsed.ok()) return parsed.status();
  const auto calendar = reader.ReadCalendar();
  if (!calendar.ok()) return calendar.status();
  return calendar->Get("name", *parsed);
}

absl::Status CheckList(const ListSessionsRequest& request) {
  if (request.projected_count() < 0 ||
      request.projected_count() > domain::limits::kSessionsProjectedMax) {
    return domain::FieldOutOfRange("projected_count", request.projected_count(),
                                   0, domain::limits::kSessionsProjectedMax);
  }
  if (!request.has_closing_from()) return absl::OkStatus();
  return domain::CheckDate("closing_from", request.closing_from()).status();
}

bool Wanted(const ListSessionsRequest& request, const Session& session) {
  if (request.regular_only() && session.special()) return false;
  return !request.has_closing_from() ||
         domain::ToCivil(session.last_day()) >=
             domain::ToCivil(request.closing_from());
}

// A calendar has a few hundred sessions, so a page is cut from the whole.
absl::Status List(const engine::Reader& reader,
                  const ListSessionsRequest& request,
                  mandates::v1::ListSessionsResponse& response) {
  const auto same = WithoutPage(request);
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  absl::Status checked = CheckList(request);
  if (!checked.ok()) return checked;
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  const auto calendar = reader.ReadCalendar();
  if (!calendar.ok()) return calendar.status();
  bool passed = after->empty();
  for (Session& session : calendar->List(request.projected_count())) {
    if (!passed) {
      passed = session.name() == *after;
      continue;
    }
    if (!Wanted(request, session)) continue;
    if (response.sessions_size() == *size) {
      const auto& last = response.sessions(*size - 1);
      response.set_next_page_token(MakePageToken(same, last.name()));
      break;
    }
    *response.add_sessions() = std::move(session);
  }
  return absl::OkStatus();
}

void Fill(engine::Outcome& outcome,
          mandates::v1::UpsertSessionResponse& response) {
  *response.mutable_session() = std::move(outcome.session);
  for (const std::string& event : outcome.events) {
    response.add_events()->ParseFromString(event);
  }
  response.set_revision(outcome.revision);
}

}  // namespace

grpc::ServerUnaryReactor* SessionService::GetSession(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetSessionRequest* request,
    mandates::v1::GetSessionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.SessionService/GetSession");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  auto session = ReadSession(*reader_, request->name());
  if (session.ok()) *response->mutable_session() = std::move(*session);
  reactor->Finish(ToGrpc(session.status()));
  return reactor;
}

grpc::ServerUnaryReactor* SessionService::ListSessions(
    grpc::CallbackServerContext* context, const ListSessionsRequest* request,
    mandates::v1::ListSessionsResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.SessionService/ListSessions");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(List(*reader_, *request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* SessionService::UpsertSession(
    grpc::CallbackServerContext* context,
    const mandates::v1::UpsertSessionRequest* request,
    mandates::v1::UpsertSessionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.SessionService/UpsertSession");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  SetActor(*caller, *request);
  absl::Status checked = CheckRequest(*request);
  if (!checked.ok()) {
    reactor->Finish(ToGrpc(checked));
    return reactor;
  }
  registry_->UpsertSession(
      *request, [reactor, response](absl::StatusOr<engine::Outcome> outcome) {
        if (outcome.ok()) Fill(*outcome, *response);
        reactor->Finish(ToGrpc(outcome.status()));
      });
  return reactor;
}

}  // namespace mandated::api
