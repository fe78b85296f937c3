#include "clients/mandatectl/catalogue_rows.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/arguments.h"
#include "services/domain/limits.h"
#include "services/domain/titles.h"
#include "services/domain/validation.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Term;

// Tallies and numbers beyond these are typing errors; the server says so, too.
constexpr int64_t kVotesMax = 1'000;
constexpr int64_t kMeetingMax = 10'000;
constexpr int64_t kAgendaItemMax = 10;

// Reads what the column says into a string field by `parse`.
template <typename Message, typename Parse>
void ReadInto(Row& row, std::string_view column, Message* message,
              void (Message::*set)(const std::string&), Parse parse) {
  row.Read(
      column, [&](const std::string& value) { (message->*set)(value); }, parse);
}

auto AsNumberWithin(int64_t min, int64_t max) {
  return [min, max](std::string_view field, std::string_view text) {
    return ParseNumber(field, text, min, max);
  };
}

int32_t ReadNumber(Row& row, std::string_view column, int64_t min,
                   int64_t max) {
  int64_t number = 0;
  row.Read(
      column, [&](int64_t value) { number = value; }, AsNumberWithin(min, max));
  return static_cast<int32_t>(number);
}

template <typename Enum>
Enum ReadEnum(Row& row, std::string_view column) {
  Enum read = static_cast<Enum>(0);
  row.Read(
      column, [&](Enum value) { read = value; }, ParseEnum<Enum>);
  return read;
}

void ReadEnd(Row& row, Term& term) {
  const std::string& text = row.Text("end");
  const size_t colon = text.find(':');
  const std::string rule = text.substr(0, colon);
  const std::string value =
      colon == std::string::npos ? "" : text.substr(colon + 1);
  const auto refuse = [&](const absl::Status& status) { row.Blame(status); };
  if (text.empty()) return;
  if (text == "open_ended") {
    term.mutable_open_ended();
  } else if (text == "dormant") {
    term.mutable_dormant();
  } else if (rule == "until_event" && !value.empty()) {
    term.mutable_until_event()->set_words(value);
  } else if (rule == "end_of_session" && !value.empty()) {
    const auto session = ParseSession("end", value);
    if (!session.ok()) return refuse(session.status());
    term.set_end_of_session(*session);
  } else if (rule == "fixed" && !value.empty()) {
    const auto day = ParseDay("end", value);
    if (!day.ok()) return refuse(day.status());
    *term.mutable_fixed() = *day;
  } else {
    row.Blame(absl::StrCat(
        "end: \"", text,
        "\" is not known; write end_of_session:hrc-17, "
        "fixed:2011-06-30, until_event:WORDS, open_ended or dormant, or "
        "nothing where the end follows from the period"));
  }
}

bool GivesTerm(mandates::v1::Act act) {
  return act == mandates::v1::ACT_ESTABLISH ||
         act == mandates::v1::ACT_EXTEND || act == mandates::v1::ACT_ROLLOVER;
}

void ReadTerm(Row& row, Decision& decision) {
  Term term;
  ReadInto(row, "period", &term, &Term::set_period, ParsePeriodText);
  ReadInto(row, "starts_at_end_of", &term, &Term::set_starts_at_end_of,
           ParseSession);
  ReadEnd(row, term);
  term.set_basis(ReadEnum<mandates::v1::Basis>(row, "basis"));
  const bool stated = !term.period().empty() ||
                      !term.starts_at_end_of().empty() ||
                      term.end_case() != Term::END_NOT_SET;
  // The basis of an act without a term has no place in the API.
  if (stated || GivesTerm(decision.act())) *decision.mutable_term() = term;
}

void ReadVote(Row& row, Decision& decision) {
  decision.set_adoption(ReadEnum<mandates::v1::Adoption>(row, "how_adopted"));
  const bool some = !row.Text("for").empty() || !row.Text("against").empty() ||
                    !row.Text("abstaining").empty();
  if (!some) return;
  row.Require("for", "the votes in favour, as the other tallies are there");
  row.Require("against", "the votes against, as the other tallies are there");
  row.Require("abstaining", "the abstentions, as the other tallies are there");
  auto& vote = *decision.mutable_vote();
  vote.set_in_favour(ReadNumber(row, "for", 0, kVotesMax));
  vote.set_against(ReadNumber(row, "against", 0, kVotesMax));
  vote.set_abstaining(ReadNumber(row, "abstaining", 0, kVotesMax));
}

// What the API has no field for stands in the note.
std::string NoteOf(const Row& row) {
  std::vector<std::string> parts;
  if (!row.Text("note").empty()) parts.push_back(row.Text("note"));
  if (!row.Text("holder_since").empty()) {
    parts.push_back(absl::StrCat("holder since ", row.Text("holder_since")));
  }
  if (!row.Text("source").empty()) {
    const std::string as_of = row.Text("as_of").empty()
                                  ? ""
                                  : absl::StrCat(", as of ", row.Text("as_of"));
    parts.push_back(absl::StrCat("source: ", row.Text("source"), as_of));
  }
  std::string note;
  for (const std::string& part : parts) {
    absl::StrAppend(&note, note.empty() ? "" : "; ", part);
  }
  return note;
}

}  // namespace

