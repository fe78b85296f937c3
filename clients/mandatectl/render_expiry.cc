#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/render_cells.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Event;
using mandates::v1::Expiring;
using mandates::v1::Mandate;
using mandates::v1::Session;

// Widths of the columns of a stream: the longest of each but for mandates,
// where it is longer than nearly all or, on a narrow terminal, than most.
constexpr int kTypeWidth = 11;
constexpr int kLeadWidth = 4;
constexpr int kMandateWidth = 34;
constexpr int kMandateWidthNarrow = 26;
constexpr int kNarrowWidth = 100;

std::string Padded(std::string text, int width) {
  const int space = width - DisplayWidth(text);
  if (space > 0) text.append(space, ' ');
  return text;
}

Color ColorOfEvent(mandates::v1::EventType type) {
  switch (type) {
    case mandates::v1::EVENT_TYPE_ESTABLISHED:
    case mandates::v1::EVENT_TYPE_EXTENDED:
      return Color::kGreen;
    case mandates::v1::EVENT_TYPE_EXPIRING:
      return Color::kYellow;
    case mandates::v1::EVENT_TYPE_OVERDUE:
    case mandates::v1::EVENT_TYPE_LAPSED:
    case mandates::v1::EVENT_TYPE_TERMINATED:
      return Color::kRed;
    default:
      return Color::kBold;
  }
}

// "last day 2026-07-10, 120 days left, projected".
std::string LastDayOfEvent(const Event& event) {
  if (!event.has_last_day()) return "no last day";
  std::string text =
      absl::StrCat("last day ", DateText(true, event.last_day()));
  const auto days = DaysBetween(event.date(), event.last_day());
  const bool upcoming = event.type() != mandates::v1::EVENT_TYPE_LAPSED &&
                        event.type() != mandates::v1::EVENT_TYPE_OVERDUE;
  if (days && *days >= 0 && upcoming) {
    absl::StrAppend(&text, ", ", DaysLeftWords(*days));
  }
  if (event.projected()) absl::StrAppend(&text, ", projected");
  return text;
}

bool ExplainsItself(mandates::v1::EventType type) {
  return type == mandates::v1::EVENT_TYPE_RETRACTED ||
         type == mandates::v1::EVENT_TYPE_CORRECTED ||
         type == mandates::v1::EVENT_TYPE_RESCHEDULED;
}

// What matters most comes first: a narrow terminal cuts the end.
std::string DetailOfEvent(const Event& event) {
  const Mandate& mandate = event.mandate();
  std::vector<std::string> parts;
  if (event.type() != mandates::v1::EVENT_TYPE_TERMINATED) {
    parts.push_back(LastDayOfEvent(event));
  } else if (!mandate.successor().empty()) {
    parts.push_back(
        absl::StrCat("merged into ", ShortName(mandate.successor())));
  }
  if (event.has_previous_last_day()) {
    parts.push_back(
        absl::StrCat("before ", DateText(true, event.previous_last_day())));
  }
  if (!event.retracts().empty()) parts.push_back("taken back");
  if (event.type() == mandates::v1::EVENT_TYPE_RENAMED) {
    parts.push_back(absl::StrCat("now ", mandate.title()));
  }
  if (!event.symbol().empty()) parts.push_back(event.symbol());
  std::string text = absl::StrJoin(parts, ", ");
  if (ExplainsItself(event.type()) && !event.reason().empty()) {
    absl::StrAppend(&text, ": ", event.reason());
  }
  if (!event.retracts().empty()) {
    absl::StrAppend(&text, " (", event.retracts(), ")");
  }
  return OneLine(text);
}

// Under the heading of a session, the session goes without saying, and what
// matters beside the last day is the nominal end.
Table ExpiringTable(bool with_session) {
  std::vector<Column> columns = {
      {"LAST DAY"},
      {"DAYS", Align::kRight},
      {"STATE"},
      {"BASIS"},
      {"NOMINAL END", Align::kLeft, with_session ? 1 : 0}};
  if (with_session) columns.push_back({"DUE AT"});
  columns.push_back({"MANDATE"});
  columns.push_back({"TITLE", Align::kLeft, 2});
  return Table(std::move(columns));
}

void AddExpiring(const Expiring& expiring, bool with_session, Table& table) {
  const Mandate& mandate = expiring.mandate();
  const auto& term = mandate.term();
  const Color color = ColorOfDaysLeft(expiring.days_left());
  const bool inferred = term.basis() == mandates::v1::BASIS_INFERRED;
  // That it is in force goes without saying.
  const std::string state = mandate.state() == mandates::v1::STATE_IN_FORCE
                                ? ""
                                : StateWords(mandate.state());
  std::vector<Cell> row = {
      LastDayCell(term, Color::kNone, table),
      {absl::StrCat(expiring.days_left()), color},
      {state, color},
      {BasisWord(term.basis()), inferred ? Color::kYellow : Color::kNone},
      {DateText(term.has_nominal_end(), term.nominal_end())}};
  if (with_session) row.push_back({ShortName(expiring.due_session())});
  row.push_back({ShortName(mandate.name())});
  row.push_back({mandate.title()});
  table.AddRow(std::move(row));
}

