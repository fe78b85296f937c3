#include "services/domain/fold.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/period.h"
#include "services/domain/titles.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Term;

constexpr char kTermField[] = "decision.term";

bool GivesTerm(mandates::v1::Act act) {
  return act == mandates::v1::ACT_ESTABLISH ||
         act == mandates::v1::ACT_EXTEND || act == mandates::v1::ACT_ROLLOVER;
}

bool HasEnded(mandates::v1::State state) {
  return state == mandates::v1::STATE_TERMINATED ||
         state == mandates::v1::STATE_MERGED;
}

// Where a term counts from: the end of a session where the text says so, else
// the day of adoption.
struct TermStart {
  std::optional<SessionName> session;  // whose end it is
  absl::CivilDay day;                  // the day periods count from
  std::optional<absl::CivilDay> first_day;
  bool projected = false;
};

absl::StatusOr<TermStart> StartOf(const Calendar& calendar,
                                  const Decision& decision) {
  const std::string& after = decision.term().starts_at_end_of();
  if (after.empty()) {
    return TermStart{.session = std::nullopt,
                     .day = ToCivil(decision.adopted_on()),
                     .first_day = std::nullopt};
  }
  const std::string field = absl::StrCat(kTermField, ".starts_at_end_of");
  const auto session = ParseSessionName(field, after);
  if (!session.ok()) return session.status();
  const auto days = calendar.Days(field, *session);
  if (!days.ok()) return days.status();
  return TermStart{.session = *session,
                   .day = days->last,
                   .first_day = days->last + 1,
                   .projected = days->projected};
}

// Fills in the rule that follows from the period where none is given. Only a
// term of whole years needs a session to count from.
absl::Status FillRule(const Calendar& calendar, std::string_view body,
                      const Decision& decision, const TermStart& start,
                      Term& term) {
  if (term.end_case() != Term::END_NOT_SET || term.period().empty()) {
    return absl::OkStatus();
  }
  const auto period =
      ParsePeriod(absl::StrCat(kTermField, ".period"), term.period());
  if (!period.ok()) return period.status();
  if (const int years = period->whole_years(); years > 0) {
    absl::StatusOr<SessionName> due =
        start.session ? *start.session
                      : RhythmSession(calendar, body, decision);
    if (!due.ok()) return due.status();
    due->number += years * kSessionsPerYear;
    term.set_end_of_session(due->ToString());
  } else {
    *term.mutable_anniversary()->mutable_from() = ToDate(start.day);
  }
  return absl::OkStatus();
}

absl::Status SetLastDayOfSession(const Calendar& calendar, Term& term) {
  const std::string field = absl::StrCat(kTermField, ".end_of_session");
  const auto session = ParseSessionName(field, term.end_of_session());
  if (!session.ok()) return session.status();
  const auto days = calendar.Days(field, *session);
  if (!days.ok()) return days.status();
  *term.mutable_last_day() = ToDate(days->last);
  term.set_projected(days->projected);
  return absl::OkStatus();
}

absl::Status SetLastDayOnAnniversary(const TermStart& start, Term& term) {
  const auto period =
      ParsePeriod(absl::StrCat(kTermField, ".period"), term.period());
  if (!period.ok()) return period.status();
  absl::CivilDay from = start.day;
  // The end of a session moves with the session, whatever was filled in before.
  if (term.anniversary().has_from() && !start.session) {
    const auto given = CheckDate(absl::StrCat(kTermField, ".anniversary.from"),
                                 term.anniversary().from());
    if (!given.ok()) return given.status();
    from = *given;
  }
  *term.mutable_anniversary()->mutable_from() = ToDate(from);
  *term.mutable_last_day() = ToDate(Add(from, *period));
  term.set_projected(start.projected);
  return absl::OkStatus();
}