const std::vector<ColumnRule>& ColumnsOf(TableKind kind) {
  static const auto* const sessions = new std::vector<ColumnRule>{
      {"session", true}, {"first_day", true}, {"last_day", true},
      {"basis"},         {"source"},          {"note"}};
  static const auto* const mandates =
      new std::vector<ColumnRule>{{"mandate", true},
                                  {"title", true},
                                  {"kind", true},
                                  {"country"},
                                  {"holder_type", true},
                                  {"established_year"},
                                  {"established_by"},
                                  {"former_titles"},
                                  {"holder"},
                                  {"holder_since"},
                                  {"source"},
                                  {"as_of"},
                                  {"note"}};
  static const auto* const decisions =
      new std::vector<ColumnRule>{{"mandate", true}, {"act", true},
                                  {"symbol", true},  {"adopted_on", true},
                                  {"session"},       {"meeting"},
                                  {"agenda_item"},   {"paragraph"},
                                  {"how_adopted"},   {"for"},
                                  {"against"},       {"abstaining"},
                                  {"period"},        {"starts_at_end_of"},
                                  {"end"},           {"new_title"},
                                  {"successor"},     {"basis"},
                                  {"source"},        {"note"}};
  static const auto* const names = new std::vector<ColumnRule>{
      {"mandate", true}, {"language", true}, {"title", true}, {"note"}};
  switch (kind) {
    case TableKind::kSessions:
      return *sessions;
    case TableKind::kMandates:
      return *mandates;
    case TableKind::kNames:
      return *names;
    case TableKind::kDecisions:
      break;
  }
  return *decisions;
}

SessionRow ReadSessionRow(Row& row) {
  SessionRow read{.place = {row.file(), row.line()}, .session = {}};
  auto& session = read.session;
  row.Require("session", "its id, such as hrc-44");
  row.Require("first_day", "a day");
  row.Require("last_day", "a day");
  row.Read(
      "session", [&](const std::string& name) { session.set_name(name); },
      ParseSession);
  row.Read(
      "first_day", [&](const auto& day) { *session.mutable_first_day() = day; },
      ParseDay);
  row.Read(
      "last_day", [&](const auto& day) { *session.mutable_last_day() = day; },
      ParseDay);
  session.set_basis(ReadEnum<mandates::v1::CalendarBasis>(row, "basis"));
  if (session.basis() == mandates::v1::CALENDAR_BASIS_UNSPECIFIED) {
    session.set_basis(mandates::v1::CALENDAR_BASIS_STATED);
  }
  session.set_source(row.Text("source"));
  session.set_note(row.Text("note"));
  if (row.ok()) {
    row.Blame(domain::CheckSession("session", session), "session");
  }
  return read;
}

MandateRow ReadMandateRow(Row& row) {
  MandateRow read{.place = {row.file(), row.line()}, .mandate = {}};
  Mandate& mandate = read.mandate;
  row.Require("mandate", "its id, such as sr-torture");
  row.Read(
      "mandate", [&](const std::string& name) { mandate.set_name(name); },
      ParseMandate);
  const std::vector<std::string> former =
      absl::StrSplit(row.Text("former_titles"), '|', absl::SkipWhitespace());
  mandate.set_title(former.empty() ? row.Text("title") : former.front());
  row.Require("title", "the full English title");
  mandate.set_kind(ReadEnum<mandates::v1::Kind>(row, "kind"));
  mandate.set_country(row.Text("country"));
  mandate.set_holder_type(
      ReadEnum<mandates::v1::HolderType>(row, "holder_type"));
  mandate.set_established_year(ReadNumber(row, "established_year", 1900, 9999));
  mandate.set_established_by(row.Text("established_by"));
  mandate.set_holder(row.Text("holder"));
  row.Read(
      "holder_since", [](const auto&) {}, ParseDay);
  row.Read(
      "as_of", [](const auto&) {}, ParseDay);
  mandate.set_note(NoteOf(row));
  if (row.ok()) {
    row.Blame(domain::CheckMandateFacts("mandate", mandate), "mandate");
  }
  return read;
}

NameRow ReadNameRow(Row& row) {
  NameRow read{.place = {row.file(), row.line()},
               .mandate = {},
               .language = row.Text("language"),
               .title = row.Text("title")};
  row.Require("mandate", "the id of a mandate, such as sr-torture");
  row.Read(
      "mandate", [&](const std::string& name) { read.mandate = name; },
      ParseMandate);
  row.Blame(domain::CheckLanguageCode("language", read.language));
  row.Blame(domain::CheckRequiredText("title", read.title,
                                      domain::limits::kTitleBytesMax));
  return read;
}

DecisionRow ReadDecisionRow(Row& row) {
  DecisionRow read{
      .place = {row.file(), row.line()}, .mandate = {}, .decision = {}};
  Decision& decision = read.decision;
  row.Require("mandate", "the id of a mandate, such as sr-torture");
  row.Require("adopted_on", "the day of adoption");
  row.Read(
      "mandate", [&](const std::string& name) { read.mandate = name; },
      ParseMandate);
  decision.set_act(ReadEnum<mandates::v1::Act>(row, "act"));
  decision.set_symbol(row.Text("symbol"));
  row.Read(
      "adopted_on",
      [&](const auto& day) { *decision.mutable_adopted_on() = day; }, ParseDay);
  ReadInto(row, "session", &decision, &Decision::set_session, ParseSession);
  decision.set_meeting(ReadNumber(row, "meeting", 1, kMeetingMax));
  decision.set_agenda_item(ReadNumber(row, "agenda_item", 1, kAgendaItemMax));
  decision.set_paragraph(row.Text("paragraph"));
  ReadVote(row, decision);
  ReadTerm(row, decision);
  decision.set_new_title(row.Text("new_title"));
  ReadInto(row, "successor", &decision, &Decision::set_successor, ParseMandate);
  decision.set_source(row.Text("source"));
  decision.set_note(row.Text("note"));
  if (row.ok()) {
    row.Blame(domain::CheckDecision("decision", decision), "decision");
  }
  return read;
}

}  // namespace mandated::mandatectl
