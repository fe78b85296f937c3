#include "tests/history/replay.h"

#include <map>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/unit/engine/engine_fixture.h"

namespace mandated::history {
namespace {

using engine::Day;
using engine::Engine;
using mandates::v1::Decision;
using mandates::v1::RecordDecisionRequest;

constexpr char kFirstDay[] = "2006-06-19";
constexpr char kLastDay[] = "2026-04-01";

mandates::v1::Act ActOf(const std::string& name) {
  mandates::v1::Act act = mandates::v1::ACT_UNSPECIFIED;
  EXPECT_TRUE(mandates::v1::Act_Parse("ACT_" + name, &act)) << name;
  return act;
}

void FillEnd(const std::string& end, mandates::v1::Term& term) {
  if (end.empty()) return;
  const std::vector<std::string> parts =
      absl::StrSplit(end, absl::MaxSplits(':', 1));
  if (parts[0] == "end_of_session") {
    term.set_end_of_session("sessions/" + parts[1]);
  } else if (parts[0] == "fixed") {
    *term.mutable_fixed() = engine::DateOf(parts[1]);
  } else if (parts[0] == "open_ended") {
    term.mutable_open_ended();
  } else if (parts[0] == "dormant") {
    term.mutable_dormant();
  } else if (parts[0] == "until_event") {
    term.mutable_until_event()->set_words(parts[1]);
  } else {
    ADD_FAILURE() << "unknown end " << end;
  }
}

Decision DecisionOfRow(const Row& row) {
  Decision decision =
      engine::DecisionOf(ActOf(row.at("act")), row.at("symbol"),
                         row.at("adopted_on"), row.at("period"));
  if (!row.at("session").empty()) {
    decision.set_session("sessions/" + row.at("session"));
  }
  if (!row.at("starts_at_end_of").empty()) {
    decision.mutable_term()->set_starts_at_end_of("sessions/" +
                                                  row.at("starts_at_end_of"));
  }
  if (!row.at("end").empty()) FillEnd(row.at("end"), *decision.mutable_term());
  decision.set_new_title(row.at("new_title"));
  if (!row.at("successor").empty()) {
    decision.set_successor("mandates/" + row.at("successor"));
  }
  return decision;
}

RecordDecisionRequest RequestOf(const Row& decision, const Row& mandate) {
  RecordDecisionRequest request =
      Engine::RecordRequest(decision.at("mandate"), DecisionOfRow(decision));
  const std::vector<std::string> titles =
      absl::StrSplit(mandate.at("former_titles"), '|');
  const bool renamed = !mandate.at("former_titles").empty();
  request.mutable_mandate()->set_title(renamed ? titles.front()
                                               : mandate.at("title"));
  request.mutable_mandate()->set_country(mandate.at("country"));
  request.mutable_mandate()->set_kind(mandate.at("kind") == "COUNTRY"
                                          ? mandates::v1::KIND_COUNTRY
                                          : mandates::v1::KIND_THEMATIC);
  // Where the table begins in the middle of a mandate's life.
  request.set_allow_missing(true);
  return request;
}

}  // namespace

Catalogue ReadCatalogue() {
  const std::string folder = MANDATED_CATALOGUE_DIR;
  return {.sessions = ReadCsv(folder + "/sessions.csv"),
          .mandates = ReadCsv(folder + "/mandates.csv"),
          .decisions = ReadCsv(folder + "/decisions.csv")};
}

std::vector<mandates::v1::Event> Replay(const Catalogue& catalogue,
                                        int restart_days) {
  constexpr int kForEver = 100 * 366;  // the log is the result
  Engine engine({.today = kFirstDay,
                 .retention = {.age_days = kForEver},
                 .sessions = false});
  for (const Row& row : catalogue.sessions) {
    EXPECT_THAT(engine.UpsertSession(row.at("session"), row.at("first_day"),
                                     row.at("last_day")),
                engine::IsOk());
  }
  std::map<std::string, Row> mandates;
  for (const Row& row : catalogue.mandates) mandates[row.at("mandate")] = row;
  std::multimap<absl::CivilDay, Row> due;
  for (const Row& row : catalogue.decisions) {
    due.emplace(Day(row.at("adopted_on")), row);
  }
  const absl::CivilDay first = Day(kFirstDay);
  for (absl::CivilDay day = first; day <= Day(kLastDay); ++day) {
    if (restart_days > 0 && (day - first) % restart_days == 0) engine.Restart();
    engine.AdvanceTo(day);
    const auto [begin, end] = due.equal_range(day);
    for (auto it = begin; it != end; ++it) {
      const Row& row = it->second;
      EXPECT_THAT(engine.Record(RequestOf(row, mandates.at(row.at("mandate")))),
                  engine::IsOk())
          << row.at("mandate") << " " << row.at("symbol");
    }
  }
  return engine.Log();
}

}  // namespace mandated::history
