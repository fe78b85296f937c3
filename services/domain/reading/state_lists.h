#ifndef MANDATED_SERVICES_DOMAIN_READING_STATE_LISTS_H_
#define MANDATED_SERVICES_DOMAIN_READING_STATE_LISTS_H_

#include <array>
#include <optional>

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/document.h"

namespace mandated::domain {

// How many States each list of a recorded vote names: in favour, against,
// abstaining; nullopt where its head is missing.
struct StateLists {
  std::array<std::optional<int>, 3> counts;
  bool any = false;  // a head stands there at all
  Span span;         // of the back's text, from the first head on
};

// Reads the lists of States behind the tallies in `back`, all of the back as
// one paragraph, into `resolution.state_votes`. Diagnostics: STATE_UNKNOWN.
StateLists ReadStateLists(const Document& document,
                          const DocumentParagraph& back,
                          mandates::v1::Resolution& resolution);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_STATE_LISTS_H_