std::string SessionHeading(const mandates::v1::SessionDue& due,
                           const Style& style) {
  if (!due.has_session()) {
    return Paint("Due at no session", Color::kBold, style);
  }
  const Session& session = due.session();
  const std::string name =
      absl::StrCat(session.body(), " ", SessionWords(session));
  return absl::StrCat(Paint(name, Color::kBold, style), ", ",
                      DateText(true, session.first_day()), " to ",
                      DateText(true, session.last_day()), " (",
                      CalendarBasisWords(session.basis()),
                      "): ", Count(due.expiring_size(), "mandate"), " due");
}

}  // namespace

std::string RenderExpiring(const mandates::v1::ListExpiringResponse& response,
                           const Style& style) {
  std::string text;
  for (const auto& due : response.sessions()) {
    if (!text.empty()) text += "\n";
    text += RenderDue(due, style);
  }
  if (response.expiring_size() == 0) return text;
  Table table = ExpiringTable(true);
  for (const Expiring& expiring : response.expiring()) {
    AddExpiring(expiring, true, table);
  }
  return text + table.Render(style);
}

std::string RenderDue(const mandates::v1::SessionDue& due, const Style& style) {
  std::string text = absl::StrCat(SessionHeading(due, style), "\n");
  if (due.expiring_size() == 0) return text;
  Table table = ExpiringTable(false);
  for (const Expiring& expiring : due.expiring()) {
    AddExpiring(expiring, false, table);
  }
  return text + table.Render(style);
}

std::string RenderSessions(const mandates::v1::ListSessionsResponse& response,
                           const Style& style) {
  Table table({{"SESSION"},
               {"FIRST DAY"},
               {"LAST DAY"},
               {"BASIS"},
               {"SOURCE AND NOTE"}});
  for (const Session& session : response.sessions()) {
    const bool projected =
        session.basis() == mandates::v1::CALENDAR_BASIS_PROJECTED;
    const Color color = projected ? Color::kDim : Color::kNone;
    const std::string remark = absl::StrCat(
        session.source(),
        session.source().empty() || session.note().empty() ? "" : "; ",
        session.note());
    table.AddRow({{ShortName(session.name()), color},
                  {DateText(true, session.first_day()), color},
                  {DateText(true, session.last_day()), color},
                  {CalendarBasisWords(session.basis()), color},
                  {remark, color}});
  }
  return table.Render(style);
}

std::string RenderEvent(const Event& event, const Style& style) {
  constexpr char kGap[] = "  ";
  const bool narrow = style.width > 0 && style.width < kNarrowWidth;
  const std::string word = EventWord(event.type());
  const std::string before = absl::StrCat(DateText(true, event.date()), kGap);
  const std::string behind =
      absl::StrCat(Padded(word, kTypeWidth).substr(word.size()), kGap,
                   Padded(OneLine(event.lead()), kLeadWidth), kGap,
                   Padded(OneLine(ShortName(event.mandate().name())),
                          narrow ? kMandateWidthNarrow : kMandateWidth),
                   kGap);
  std::string detail = DetailOfEvent(event);
  if (style.width > 0) {
    constexpr int kDetailWidthMin = 20;  // a last day; else the line is longer
    const int left =
        style.width - DisplayWidth(absl::StrCat(before, word, behind));
    detail = Truncate(detail, std::max(left, kDetailWidthMin));
  }
  return absl::StrCat(before, Paint(word, ColorOfEvent(event.type()), style),
                      behind, detail, "\n");
}

std::string RenderServerInfo(const mandates::v1::GetServerInfoResponse& info,
                             const Style& style) {
  Table table({{"FACT"}, {"VALUE"}});
  const auto add = [&](const char* fact, const std::string& value) {
    table.AddRow({{fact, Color::kDim}, {value}});
  };
  std::string leads;
  for (const std::string& lead : info.leads()) {
    absl::StrAppend(&leads, leads.empty() ? "" : " ", lead);
  }
  add("version", info.version());
  add("store", absl::StrCat(info.store_id(), ", ", info.storage_engine(),
                            ", format ", info.store_format()));
  add("revisions",
      absl::StrCat(info.earliest_revision(), " to ", info.head_revision()));
  add("server time", absl::StrCat(TimeText(info.server_time()),
                                  info.clock_simulated() ? ", simulated" : ""));
  add("processed through", TimeText(info.processed_through()));
  add("time zone", info.time_zone());
  add("leads", leads);
  add("watchers", absl::StrCat(info.watchers()));
  add("started", TimeText(info.start_time()));
  return table.Render(style);
}

}  // namespace mandated::mandatectl
