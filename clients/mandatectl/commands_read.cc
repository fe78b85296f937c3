#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"

// The commands that ask once.
namespace mandated::mandatectl {
namespace {

using mandates::v1::Expiring;
using mandates::v1::ListExpiringResponse;
using mandates::v1::SessionDue;

// Writes each of `items` on a line, or else `whole`.
template <typename Items, typename Whole, typename Render>
void PrintAll(const Items& items, const Whole& whole, Output& output,
              Render render) {
  if (output.format() != Format::kJsonLines) {
    return output.Result(whole, render);
  }
  for (const auto& item : items) output.Result(item, render);
}

// A session that goes on in the next page comes twice: makes it one.
void JoinSessions(ListExpiringResponse& response) {
  ListExpiringResponse joined;
  *joined.mutable_expiring() = std::move(*response.mutable_expiring());
  for (SessionDue& due : *response.mutable_sessions()) {
    const int last = joined.sessions_size() - 1;
    if (last >= 0 &&
        joined.sessions(last).session().name() == due.session().name()) {
      joined.mutable_sessions(last)->mutable_expiring()->MergeFrom(
          due.expiring());
    } else {
      *joined.add_sessions() = std::move(due);
    }
  }
  response = std::move(joined);
}

std::string PeriodOf(const ExpiringOptions& options) {
  return options.within.empty() ? "P1Y" : options.within;
}

}  // namespace

absl::StatusOr<absl::Time> Resolve(Client& client, const Moment& moment,
                                   DayPart part) {
  if (const auto* time = std::get_if<absl::Time>(&moment)) return *time;
  const auto info = client.GetServerInfo();
  if (!info.ok()) return info.status();
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(info->time_zone(), &zone)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the server's time zone, \"", info->time_zone(),
                     "\", is not installed here; install tzdata, or write an "
                     "instant such as 2020-07-16T10:00:00Z"));
  }
  const absl::CivilDay day = std::get<absl::CivilDay>(moment);
  constexpr int kNoon = 12;
  switch (part) {
    case DayPart::kStart:
      return absl::FromCivil(day, zone);
    case DayPart::kNoon:
      return absl::FromCivil(absl::CivilHour(day) + kNoon, zone);
    case DayPart::kEnd:
      break;
  }
  return absl::FromCivil(day + 1, zone) - absl::Seconds(1);
}

absl::StatusOr<ExitCode> Run(Context& context, const ListOptions& options) {
  mandates::v1::ListMandatesRequest request;
  request.set_filter(options.filter);
  request.set_order_by(options.order_by);
  const auto response =
      context.client.ListMandates(request, static_cast<int>(options.limit));
  if (!response.ok()) return response.status();
  if (response->mandates().empty()) {
    context.output.Remark(
        options.filter.empty()
            ? "No mandates are on record yet; load some with mandatectl load."
            : "No mandate matches the filter.");
    if (context.output.format() == Format::kTable) return kExitDone;
  }
  PrintAll(response->mandates(), *response, context.output,
           [&] { return RenderList(*response, context.output.style()); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const GetOptions& options) {
  mandates::v1::GetMandateRequest request;
  request.set_name(options.mandate);
  if (options.revision) request.set_revision(*options.revision);
  if (options.as_of) {
    const auto time = Resolve(context.client, *options.as_of, DayPart::kEnd);
    if (!time.ok()) return time.status();
    request.mutable_time()->set_seconds(absl::ToUnixSeconds(*time));
  }
  const auto mandate = context.client.GetMandate(request);
  if (!mandate.ok()) return mandate.status();
  context.output.Result(
      *mandate, [&] { return RenderCard(*mandate, context.output.style()); });
  return kExitDone;
}

namespace {

absl::StatusOr<ExitCode> PrintRevisions(Context& context,
                                        const std::string& mandate) {
  mandates::v1::ListMandateRevisionsRequest request;
  request.set_name(mandate);
  const auto response = context.client.ListMandateRevisions(request);
  if (!response.ok()) return response.status();
  PrintAll(response->revisions(), *response, context.output,
           [&] { return RenderRevisions(*response, context.output.style()); });
  return kExitDone;
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const HistoryOptions& options) {
  if (options.revisions) return PrintRevisions(context, options.mandate);
  mandates::v1::GetMandateRequest request;
  request.set_name(options.mandate);
  const auto mandate = context.client.GetMandate(request);
  if (!mandate.ok()) return mandate.status();
  if (mandate->decisions().empty()) {
    context.output.Remark("No decision is on record for this mandate.");
  }
  PrintAll(mandate->decisions(), *mandate, context.output,
           [&] { return RenderHistory(*mandate, context.output.style()); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const ExpiringOptions& options) {
  mandates::v1::ListExpiringRequest request;
  request.set_within(options.within);
  request.set_filter(options.filter);
  request.set_include_overdue(options.include_overdue);
  if (options.as_of) *request.mutable_as_of() = *options.as_of;
  if (options.by_session) {
    request.set_group_by(mandates::v1::EXPIRING_GROUPING_SESSION);
  }
  auto response = context.client.ListExpiring(request);
  if (!response.ok()) return response.status();
  JoinSessions(*response);
  const auto render = [&] {
    return RenderExpiring(*response, context.output.style());
  };
  if (response->expiring().empty() && response->sessions().empty()) {
    context.output.Remark(
        absl::StrCat("Nothing expires within ", PeriodOf(options), "."));
    if (context.output.format() == Format::kTable) return kExitDone;
  }
  if (options.by_session) {
    PrintAll(response->sessions(), *response, context.output, render);
  } else {
    PrintAll(response->expiring(), *response, context.output, render);
  }
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const DueOptions& options) {
  auto session = context.client.GetSession(options.session);
  if (!session.ok()) return session.status();
  mandates::v1::ListExpiringRequest request;
  request.set_session(options.session);
  request.set_include_overdue(true);
  if (options.as_of) *request.mutable_as_of() = *options.as_of;
  auto response = context.client.ListExpiring(request);
  if (!response.ok()) return response.status();
  SessionDue due;
  *due.mutable_session() = *std::move(session);
  *due.mutable_expiring() = std::move(*response->mutable_expiring());
  if (due.expiring().empty()) {
    context.output.Remark(
        absl::StrCat("Nothing is due at ", ShortName(options.session), "."));
  }
  PrintAll(due.expiring(), due, context.output,
           [&] { return RenderDue(due, context.output.style()); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const SessionsOptions& options) {
  mandates::v1::ListSessionsRequest request;
  if (options.closing_from) {
    *request.mutable_closing_from() = *options.closing_from;
  }
  request.set_regular_only(options.regular_only);
  request.set_projected_count(static_cast<int32_t>(options.projected));
  const auto response = context.client.ListSessions(request);
  if (!response.ok()) return response.status();
  if (response->sessions().empty()) {
    context.output.Remark(
        "No sessions are on record; load some with mandatectl load.");
    if (context.output.format() == Format::kTable) return kExitDone;
  }
  PrintAll(response->sessions(), *response, context.output,
           [&] { return RenderSessions(*response, context.output.style()); });
  return kExitDone;
}

}  // namespace mandated::mandatectl
