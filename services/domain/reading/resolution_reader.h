#ifndef MANDATED_SERVICES_DOMAIN_READING_RESOLUTION_READER_H_
#define MANDATED_SERVICES_DOMAIN_READING_RESOLUTION_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "mandates/v1/resolution.pb.h"
#include "services/domain/calendar.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/mandate_names.h"

namespace mandated::domain {

// What a reading is made from beside the text. Owned by the caller.
struct ReadingContext {
  const Languages* languages;
  const MandateNames* names;
  const Calendar* calendar;  // tells whether a session is recorded
};

// Reads a resolution. Pure: neither clock nor I/O, the same text gives the
// same reading. A field that the words do not state, or state in two ways, is
// left empty with a diagnostic: a wrong value is far worse than a missing one.
// `language` and `symbol_hint` may be empty. Linear in the text.
// INVALID_ARGUMENT: as NormalText::Make for "text"; LANGUAGE_UNKNOWN for
// "language"; SYMBOL_INVALID for "symbol_hint".
absl::StatusOr<mandates::v1::Resolution> ReadResolution(
    const ReadingContext& context, std::string text,
    const std::string& language, const std::string& symbol_hint);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_RESOLUTION_READER_H_