absl::Status SetLastDay(const Calendar& calendar, const TermStart& start,
                        Term& term) {
  if (term.has_end_of_session()) return SetLastDayOfSession(calendar, term);
  if (term.has_anniversary()) return SetLastDayOnAnniversary(start, term);
  if (!term.has_fixed()) return absl::OkStatus();
  const auto day = CheckDate(absl::StrCat(kTermField, ".fixed"), term.fixed());
  if (!day.ok()) return day.status();
  *term.mutable_last_day() = ToDate(*day);
  return absl::OkStatus();
}

absl::Status SetNominalEnd(absl::CivilDay adopted_on, Term& term) {
  if (term.period().empty()) return absl::OkStatus();
  const auto period =
      ParsePeriod(absl::StrCat(kTermField, ".period"), term.period());
  if (!period.ok()) return period.status();
  *term.mutable_nominal_end() = ToDate(Add(adopted_on, *period));
  return absl::OkStatus();
}

// Refuses an act that does not fit where the mandate stands.
absl::Status CheckOrder(const Mandate& mandate, const Decision& decision) {
  const bool established = decision.act() == mandates::v1::ACT_ESTABLISH;
  if (HasEnded(mandate.state()) && !established) {
    return DecisionOutOfOrder(mandate.name(), decision.symbol(),
                              "the mandate had ended before; establish it "
                              "anew, or correct the decision that ended it");
  }
  if (mandate.state() == mandates::v1::STATE_UNSPECIFIED || !established ||
      HasEnded(mandate.state())) {
    return absl::OkStatus();
  }
  const auto last = LastDay(mandate);
  if (last && *last < ToCivil(decision.adopted_on())) return absl::OkStatus();
  return DecisionOutOfOrder(
      mandate.name(), decision.symbol(),
      "the mandate was in force on the day of adoption; record an EXTEND");
}

absl::Status CheckTerm(const Mandate& mandate, const Decision& decision,
                       std::optional<absl::CivilDay> previous) {
  if (!decision.term().has_last_day()) return absl::OkStatus();
  const absl::CivilDay last = ToCivil(decision.term().last_day());
  if (decision.act() != mandates::v1::ACT_ESTABLISH && previous &&
      last <= *previous) {
    return TermNotExtended(mandate.name(), last, *previous);
  }
  const absl::CivilDay first = ToCivil(decision.term().first_day());
  if (last < first) return TermEndsBeforeStart(kTermField, last, first);
  return absl::OkStatus();
}

absl::Status ApplyTerm(const Calendar& calendar, Mandate& mandate,
                       Decision& decision) {
  const auto previous = LastDay(mandate);
  auto term = ResolveTerm(calendar, mandate.body(), decision, previous);
  if (!term.ok()) return term.status();
  *decision.mutable_term() = std::move(*term);
  absl::Status checked = CheckTerm(mandate, decision, previous);
  if (!checked.ok()) return checked;
  *mandate.mutable_term() = decision.term();
  mandate.set_term_decision(decision.name());
  mandate.clear_successor();
  mandate.set_state(decision.term().has_dormant()
                        ? mandates::v1::STATE_DORMANT
                        : mandates::v1::STATE_IN_FORCE);
  return absl::OkStatus();
}

absl::Status Apply(const Calendar& calendar, Mandate& mandate,
                   Decision& decision) {
  absl::Status order = CheckOrder(mandate, decision);
  if (!order.ok()) return order;
  if (GivesTerm(decision.act())) {
    absl::Status applied = ApplyTerm(calendar, mandate, decision);
    if (!applied.ok()) return applied;
  }
  if (decision.act() == mandates::v1::ACT_TERMINATE) {
    mandate.set_state(mandates::v1::STATE_TERMINATED);
  }
  if (decision.act() == mandates::v1::ACT_MERGE) {
    mandate.set_state(mandates::v1::STATE_MERGED);
    mandate.set_successor(decision.successor());
  }
  if (!decision.new_title().empty() &&
      decision.new_title() != mandate.title()) {
    mandate.add_former_titles(mandate.title());
    mandate.set_title(decision.new_title());
  }
  PutNewTitles(decision.new_titles(), *mandate.mutable_titles());
  return absl::OkStatus();
}

