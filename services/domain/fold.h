#ifndef MANDATED_SERVICES_DOMAIN_FOLD_H_
#define MANDATED_SERVICES_DOMAIN_FOLD_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "services/domain/calendar.h"

namespace mandated::domain {

// Works out what follows from `mandate.decisions()` and writes it into the
// output-only fields: order and terms of the decisions, title, state, term,
// successor. Pure: the same input gives the same output, at any time.
//
// Decisions count in order of adoption, those of one day in order of record.
// INVALID_ARGUMENT (TERM_NOT_EXTENDED, TERM_ENDS_BEFORE_START, ...): a term is
// impossible. FAILED_PRECONDITION (DECISION_OUT_OF_ORDER): an act does not fit
// the state it meets: ESTABLISH of a mandate in force, any other act but
// ESTABLISH on one that ended. NOT_FOUND (SESSION_NOT_FOUND).
//
// An EXTEND of a mandate whose term had run out is accepted: the record may
// have a gap, and the Council said so.
absl::Status Fold(const Calendar& calendar, mandates::v1::Mandate& mandate);

// Works out the rule and the dates of the term that `decision` of `body`
// gives, following `previous_last_day` where there is one. Errors as Fold.
absl::StatusOr<mandates::v1::Term> ResolveTerm(
    const Calendar& calendar, std::string_view body,
    const mandates::v1::Decision& decision,
    std::optional<absl::CivilDay> previous_last_day);

// Returns the session whose rhythm a decision keeps: its own where that is
// regular, else the first regular one that closes on or after its adoption.
// A special session does not count in the rhythm.
absl::StatusOr<SessionName> RhythmSession(
    const Calendar& calendar, std::string_view body,
    const mandates::v1::Decision& decision);

// Returns the last day of the term in force, or of the last one that was;
// nullopt where the rule gives none or the mandate was ended.
std::optional<absl::CivilDay> LastDay(const mandates::v1::Mandate& mandate);

// Returns where a folded mandate stands on `today`.
mandates::v1::State StateOn(const mandates::v1::Mandate& mandate,
                            absl::CivilDay today);

// Writes the fields that depend on the day: state and days_left.
void SetDay(mandates::v1::Mandate& mandate, absl::CivilDay today);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_FOLD_H_
