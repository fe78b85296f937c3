#ifndef MANDATED_SERVICES_DOMAIN_READING_BACK_MATTER_H_
#define MANDATED_SERVICES_DOMAIN_READING_BACK_MATTER_H_

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"

namespace mandated::domain {

// Reads what stands behind the last operative paragraph into `resolution`, with
// its readings: meeting, day of adoption, how it was adopted, the tallies and
// the lists of States. After ReadMasthead: the day stands in both places.
// What contradicts is left out with a diagnostic: ADOPTED_ON_CONTRADICTS,
// ADOPTION_CONTRADICTS, VOTE_CONTRADICTS (tallies and lists). STATE_UNKNOWN: a
// name in a list that the language does not know. VOTE_LIST_NOT_READ: a tally
// without its list, where there are others.
void ReadBackMatter(const Document& document,
                    mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_BACK_MATTER_H_
