#ifndef MANDATED_SERVICES_DOMAIN_READING_KNOWN_MANDATES_H_
#define MANDATED_SERVICES_DOMAIN_READING_KNOWN_MANDATES_H_

#include <vector>

#include "mandates/v1/mandate.pb.h"

namespace mandated::domain {

// The mandates of deploy/catalogue/mandates.csv with the titles of names.csv,
// built in, so that a text is understood, and a new mandate gets its readable
// name and English title, before anything was loaded. Facts that no decision
// says; no terms. Made on the first call. Thread-safe.
const std::vector<mandates::v1::Mandate>& KnownMandates();

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_KNOWN_MANDATES_H_
