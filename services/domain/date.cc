#include "services/domain/date.h"

#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"

namespace mandated::domain {
namespace {

constexpr const char* kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

int DaysIn(int year, int month) {
  const absl::CivilMonth this_month(year, month);
  return static_cast<int>(absl::CivilDay(this_month + 1) -
                          absl::CivilDay(this_month));
}

std::string Spelled(int year, int month, int day) {
  return absl::StrFormat("%04d-%02d-%02d", year, month, day);
}

absl::StatusOr<absl::CivilDay> Check(std::string_view field,
                                     const std::string& text, int year,
                                     int month, int day) {
  if (year < limits::kYearMin || year > limits::kYearMax) {
    return DateInvalid(field, text,
                       absl::StrCat("the year must be in [", limits::kYearMin,
                                    ", ", limits::kYearMax, "]"));
  }
  if (month < 1 || month > 12) {
    return DateInvalid(field, text, "the month must be in [1, 12]");
  }
  const int days = DaysIn(year, month);
  if (day < 1 || day > days) {
    return DateInvalid(
        field, text,
        absl::StrCat(kMonths[month - 1], " ", year, " has ", days, " days"));
  }
  return absl::CivilDay(year, month, day);
}

}  // namespace

absl::CivilDay ToCivil(const mandates::v1::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool valid = day.year() == date.year() && day.month() == date.month() &&
                     day.day() == date.day();
  if (!valid) std::abort();  // CheckDate stands before every date on record
  return day;
}

mandates::v1::Date ToDate(absl::CivilDay day) {
  mandates::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<absl::CivilDay> CheckDate(std::string_view field,
                                         const mandates::v1::Date& date) {
  return Check(field, Spelled(date.year(), date.month(), date.day()),
               date.year(), date.month(), date.day());
}

absl::StatusOr<absl::CivilDay> ParseDate(std::string_view field,
                                         std::string_view text) {
  const std::string spelled(text);
  int year = 0;
  int month = 0;
  int day = 0;
  // The form is fixed, so the numbers stand at fixed places.
  const bool form =
      spelled.size() == 10 && spelled[4] == '-' && spelled[7] == '-' &&
      spelled.find_first_not_of("0123456789-") == std::string::npos &&
      absl::SimpleAtoi(spelled.substr(0, 4), &year) &&
      absl::SimpleAtoi(spelled.substr(5, 2), &month) &&
      absl::SimpleAtoi(spelled.substr(8, 2), &day);
  if (!form) {
    return DateInvalid(field, text, "write it as YYYY-MM-DD: 2020-07-16");
  }
  return Check(field, spelled, year, month, day);
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrCat(absl::Dec(day.year(), absl::kZeroPad4), "-",
                      absl::Dec(day.month(), absl::kZeroPad2), "-",
                      absl::Dec(day.day(), absl::kZeroPad2));
}

}  // namespace mandated::domain
