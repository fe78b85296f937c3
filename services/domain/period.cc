#include "services/domain/period.h"

#include <algorithm>

#include "services/domain/errors.h"
#include "services/domain/limits.h"

namespace mandated::domain {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kDaysPerWeek = 7;

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

// Reads one number with its unit from the front of `rest`; false: there is
// none. Units come in the order of `units`, each once at most.
bool TakePart(std::string_view& rest, std::string_view& units, int64_t& number,
              char& unit) {
  constexpr int64_t kNumberMax = 1'000'000;  // far beyond a century of days
  number = 0;
  size_t digits = 0;
  while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
    number = std::min(number * 10 + (rest[digits] - '0'), kNumberMax);
    ++digits;
  }
  if (digits == 0 || digits == rest.size()) return false;
  unit = rest[digits];
  const size_t place = units.find(unit);
  if (place == std::string_view::npos) return false;
  units.remove_prefix(place + 1);
  rest.remove_prefix(digits + 1);
  return true;
}

// Months and days count together: a century of each is two.
bool IsOverACentury(int64_t months, int64_t days) {
  constexpr int64_t kMonthsMax = limits::kPeriodYearsMax * kMonthsPerYear;
  constexpr int64_t kDaysMax = limits::kPeriodDaysMax;
  return months * kDaysMax + days * kMonthsMax > kMonthsMax * kDaysMax;
}

}  // namespace

absl::CivilDay Add(absl::CivilDay day, Period period) {
  return AddMonths(day, period.months) + period.days;
}

absl::CivilDay Subtract(absl::CivilDay day, Period period) {
  return AddMonths(day, -period.months) - period.days;
}

int64_t DaysMax(Period period) {
  constexpr int64_t kDaysPerMonthMax = 31;
  return period.months * kDaysPerMonthMax + period.days;
}

absl::StatusOr<Period> ParsePeriod(std::string_view field,
                                   std::string_view text) {
  std::string_view rest = text;
  if (rest.empty() || rest.front() != 'P') return PeriodInvalid(field, text);
  rest.remove_prefix(1);
  std::string_view units = "YMWD";
  int64_t months = 0;
  int64_t days = 0;
  while (!rest.empty()) {
    int64_t number = 0;
    char unit = 0;
    if (!TakePart(rest, units, number, unit)) return PeriodInvalid(field, text);
    if (unit == 'Y') months += number * kMonthsPerYear;
    if (unit == 'M') months += number;
    if (unit == 'W') days += number * kDaysPerWeek;
    if (unit == 'D') days += number;
  }
  const bool zero = months == 0 && days == 0;
  if (zero || IsOverACentury(months, days)) return PeriodInvalid(field, text);
  return Period{.months = static_cast<int>(months),
                .days = static_cast<int>(days)};
}

bool IsWider(std::string_view lead, Period period, std::string_view other_lead,
             Period other) {
  const absl::CivilDay fixed(2001, 12, 31);
  const absl::CivilDay crossing = Subtract(fixed, period);
  const absl::CivilDay other_crossing = Subtract(fixed, other);
  if (crossing != other_crossing) return crossing < other_crossing;
  return lead < other_lead;
}

}  // namespace mandated::domain
