#include "tests/unit/clients/fake_server.h"

#include <algorithm>
#include <iterator>
#include <thread>

#include "absl/strings/str_cat.h"

namespace mandated::mandatectl {

grpc::Status FakeMandates::GetMandate(
    grpc::ServerContext* context,
    const mandates::v1::GetMandateRequest* request,
    mandates::v1::GetMandateResponse* response) {
  while (hangs && !context->IsCancelled()) std::this_thread::yield();
  const auto found = mandates.find(request->name());
  if (found == mandates.end()) {
    return Refusal(grpc::StatusCode::NOT_FOUND, "MANDATE_NOT_FOUND",
                   request->name() + " is not on record");
  }
  *response->mutable_mandate() = found->second;
  return grpc::Status::OK;
}

grpc::Status FakeMandates::ListMandates(
    grpc::ServerContext*, const mandates::v1::ListMandatesRequest* request,
    mandates::v1::ListMandatesResponse* response) {
  const int size = std::min(request->page_size(), 2);
  auto next = mandates.upper_bound(request->page_token());
  while (next != mandates.end() && response->mandates_size() < size) {
    *response->add_mandates() = next->second;
    ++next;
  }
  if (next != mandates.end() && size > 0) {
    response->set_next_page_token(std::prev(next)->first);
  }
  return grpc::Status::OK;
}

grpc::Status FakeMandates::BatchRecordDecisions(
    grpc::ServerContext*,
    const mandates::v1::BatchRecordDecisionsRequest* request,
    mandates::v1::BatchRecordDecisionsResponse* response) {
  batches.push_back(*request);
  for (int i = 0; i < request->requests_size(); ++i) {
    if (request->requests(i).decision().symbol() != refused_symbol) continue;
    const std::string field =
        absl::StrCat("requests[", i, "].decision.adopted_on");
    return Refusal(grpc::StatusCode::INVALID_ARGUMENT, "ADOPTED_IN_FUTURE",
                   field + ": is after today", field);
  }
  for (const auto& one : request->requests()) {
    auto& mandate = mandates[one.mandate_name()];
    if (mandate.name().empty()) mandate = one.mandate();
    mandate.set_name(one.mandate_name());
    *mandate.add_decisions() = one.decision();
  }
  for (const auto& [name, mandate] : mandates) {
    *response->add_mandates() = mandate;
  }
  return grpc::Status::OK;
}

grpc::Status FakeMandates::UpdateMandate(
    grpc::ServerContext*, const mandates::v1::UpdateMandateRequest* request,
    mandates::v1::UpdateMandateResponse* response) {
  updates.push_back(*request);
  auto& mandate = mandates[request->mandate().name()];
  *mandate.mutable_titles() = request->mandate().titles();
  *response->mutable_mandate() = mandate;
  return grpc::Status::OK;
}

grpc::Status FakeSessions::ListSessions(
    grpc::ServerContext*, const mandates::v1::ListSessionsRequest*,
    mandates::v1::ListSessionsResponse* response) {
  for (const auto& [name, session] : sessions) {
    *response->add_sessions() = session;
  }
  return grpc::Status::OK;
}

grpc::Status FakeSessions::UpsertSession(
    grpc::ServerContext*, const mandates::v1::UpsertSessionRequest* request,
    mandates::v1::UpsertSessionResponse* response) {
  ++upserts;
  sessions[request->session().name()] = request->session();
  *response->mutable_session() = request->session();
  return grpc::Status::OK;
}

FakeServer::FakeServer(absl::Duration timeout) {
  grpc::ServerBuilder builder;
  builder.RegisterService(&expiry);
  builder.RegisterService(&mandates);
  builder.RegisterService(&sessions);
  server_ = builder.BuildAndStart();
  client_ = std::make_unique<Client>(server_->InProcessChannel({}), timeout);
}

}  // namespace mandated::mandatectl
