#include "services/api/expiry_queries.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/filter.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/period.h"

namespace mandated::api {
namespace {

using engine::ExpiringQuery;
using engine::Reader;
using mandates::v1::ListExpiringRequest;
using mandates::v1::ListExpiringResponse;
using mandates::v1::SimulateExpiriesRequest;

constexpr char kWithinDefault[] = "P1Y";

// Reads the day `request` looks from.
absl::StatusOr<absl::CivilDay> AsOf(const Reader& reader,
                                    const ListExpiringRequest& request) {
  if (!request.has_as_of()) return reader.Today();
  return domain::CheckDate("as_of", request.as_of());
}

absl::StatusOr<std::string> CheckSessionField(const domain::Calendar& calendar,
                                              const std::string& session) {
  if (session.empty()) return session;
  const auto name = domain::ParseSessionName("session", session);
  if (!name.ok()) return name.status();
  const auto days = calendar.Days("session", *name);
  if (!days.ok()) return days.status();
  return name->ToString();
}

absl::StatusOr<ExpiringQuery> ParseQuery(const Reader& reader,
                                         const domain::Calendar& calendar,
                                         const ListExpiringRequest& request) {
  ExpiringQuery query;
  const auto as_of = AsOf(reader, request);
  if (!as_of.ok()) return as_of.status();
  const auto within = domain::ParsePeriod(
      "within", request.within().empty() ? kWithinDefault : request.within());
  if (!within.ok()) return within.status();
  const auto session = CheckSessionField(calendar, request.session());
  if (!session.ok()) return session.status();
  const auto filter = domain::Filter::Parse(request.filter());
  if (!filter.ok()) return filter.status();
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto after = ReadPageToken(WithoutPage(request), request.page_token());
  if (!after.ok()) return after.status();
  query.as_of = *as_of;
  query.until = domain::Add(*as_of, *within);
  query.session = *session;
  query.include_overdue = request.include_overdue();
  query.filter = *filter;
  query.page_size = *size;
  query.after_key = *after;
  return query;
}

// Adds `expiring` to the group of its session, or to a new one.
void AddToGroup(const domain::Calendar& calendar,
                mandates::v1::Expiring expiring,
                ListExpiringResponse& response) {
  const std::string due = expiring.due_session();
  auto& groups = *response.mutable_sessions();
  // Others may end on the day of the session, between two that are due at it.
  const auto found = std::find_if(
      groups.begin(), groups.end(),
      [&](const auto& group) { return group.session().name() == due; });
  const bool same = found != groups.end();
  auto* group = same ? &*found : groups.Add();
  if (!same && !due.empty()) {
    const auto name = domain::ParseSessionName("session", due);
    auto session = name.ok()
                       ? calendar.Get("session", *name)
                       : absl::StatusOr<mandates::v1::Session>(name.status());
    if (session.ok()) *group->mutable_session() = std::move(*session);
  }
  *group->add_expiring() = std::move(expiring);
}

absl::StatusOr<engine::SimulationRequest> ParseSimulation(
    const Reader& reader, const SimulateExpiriesRequest& request) {
  engine::SimulationRequest simulation;
  simulation.today = reader.Today();
  simulation.from = simulation.today;
  if (request.has_from()) {
    const auto from = domain::CheckDate("from", request.from());
    if (!from.ok()) return from.status();
    simulation.from = *from;
  }
  const auto to = domain::CheckDate("to", request.to());
  if (!to.ok()) return to.status();
  simulation.to = *to;
  const absl::CivilDay latest = domain::Add(
      simulation.from,
      {.months = 12 * domain::limits::kSimulationYearsMax, .days = 0});
  if (simulation.from < simulation.today || simulation.to < simulation.from ||
      simulation.to > latest) {
    return domain::FieldInvalid(
        "to", "SPAN_INVALID",
        absl::StrCat("the span must begin on the server's today (",
                     domain::FormatDate(simulation.today),
                     ") or later, end no earlier than it begins, and last ",
                     domain::limits::kSimulationYearsMax, " years at most"));
  }
  return simulation;
}

absl::Status CheckAssumed(const engine::SimulationRequest& simulation,
                          const SimulateExpiriesRequest& request, int i) {
  const auto& one = request.assumed_decisions(i);
  absl::Status checked = CheckRequest(one);
  if (!checked.ok()) return checked;
  const absl::CivilDay adopted = domain::ToCivil(one.decision().adopted_on());
  if (adopted >= simulation.today && adopted <= simulation.to) {
    return absl::OkStatus();
  }
  return domain::FieldInvalid(
      "decision.adopted_on", "ADOPTED_OUTSIDE_SPAN",
      absl::StrCat(domain::FormatDate(adopted), " is not between today (",
                   domain::FormatDate(simulation.today), ") and ",
                   domain::FormatDate(simulation.to)));
}

}  // namespace

absl::Status ListExpiring(const Reader& reader,
                          const ListExpiringRequest& request,
                          ListExpiringResponse& response) {
  const auto calendar = reader.ReadCalendar();
  if (!calendar.ok()) return calendar.status();
  if (!mandates::v1::ExpiringGrouping_IsValid(request.group_by())) {
    return domain::FieldInvalid(
        "group_by", "ENUM_UNKNOWN",
        "is not a value of ExpiringGrouping; send SESSION or nothing");
  }
  const auto query = ParseQuery(reader, *calendar, request);
  if (!query.ok()) return query.status();
  auto page = reader.ListExpiring(*query);
  if (!page.ok()) return page.status();
  const bool grouped =
      request.group_by() == mandates::v1::EXPIRING_GROUPING_SESSION;
  for (auto& expiring : page->items) {
    if (grouped) {
      AddToGroup(*calendar, std::move(expiring), response);
    } else {
      *response.add_expiring() = std::move(expiring);
    }
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(
        MakePageToken(WithoutPage(request), page->next_key));
  }
  return absl::OkStatus();
}

absl::Status SimulateExpiries(
    const Reader& reader, const SimulateExpiriesRequest& request,
    mandates::v1::SimulateExpiriesResponse& response) {
  auto simulation = ParseSimulation(reader, request);
  if (!simulation.ok()) return simulation.status();
  if (request.assumed_decisions_size() >
      domain::limits::kSimulationDecisionsMax) {
    return domain::FieldOutOfRange("assumed_decisions",
                                   request.assumed_decisions_size(), 0,
                                   domain::limits::kSimulationDecisionsMax);
  }
  for (int i = 0; i < request.assumed_decisions_size(); ++i) {
    absl::Status checked = CheckAssumed(*simulation, request, i);
    if (!checked.ok()) {
      return domain::WithFieldPrefix(
          absl::StrCat("assumed_decisions[", i, "]."), std::move(checked));
    }
  }
  const auto filter = domain::Filter::Parse(request.filter());
  if (!filter.ok()) return filter.status();
  simulation->decisions = {request.assumed_decisions().begin(),
                           request.assumed_decisions().end()};
  simulation->wanted = [&filter](const mandates::v1::Event& event) {
    return filter->Matches(event.mandate(), domain::ToCivil(event.date()));
  };
  auto events = reader.Simulate(*simulation);
  if (!events.ok()) return events.status();
  for (auto& event : *events) *response.add_events() = std::move(event);
  return absl::OkStatus();
}

}  // namespace mandated::api
