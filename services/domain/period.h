#ifndef MANDATED_SERVICES_DOMAIN_PERIOD_H_
#define MANDATED_SERVICES_DOMAIN_PERIOD_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace mandated::domain {

// A civil period of ISO 8601 without time: years, months, weeks, days; above
// zero. Months come before days in both directions, and clamp to the month's
// last day: 31 May - P1M = 30 April, 29 February + P1Y = 28 February.
struct Period {
  int months = 0;  // years are 12
  int days = 0;    // weeks are 7

  friend bool operator==(const Period&, const Period&) = default;

  // Returns the number of whole years, or 0 when there is a rest.
  int whole_years() const {
    return days == 0 && months % 12 == 0 ? months / 12 : 0;
  }
};

// Adds `period`, months first. Rises with `day`, though not strictly.
absl::CivilDay Add(absl::CivilDay day, Period period);

// Subtracts `period`, months first. Rises with `day`, though not strictly.
absl::CivilDay Subtract(absl::CivilDay day, Period period);

// Returns the most days that Subtract goes back by.
int64_t DaysMax(Period period);

// How far Add and Subtract of one period miss being inverses at most: no last
// day before Add(d, p) - kClampDays crosses p on d or later, and none after
// Add(d, p) + kClampDays crosses it on d or earlier. Months alone miss by 3
// (31 March - P1M = 28 February); with days behind them, which run over other
// months on the way back, by 4 (P13M703D), and by 5 where 2100 is no leap year
// (P61M2164D). Measured over all periods up to a century and the 400 years
// after which the calendar repeats.
inline constexpr int kClampDays = 5;

// Reads "P3Y", "P6M", "P90D", "P1W", "P1Y6M". INVALID_ARGUMENT
// (PERIOD_INVALID) for `field` on anything else, zero and over a century.
absl::StatusOr<Period> ParsePeriod(std::string_view field,
                                   std::string_view text);

// Orders leads from the widest to the narrowest by their length before a fixed
// day (31 December 2001), then by spelling.
bool IsWider(std::string_view lead, Period period, std::string_view other_lead,
             Period other);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_PERIOD_H_
