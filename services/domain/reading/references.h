#ifndef MANDATED_SERVICES_DOMAIN_READING_REFERENCES_H_
#define MANDATED_SERVICES_DOMAIN_READING_REFERENCES_H_

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"

namespace mandated::domain {

// Adds to `resolution`, whose symbol and session are read, the documents that
// the text speaks of: symbols that are spelt out, footnotes included, and
// resolutions and decisions that a number names, with lists of them. Whose
// resolution a number means is told by the words; where two bodies stand before
// it and the number could be of either, it is left out. Each symbol once.
void ReadReferences(const Document& document,
                    mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_REFERENCES_H_
