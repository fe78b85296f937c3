#include "services/api/resolution_service.h"

#include <utility>

#include "services/api/actor.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/domain/names.h"

namespace mandated::api {
namespace {

using mandates::v1::ImportResolutionResponse;
using mandates::v1::ListResolutionsRequest;
using mandates::v1::Resolution;

void Fill(engine::Outcome& outcome, ImportResolutionResponse& response) {
  *response.mutable_resolution() = std::move(outcome.resolution);
  for (const auto& mandate : outcome.mandates) {
    response.add_mandates()->ParseFromString(mandate.bytes);
  }
  for (const std::string& event : outcome.events) {
    response.add_events()->ParseFromString(event);
  }
  response.set_revision(outcome.revision);
  response.set_already_imported(outcome.already_imported);
}

absl::StatusOr<Resolution> ReadResolution(const engine::Reader& reader,
                                          const std::string& name) {
  absl::Status checked = domain::CheckResolutionName("name", name);
  if (!checked.ok()) return checked;
  return reader.GetResolution(name);
}

absl::Status List(const engine::Reader& reader,
                  const ListResolutionsRequest& request,
                  mandates::v1::ListResolutionsResponse& response) {
  const auto same = WithoutPage(request);
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  auto page = reader.ListResolutions(*after, *size);
  if (!page.ok()) return page.status();
  for (Resolution& resolution : page->items) {
    *response.add_resolutions() = std::move(resolution);
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(MakePageToken(same, page->next_key));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* ResolutionService::ParseResolution(
    grpc::CallbackServerContext* context,
    const mandates::v1::ParseResolutionRequest* request,
    mandates::v1::ParseResolutionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ResolutionService/ParseResolution");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  importer_->Parse(*request,
                   [reactor, response](absl::StatusOr<Resolution> resolution) {
                     if (resolution.ok()) {
                       *response->mutable_resolution() = std::move(*resolution);
                     }
                     reactor->Finish(ToGrpc(resolution.status()));
                   });
  return reactor;
}

grpc::ServerUnaryReactor* ResolutionService::ImportResolution(
    grpc::CallbackServerContext* context,
    const mandates::v1::ImportResolutionRequest* request,
    ImportResolutionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ResolutionService/ImportResolution");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  SetActor(*caller, *request);
  absl::Status checked = CheckRequest(*request);
  if (!checked.ok()) {
    reactor->Finish(ToGrpc(checked));
    return reactor;
  }
  importer_->Import(
      *request, [reactor, response](absl::StatusOr<engine::Outcome> outcome) {
        if (outcome.ok()) Fill(*outcome, *response);
        reactor->Finish(ToGrpc(outcome.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* ResolutionService::GetResolution(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetResolutionRequest* request,
    mandates::v1::GetResolutionResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ResolutionService/GetResolution");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  auto resolution = ReadResolution(*reader_, request->name());
  if (resolution.ok()) {
    *response->mutable_resolution() = std::move(*resolution);
  }
  reactor->Finish(ToGrpc(resolution.status()));
  return reactor;
}

grpc::ServerUnaryReactor* ResolutionService::ListResolutions(
    grpc::CallbackServerContext* context, const ListResolutionsRequest* request,
    mandates::v1::ListResolutionsResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.ResolutionService/ListResolutions");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(List(*reader_, *request, *response)));
  return reactor;
}

}  // namespace mandated::api
