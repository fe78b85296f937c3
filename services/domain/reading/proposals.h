#ifndef MANDATED_SERVICES_DOMAIN_READING_PROPOSALS_H_
#define MANDATED_SERVICES_DOMAIN_READING_PROPOSALS_H_

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/mandate_names.h"

namespace mandated::domain {

// Adds to `resolution`, whose own fields are read, the decisions that the
// document takes on special procedures, and diagnostics for what it leaves
// open: MANDATE_NOT_FOUND, MANDATE_AMBIGUOUS, MANDATE_NOT_NAMED,
// ROLLOVER_MANDATES_NOT_NAMED, TERM_NOT_STATED, TERM_CONTRADICTS,
// DECISION_TWICE, NEW_TITLE_NOT_READ, SUCCESSOR_NOT_READ, NO_MANDATE_DECISION,
// and notes OTHER_BODY_EXTENDED, CONDITIONAL_WORDING, QUOTED_WORDING. Beyond
// limits::kActsMax decisions the one error TOO_MANY_DECISIONS, and none.
void ReadProposals(const Document& document, const MandateNames& names,
                   mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_PROPOSALS_H_
