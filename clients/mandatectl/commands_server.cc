#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"
#include "services/domain/date.h"
#include "services/domain/period.h"

// The commands about the server, its clock and what-if.
namespace mandated::mandatectl {
namespace {

using mandates::v1::RecordDecisionRequest;

// A symbol that no document has.
std::string AssumedSymbol(const std::string& mandate) {
  return absl::StrCat("ASSUMED/", absl::AsciiStrToUpper(ShortName(mandate)));
}

// The day an assumed extension is adopted on: the one given, else the last day
// on which it comes in time.
absl::StatusOr<mandates::v1::Date> AdoptionDay(Client& client,
                                               const SimulateOptions& options,
                                               const Assumption& assumption) {
  if (assumption.adopted_on) return *assumption.adopted_on;
  mandates::v1::GetMandateRequest request;
  request.set_name(assumption.mandate);
  const auto mandate = client.GetMandate(request);
  if (!mandate.ok()) return mandate.status();
  if (mandate->term().has_last_day()) return mandate->term().last_day();
  return options.from.value_or(options.to);
}

absl::StatusOr<RecordDecisionRequest> Assume(Client& client,
                                             const SimulateOptions& options,
                                             const Assumption& assumption) {
  const auto day = AdoptionDay(client, options, assumption);
  if (!day.ok()) return day.status();
  RecordDecisionRequest request;
  request.set_mandate_name(assumption.mandate);
  auto& decision = *request.mutable_decision();
  decision.set_act(mandates::v1::ACT_EXTEND);
  decision.set_symbol(AssumedSymbol(assumption.mandate));
  *decision.mutable_adopted_on() = *day;
  decision.mutable_term()->set_period(assumption.period);
  decision.mutable_term()->set_basis(mandates::v1::BASIS_INFERRED);
  return request;
}

// Where the clock goes: `by` counts in the server's zone, so that noon stays
// noon.
absl::StatusOr<absl::Time> ClockTarget(Client& client,
                                       const AdvanceClockOptions& options) {
  if (options.to) return Resolve(client, *options.to, DayPart::kNoon);
  const auto period = domain::ParsePeriod("--by", options.by);
  if (!period.ok()) return period.status();
  const auto info = client.GetServerInfo();
  if (!info.ok()) return info.status();
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(info->time_zone(), &zone)) zone = absl::UTCTimeZone();
  const auto now = absl::ToCivilSecond(
      absl::FromUnixSeconds(info->server_time().seconds()), zone);
  const absl::CivilDay day = domain::Add(absl::CivilDay(now), *period);
  return absl::FromCivil(
      absl::CivilSecond(day) + (now - absl::CivilSecond(absl::CivilDay(now))),
      zone);
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const ServerInfoOptions&) {
  const auto info = context.client.GetServerInfo();
  if (!info.ok()) return info.status();
  context.output.Result(
      *info, [&] { return RenderServerInfo(*info, context.output.style()); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const SimulateOptions& options) {
  mandates::v1::SimulateExpiriesRequest request;
  if (options.from) *request.mutable_from() = *options.from;
  *request.mutable_to() = options.to;
  request.set_filter(options.filter);
  for (const Assumption& assumption : options.assumptions) {
    auto assumed = Assume(context.client, options, assumption);
    if (!assumed.ok()) return assumed.status();
    *request.add_assumed_decisions() = *std::move(assumed);
  }
  const auto response = context.client.SimulateExpiries(request);
  if (!response.ok()) return response.status();
  if (response->events().empty()) {
    context.output.Remark("No event would follow.");
  }
  if (context.output.format() == Format::kJson) {
    context.output.Result(*response, nullptr);
  } else {
    PrintEvents(response->events(), context.output);
  }
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const AdvanceClockOptions& options) {
  const auto target = ClockTarget(context.client, options);
  if (!target.ok()) return target.status();
  mandates::v1::AdvanceClockRequest request;
  request.mutable_to()->set_seconds(absl::ToUnixSeconds(*target));
  const auto response = context.client.AdvanceClock(request);
  if (!response.ok()) return response.status();
  context.output.Result(*response, [&] {
    return absl::StrCat(
        "The clock stands at ", TimeText(response->server_time()),
        "; every event up to ", TimeText(response->processed_through()),
        " is in the log.\n");
  });
  return kExitDone;
}

}  // namespace mandated::mandatectl
