#include "clients/mandatectl/decision_facts.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/domain/names.h"
#include "services/domain/period.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Decision;
using mandates::v1::Term;

constexpr int kSessionsPerYear = 3;  // the rhythm of renewals: design, 2

bool StatesEnd(const DecisionFacts& facts) {
  return facts.until_session || facts.until_day || facts.until_event ||
         facts.anniversary || facts.anniversary_from || facts.open_ended ||
         facts.dormant;
}

bool StatesTerm(const DecisionFacts& facts) {
  return StatesEnd(facts) || facts.period || facts.starts_at_end_of ||
         facts.basis;
}

// Facts from which the server derives the end of a term.
bool MovesEnd(const DecisionFacts& facts) {
  return facts.period || facts.starts_at_end_of || facts.session ||
         facts.adopted_on;
}

void ApplyEnd(const DecisionFacts& facts, Term& term) {
  if (facts.until_session) term.set_end_of_session(*facts.until_session);
  if (facts.until_day) *term.mutable_fixed() = *facts.until_day;
  if (facts.until_event) {
    term.mutable_until_event()->set_words(*facts.until_event);
  }
  if (facts.anniversary) term.mutable_anniversary();
  if (facts.anniversary_from) {
    *term.mutable_anniversary()->mutable_from() = *facts.anniversary_from;
  }
  if (facts.open_ended) term.mutable_open_ended();
  if (facts.dormant) term.mutable_dormant();
}

void ApplyTerm(const DecisionFacts& facts, Term& term) {
  if (facts.period) term.set_period(*facts.period);
  if (facts.starts_at_end_of) {
    term.set_starts_at_end_of(*facts.starts_at_end_of);
  }
  if (facts.basis) term.set_basis(*facts.basis);
  ApplyEnd(facts, term);
}

void ApplyAdoption(const DecisionFacts& facts, Decision& decision) {
  if (facts.adoption) {
    decision.set_adoption(*facts.adoption);
    decision.clear_vote();
  }
  if (facts.vote) {
    decision.set_adoption(mandates::v1::ADOPTION_RECORDED_VOTE);
    *decision.mutable_vote() = *facts.vote;
  }
}

// What a server works out; it ignores them in a request.
void ClearOutputs(Term& term) {
  term.clear_first_day();
  term.clear_last_day();
  term.clear_nominal_end();
  term.clear_projected();
}

}  // namespace

void Apply(const DecisionFacts& facts, Decision& decision) {
  if (decision.has_term()) {
    const bool derived = HasDerivedEnd(decision);
    if (StatesEnd(facts) || (derived && MovesEnd(facts))) {
      decision.mutable_term()->clear_end();
    }
    ClearOutputs(*decision.mutable_term());
  }
  if (facts.symbol) decision.set_symbol(*facts.symbol);
  if (facts.adopted_on) *decision.mutable_adopted_on() = *facts.adopted_on;
  if (facts.session) decision.set_session(*facts.session);
  if (facts.meeting) {
    decision.set_meeting(static_cast<int32_t>(*facts.meeting));
  }
  if (facts.agenda_item) {
    decision.set_agenda_item(static_cast<int32_t>(*facts.agenda_item));
  }
  if (facts.paragraph) decision.set_paragraph(*facts.paragraph);
  if (facts.new_title) decision.set_new_title(*facts.new_title);
  if (facts.source) decision.set_source(*facts.source);
  if (facts.note) decision.set_note(*facts.note);
  ApplyAdoption(facts, decision);
  if (StatesTerm(facts)) ApplyTerm(facts, *decision.mutable_term());
}

bool HasDerivedEnd(const Decision& decision) {
  const Term& term = decision.term();
  if (term.end_case() == Term::END_NOT_SET) return true;
  const auto period = domain::ParsePeriod("period", term.period());
  if (!period.ok()) return false;
  const int years = period->whole_years();
  if (term.has_anniversary()) return years == 0;
  if (!term.has_end_of_session() || years == 0) return false;
  const std::string& start = term.starts_at_end_of().empty()
                                 ? decision.session()
                                 : term.starts_at_end_of();
  const auto from = domain::ParseSessionName("session", start);
  const auto due =
      domain::ParseSessionName("end_of_session", term.end_of_session());
  if (!due.ok()) return false;
  // A special session, or none, leaves open which regular one was meant.
  if (!from.ok() || from->special) return true;
  return due->number == from->number + years * kSessionsPerYear;
}

std::vector<std::string> Apply(const MandateFacts& facts,
                               mandates::v1::Mandate& mandate) {
  std::vector<std::string> paths;
  const auto apply = [&](const auto& fact, const char* path, auto set) {
    if (!fact) return;
    set(*fact);
    paths.emplace_back(path);
  };
  apply(facts.title, "title", [&](auto& v) { mandate.set_title(v); });
  apply(facts.kind, "kind", [&](auto v) { mandate.set_kind(v); });
  apply(facts.country, "country", [&](auto& v) { mandate.set_country(v); });
  apply(facts.holder_type, "holder_type",
        [&](auto v) { mandate.set_holder_type(v); });
  apply(facts.holder, "holder", [&](auto& v) { mandate.set_holder(v); });
  apply(facts.established_year, "established_year", [&](int64_t v) {
    mandate.set_established_year(static_cast<int32_t>(v));
  });
  apply(facts.established_by, "established_by",
        [&](auto& v) { mandate.set_established_by(v); });
  apply(facts.note, "note", [&](auto& v) { mandate.set_note(v); });
  for (const Label& label : facts.labels) {
    if (label.value.empty()) {
      mandate.mutable_labels()->erase(label.key);
    } else {
      (*mandate.mutable_labels())[label.key] = label.value;
    }
  }
  if (!facts.labels.empty()) paths.emplace_back("labels");
  return paths;
}

absl::StatusOr<Decision> FindDecision(const mandates::v1::Mandate& mandate,
                                      std::string_view text) {
  const std::string slug = domain::SlugOfSymbol(text);
  const Decision* found = nullptr;
  for (const Decision& decision : mandate.decisions()) {
    const std::string id = domain::SlugOfSymbol(decision.symbol());
    if (id == slug) return decision;
    if (slug.empty() || !absl::EndsWith(id, absl::StrCat("-", slug))) continue;
    if (found != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(std::string(text), " is both ", found->symbol(), " and ",
                       decision.symbol(), "; write the whole symbol"));
    }
    found = &decision;
  }
  if (found != nullptr) return *found;
  return absl::NotFoundError(
      absl::StrCat(mandate.name(), " has no decision ", std::string(text),
                   "; see mandatectl history ",
                   mandate.name().substr(mandate.name().find('/') + 1)));
}

}  // namespace mandated::mandatectl
