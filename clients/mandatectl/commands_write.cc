#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/decision_facts.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"

// The commands that change something.
namespace mandated::mandatectl {
namespace {

using mandates::v1::Mandate;
using mandates::v1::RecordDecisionRequest;

// Fills what all changes of decisions share.
template <typename Request>
void SetWrite(const Context& context, const WriteOptions& write,
              Request& request) {
  request.set_reason(write.reason);
  request.set_etag(write.etag);
  request.set_request_id(write.request_id);
  request.set_validate_only(write.dry_run);
  request.set_actor(context.global.actor);
}

// "sr-torture: in force, 98 days left, last day 2026-07-10".
std::string Outcome(const Mandate& mandate) {
  std::string text = absl::StrCat(ShortName(mandate.name()), ": ",
                                  StateWords(mandate.state()));
  if (mandate.has_days_left()) {
    absl::StrAppend(&text, ", ", DaysLeftWords(mandate.days_left()),
                    ", last day ", DateText(true, mandate.term().last_day()));
  }
  if (mandate.term().projected()) absl::StrAppend(&text, " projected");
  return text;
}

// Shows the mandate and the events of a change, or the whole response.
template <typename Response>
void PrintChange(const Response& response, const std::string& mandate_text,
                 bool dry_run, Output& output) {
  output.Result(response, [&] {
    std::string text =
        absl::StrCat(dry_run ? "Nothing was written. It would be: " : "",
                     mandate_text, "\n");
    for (const auto& event : response.events()) {
      absl::StrAppend(&text, RenderEvent(event, output.style()));
    }
    return text;
  });
}

absl::StatusOr<Mandate> Get(Client& client, const std::string& name) {
  mandates::v1::GetMandateRequest request;
  request.set_name(name);
  return client.GetMandate(request);
}

// Refuses a correction that says nothing, or two things at once.
absl::Status CheckCorrection(const CorrectOptions& options) {
  mandates::v1::Decision changes;
  Apply(options.changes, changes);
  const bool changed = changes.ByteSizeLong() > 0;
  if (changed != options.retract) return absl::OkStatus();
  return absl::InvalidArgumentError(
      changed ? "a decision that is taken back has no facts to change; give "
                "--retract alone"
              : "nothing to correct; give what changes, such as --period P2Y, "
                "or --retract");
}

absl::StatusOr<ExitCode> Retract(Context& context,
                                 const CorrectOptions& options,
                                 const std::string& decision) {
  mandates::v1::RetractDecisionRequest request;
  request.set_name(decision);
  SetWrite(context, options.write, request);
  const auto response = context.client.RetractDecision(request);
  if (!response.ok()) return response.status();
  PrintChange(*response, Outcome(response->mandate()), options.write.dry_run,
              context.output);
  return kExitDone;
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const RecordOptions& options) {
  RecordDecisionRequest request;
  request.set_mandate_name(options.mandate);
  request.mutable_decision()->set_act(options.act);
  request.mutable_decision()->set_successor(options.successor);
  if (!options.successor.empty()) {
    request.mutable_decision()->set_act(mandates::v1::ACT_MERGE);
  }
  Apply(options.decision, *request.mutable_decision());
  if (options.act == mandates::v1::ACT_ESTABLISH) {
    Apply(options.facts, *request.mutable_mandate());
  }
  SetWrite(context, options.write, request);
  const auto response = context.client.RecordDecision(request);
  if (!response.ok()) return response.status();
  PrintChange(*response, Outcome(response->mandate()), options.write.dry_run,
              context.output);
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const CorrectOptions& options) {
  const absl::Status checked = CheckCorrection(options);
  if (!checked.ok()) return checked;
  const auto mandate = Get(context.client, options.mandate);
  if (!mandate.ok()) return mandate.status();
  auto decision = FindDecision(*mandate, options.decision);
  if (!decision.ok()) return decision.status();
  if (options.retract) return Retract(context, options, decision->name());
  mandates::v1::AmendDecisionRequest request;
  *request.mutable_decision() = *std::move(decision);
  Apply(options.changes, *request.mutable_decision());
  SetWrite(context, options.write, request);
  // The facts that stay are those just read: nobody may change them meanwhile.
  if (options.write.etag.empty()) request.set_etag(mandate->etag());
  const auto response = context.client.AmendDecision(request);
  if (!response.ok()) return response.status();
  PrintChange(*response, Outcome(response->mandate()), options.write.dry_run,
              context.output);
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const UpdateOptions& options) {
  auto mandate = Get(context.client, options.mandate);
  if (!mandate.ok()) return mandate.status();
  mandates::v1::UpdateMandateRequest request;
  for (std::string& path : Apply(options.changes, *mandate)) {
    request.mutable_update_mask()->add_paths(std::move(path));
  }
  if (request.update_mask().paths().empty()) {
    return absl::InvalidArgumentError(
        "nothing to change; give what changes, such as --holder NAME");
  }
  *request.mutable_mandate() = *std::move(mandate);
  if (!options.write.etag.empty()) {
    request.mutable_mandate()->set_etag(options.write.etag);
  }
  request.set_request_id(options.write.request_id);
  request.set_validate_only(options.write.dry_run);
  request.set_actor(context.global.actor);
  request.set_reason(options.write.reason);
  const auto response = context.client.UpdateMandate(request);
  if (!response.ok()) return response.status();
  context.output.Result(*response, [&] {
    return RenderCard(response->mandate(), context.output.style());
  });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const SetSessionOptions& options) {
  mandates::v1::UpsertSessionRequest request;
  *request.mutable_session() = options.session;
  request.mutable_session()->set_etag(options.write.etag);
  request.set_validate_only(options.write.dry_run);
  request.set_actor(context.global.actor);
  request.set_reason(options.write.reason);
  const auto response = context.client.UpsertSession(request);
  if (!response.ok()) return response.status();
  const auto& session = response->session();
  PrintChange(
      *response,
      absl::StrCat(session.body(), " ", SessionWords(session), ": ",
                   DateText(true, session.first_day()), " to ",
                   DateText(true, session.last_day()), ", ",
                   CalendarBasisWords(session.basis()), "; ",
                   Count(response->events_size(), "event"), " followed"),
      options.write.dry_run, context.output);
  return kExitDone;
}

}  // namespace mandated::mandatectl
