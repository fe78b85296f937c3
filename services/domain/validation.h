#ifndef MANDATED_SERVICES_DOMAIN_VALIDATION_H_
#define MANDATED_SERVICES_DOMAIN_VALIDATION_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"
#include "services/domain/calendar.h"

// Checks of what callers send, each INVALID_ARGUMENT that names the field
// (`field` and what lies below it). None looks at the state of anything.
namespace mandated::domain {

absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max);

// Checks a decision as a caller sends it: act, symbol, dates, the term's
// shape, and that fields and act fit together.
absl::Status CheckDecision(std::string_view field,
                           const mandates::v1::Decision& decision);

// Tells whether `key` is 1 to 63 of [a-z0-9_-] beginning with a letter.
bool IsLabelKey(std::string_view key);

// Checks that `decision` was adopted by `today` and within its session, where
// the session's dates are recorded. Errors: ADOPTED_IN_FUTURE,
// ADOPTED_OUTSIDE_SESSION, SESSION_NOT_FOUND.
absl::Status CheckAdoption(std::string_view field, const Calendar& calendar,
                           const mandates::v1::Decision& decision,
                           absl::CivilDay today);

// Checks what no decision says: title, kind, country, holder, labels, titles in
// other languages, texts.
absl::Status CheckMandateFacts(std::string_view field,
                               const mandates::v1::Mandate& mandate);

// Checks name, dates and texts of a session a caller sends.
absl::Status CheckSession(std::string_view field,
                          const mandates::v1::Session& session);

// Checks a request id; empty is allowed.
absl::Status CheckRequestId(std::string_view field, std::string_view id);

// Checks that `field` is valid UTF-8 text and not empty.
absl::Status CheckRequiredText(std::string_view field, std::string_view text,
                               size_t bytes_max);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_VALIDATION_H_
