#include "clients/mandatectl/load.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/row.h"
#include "clients/mandatectl/words.h"
#include "services/domain/errors.h"

namespace mandated::mandatectl {
namespace {

// `error` about a place in a file: what it says of fields of the request would
// only confuse, its reason stays.
absl::Status At(const Place& place, const std::string& message,
                const absl::Status& error) {
  const Problem problem{place.file, place.line, message};
  absl::Status placed(error.code(), problem.ToString());
  const absl::string_view url(domain::kErrorInfoUrl.data(),
                              domain::kErrorInfoUrl.size());
  if (const auto info = error.GetPayload(url)) placed.SetPayload(url, *info);
  return placed;
}

// The message without the field's "requests[3].", as its place is told.
std::string WithoutIndex(std::string message) {
  const size_t close = message.find("].");
  if (message.rfind("requests[", 0) == 0 && close != std::string::npos) {
    message.erase(0, close + 2);
  }
  return message;
}

std::set<std::string> MandatesOf(const Catalogue& catalogue) {
  std::set<std::string> names;
  for (const auto& row : catalogue.mandates) names.insert(row.mandate.name());
  for (const auto& row : catalogue.decisions) names.insert(row.mandate);
  for (const auto& row : catalogue.names) names.insert(row.mandate);
  return names;
}

}  // namespace

absl::StatusOr<Catalogue> ReadChecked(const std::vector<std::string>& paths,
                                      bool skip_invalid, Output& output) {
  auto catalogue = ReadCatalogue(paths);
  if (!catalogue.ok()) return catalogue.status();
  for (const Problem& problem : catalogue->problems) {
    output.Remark(problem.ToString());
  }
  if (catalogue->problems.empty() || skip_invalid) return catalogue;
  return absl::FailedPreconditionError(absl::StrCat(
      "nothing was loaded: ",
      Count(static_cast<int64_t>(catalogue->problems.size()), "problem"),
      " above; correct the lines, or leave them out with load "
      "--skip-invalid"));
}

absl::StatusOr<ServerState> FetchState(Context& context,
                                       const Catalogue& catalogue) {
  ServerState state;
  auto sessions = context.client.ListSessions({});
  if (!sessions.ok()) return sessions.status();
  for (auto& session : *sessions->mutable_sessions()) {
    state.sessions.emplace(session.name(), session);
  }
  for (const std::string& name : MandatesOf(catalogue)) {
    mandates::v1::GetMandateRequest request;
    request.set_name(name);
    auto mandate = context.client.GetMandate(request);
    if (mandate.ok()) {
      state.mandates.emplace(name, *std::move(mandate));
    } else if (!absl::IsNotFound(mandate.status())) {
      return mandate.status();
    }
  }
  return state;
}

absl::Status SendSessions(Context& context,
                          const std::vector<const SessionRow*>& rows) {
  size_t done = 0;
  for (const SessionRow* row : rows) {
    mandates::v1::UpsertSessionRequest request;
    *request.mutable_session() = row->session;
    request.set_actor(context.global.actor);
    request.set_reason("loaded from the catalogue");
    const auto response = context.client.UpsertSession(request);
    if (!response.ok()) {
      return At(row->place, std::string(response.status().message()),
                response.status());
    }
    ++done;
    // Off a terminal one line says it all.
    if (context.output.terminal() || done == rows.size()) {
      context.output.Progress(
          absl::StrCat("load: ", done, " of ", rows.size(), " sessions"));
    }
  }
  return absl::OkStatus();
}

absl::Status SendTitles(Context& context,
                        const std::vector<mandates::v1::Mandate>& titled) {
  for (const auto& mandate : titled) {
    mandates::v1::UpdateMandateRequest request;
    *request.mutable_mandate() = mandate;
    request.mutable_update_mask()->add_paths("titles");
    request.set_actor(context.global.actor);
    request.set_reason("loaded from the catalogue");
    const auto response = context.client.UpdateMandate(request);
    if (!response.ok()) return response.status();
  }
  return absl::OkStatus();
}

BatchResult SendBatch(Context& context, const Catalogue& catalogue,
                      const ServerState& server, const LoadPlan::Batch& batch) {
  BatchResult result{.response = context.client.BatchRecordDecisions(MakeBatch(
                         catalogue, server, batch, context.global.actor))};
  const absl::Status error = result.response.status();
  if (!error.ok()) result.refused = BlamedRow(batch, error);
  if (result.refused != nullptr) {
    result.response =
        At(result.refused->place,
           MessageBelow("decision", WithoutIndex(std::string(error.message()))),
           error);
  }
  return result;
}

}  // namespace mandated::mandatectl
