#ifndef MANDATED_SERVICES_DOMAIN_READING_MASTHEAD_H_
#define MANDATED_SERVICES_DOMAIN_READING_MASTHEAD_H_

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"

namespace mandated::domain {

// Reads what stands before the opener into `resolution`, with its readings:
// symbol, title, body, session and its days, agenda item, day of adoption.
// What is stated in two ways is left out with a diagnostic: SYMBOL_CONTRADICTS,
// SESSION_DAYS_CONTRADICT. IS_DRAFT: the only symbol is that of a draft.
void ReadMasthead(const Document& document,
                  mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_MASTHEAD_H_
