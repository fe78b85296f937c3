#ifndef MANDATED_SERVICES_DOMAIN_DATE_H_
#define MANDATED_SERVICES_DOMAIN_DATE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"

namespace mandated::domain {

// Converts a date of the Gregorian calendar; CHECKs that it is one. The year
// may lie past limits::kYearMax, where a period was added to a date.
absl::CivilDay ToCivil(const mandates::v1::Date& date);

mandates::v1::Date ToDate(absl::CivilDay day);

// Returns the day, or INVALID_ARGUMENT (DATE_INVALID) for `field` that says
// why: "2011-02-31 is not a date: February 2011 has 28 days".
absl::StatusOr<absl::CivilDay> CheckDate(std::string_view field,
                                         const mandates::v1::Date& date);

// Reads "2020-07-16"; errors as CheckDate.
absl::StatusOr<absl::CivilDay> ParseDate(std::string_view field,
                                         std::string_view text);

// Writes "2020-07-16".
std::string FormatDate(absl::CivilDay day);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_DATE_H_