// Clears what Fold works out, so that only facts are left.
void Unfold(Mandate& mandate) {
  if (mandate.former_titles_size() > 0) {
    mandate.set_title(mandate.former_titles(0));
  }
  mandate.clear_former_titles();
  for (const Decision& decision : mandate.decisions()) {
    TakeNewTitles(decision.new_titles(), *mandate.mutable_titles());
  }
  mandate.clear_state();
  mandate.clear_term();
  mandate.clear_term_decision();
  mandate.clear_successor();
  std::stable_sort(mandate.mutable_decisions()->pointer_begin(),
                   mandate.mutable_decisions()->pointer_end(),
                   [](const Decision* a, const Decision* b) {
                     return ToCivil(a->adopted_on()) < ToCivil(b->adopted_on());
                   });
}

}  // namespace

absl::Status Fold(const Calendar& calendar, Mandate& mandate) {
  Unfold(mandate);
  for (Decision& decision : *mandate.mutable_decisions()) {
    if (decision.retracted()) continue;
    absl::Status applied = Apply(calendar, mandate, decision);
    if (!applied.ok()) return applied;
  }
  return absl::OkStatus();
}

absl::StatusOr<Term> ResolveTerm(
    const Calendar& calendar, std::string_view body, const Decision& decision,
    std::optional<absl::CivilDay> previous_last_day) {
  Term term = decision.term();
  term.clear_last_day();
  term.clear_nominal_end();
  term.clear_projected();
  const auto start = StartOf(calendar, decision);
  if (!start.ok()) return start.status();
  absl::Status status = FillRule(calendar, body, decision, *start, term);
  if (status.ok()) status = SetLastDay(calendar, *start, term);
  const absl::CivilDay adopted = ToCivil(decision.adopted_on());
  if (status.ok()) status = SetNominalEnd(adopted, term);
  if (!status.ok()) return status;
  absl::CivilDay first = start->first_day.value_or(adopted);
  if (!start->first_day && previous_last_day && adopted <= *previous_last_day) {
    first = *previous_last_day + 1;
  }
  *term.mutable_first_day() = ToDate(first);
  return term;
}

absl::StatusOr<SessionName> RhythmSession(const Calendar& calendar,
                                          std::string_view body,
                                          const Decision& decision) {
  constexpr char kField[] = "decision.session";
  if (!decision.session().empty()) {
    auto session = ParseSessionName(kField, decision.session());
    if (!session.ok()) return session.status();
    const auto days = calendar.Days(kField, *session);
    if (!days.ok()) return days.status();
    if (!session->special) return *session;
  }
  return calendar.RegularClosingFrom(kField, body,
                                     ToCivil(decision.adopted_on()));
}

std::optional<absl::CivilDay> LastDay(const Mandate& mandate) {
  if (HasEnded(mandate.state()) || !mandate.term().has_last_day()) {
    return std::nullopt;
  }
  return ToCivil(mandate.term().last_day());
}

mandates::v1::State StateOn(const Mandate& mandate, absl::CivilDay today) {
  const auto last = LastDay(mandate);
  if (!last || *last >= today) {
    // A state that a read stamped for another day counts as in force.
    const bool timed = mandate.state() == mandates::v1::STATE_OVERDUE ||
                       mandate.state() == mandates::v1::STATE_LAPSED;
    return timed ? mandates::v1::STATE_IN_FORCE : mandate.state();
  }
  return mandate.term().projected() ? mandates::v1::STATE_OVERDUE
                                    : mandates::v1::STATE_LAPSED;
}

void SetDay(Mandate& mandate, absl::CivilDay today) {
  mandate.set_state(StateOn(mandate, today));
  mandate.clear_days_left();
  if (const auto last = LastDay(mandate)) {
    mandate.set_days_left(static_cast<int32_t>(*last - today));
  }
}

}  // namespace mandated::domain
