#ifndef MANDATED_SERVICES_DOMAIN_READING_NEW_MANDATES_H_
#define MANDATED_SERVICES_DOMAIN_READING_NEW_MANDATES_H_

#include <string>
#include <string_view>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/reading/language.h"

namespace mandated::domain {

// Returns what a title tells of a mandate that the registry has not: holder
// type, State, kind, and the title itself in its language. `title` is as the
// text has it, `normal` its normal form.
mandates::v1::Mandate NewMandate(const Language& language,
                                 const std::string& title,
                                 std::string_view normal);

// Suggests a name for it: "mandates/sr-right-to-food", "mandates/ie-mli" where
// the title is not in English; empty: nothing tells.
std::string NewMandateName(const mandates::v1::Mandate& mandate);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_NEW_MANDATES_H_
