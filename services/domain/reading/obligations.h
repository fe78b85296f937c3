#ifndef MANDATED_SERVICES_DOMAIN_READING_OBLIGATIONS_H_
#define MANDATED_SERVICES_DOMAIN_READING_OBLIGATIONS_H_

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"

namespace mandated::domain {

// Adds to `resolution`, whose session and day of adoption are read, what the
// operative paragraphs ask of mandate holders. A session is put to the thing
// asked before it, and left out where its number cannot be of the body that
// the thing is asked for.
void ReadObligations(const Document& document,
                     mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_OBLIGATIONS_H_
