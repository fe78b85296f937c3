#include "services/domain/reading/han_dates.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mandated::domain {
namespace {

constexpr size_t kYearDigits = 4;
constexpr size_t kDaySignsMax = 3;  // 三十一
constexpr int kDayMax = 31;

// Returns the digit that a Han numeral stands for; nullopt: it is none.
std::optional<int> DigitOf(char32_t c) {
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (c == U'零' || c == U'○') return 0;
  const size_t at = kDigits.find(c);
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<int>(at);
}

// Reads the four digits before a year's sign; empty: they are not there.
std::string YearOf(std::u32string_view numeral) {
  std::string year;
  for (const char32_t c : numeral) {
    const auto digit = DigitOf(c);
    if (!digit) return "";
    year += static_cast<char>('0' + *digit);
  }
  return year;
}

// Reads a numeral up to 31: 九, 十, 十五, 二十, 三十一; empty: it is none.
std::string DayOfNumeral(std::u32string_view numeral) {
  const size_t ten = numeral.find(U'十');
  int day = 0;
  if (ten == std::u32string_view::npos) {
    if (numeral.size() != 1) return "";
    day = DigitOf(numeral[0]).value_or(0);
  } else {
    if (ten > 1 || numeral.size() > ten + 2) return "";
    const int tens = ten == 0 ? 1 : DigitOf(numeral[0]).value_or(0);
    const bool whole = numeral.size() == ten + 1;
    const int ones = whole ? 0 : DigitOf(numeral[ten + 1]).value_or(0);
    if (tens == 0 || (!whole && ones == 0)) return "";
    day = tens * 10 + ones;
  }
  return day < 1 || day > kDayMax ? "" : std::to_string(day);
}

// Replaces the last `count` characters of `out` by digits, which come from
// where the first of them came.
void Replace(Characters* out, size_t count, const std::string& digits) {
  const auto origin = out->origin[out->points.size() - count];
  out->points.resize(out->points.size() - count);
  out->origin.resize(out->points.size());
  for (const char digit : digits) {
    out->points.push_back(static_cast<char32_t>(digit));
    out->origin.push_back(origin);
  }
}

// What is written so far ends with a year: it is put in digits.
void TidyYear(Characters* out) {
  if (out->points.size() < kYearDigits) return;
  const std::string year =
      YearOf(std::u32string_view(out->points)
                 .substr(out->points.size() - kYearDigits));
  if (!year.empty()) Replace(out, kYearDigits, year);
}

// What is written so far ends with a month's sign and a day.
void TidyDay(Characters* out) {
  const std::u32string_view points = out->points;
  const size_t last = points.size();
  size_t signs = 0;
  while (signs <= kDaySignsMax && signs < last &&
         points[last - 1 - signs] != U'月') {
    ++signs;
  }
  if (signs < 1 || signs > kDaySignsMax || signs == last) return;
  const std::string day = DayOfNumeral(points.substr(last - signs));
  if (!day.empty()) Replace(out, signs, day);
}

}  // namespace

void TidyHanDates(Characters* characters) {
  Characters out;
  out.points.reserve(characters->points.size());
  out.origin.reserve(characters->origin.size());
  for (size_t i = 0; i < characters->points.size(); ++i) {
    const char32_t c = characters->points[i];
    if (c == U'年') TidyYear(&out);
    if (c == U'日') TidyDay(&out);
    out.points.push_back(c);
    out.origin.push_back(characters->origin[i]);
  }
  *characters = std::move(out);
}

}  // namespace mandated::domain
