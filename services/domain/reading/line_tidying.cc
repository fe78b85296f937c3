#include "services/domain/reading/line_tidying.h"

#include <functional>
#include <string_view>
#include <utility>

#include "services/domain/reading/characters.h"
#include "services/domain/reading/han_dates.h"

namespace mandated::domain {
namespace {

using Points = std::u32string;

// Letters of an elided article or conjunction: l', d', qu'.
constexpr size_t kElisionLettersMax = 2;

// Keeps the characters that `keep` tells, by their index.
void Filter(Characters* characters, const std::function<bool(size_t)>& keep) {
  Characters result;
  result.points.reserve(characters->points.size());
  result.origin.reserve(characters->points.size());
  for (size_t i = 0; i < characters->points.size(); ++i) {
    if (!keep(i)) continue;
    result.points.push_back(characters->points[i]);
    result.origin.push_back(characters->origin[i]);
  }
  *characters = std::move(result);
}

char32_t At(const Points& points, size_t i) {
  return i < points.size() ? points[i] : U'\n';
}

char32_t Before(const Points& points, size_t i, size_t distance = 1) {
  return i >= distance ? points[i - distance] : U'\n';
}

// One space for a run of them, none at the ends of a line, no empty line.
void TidySpaces(Characters* characters) {
  const Points points = characters->points;
  char32_t last = U'\n';
  Filter(characters, [&](size_t i) {
    const char32_t c = points[i];
    if ((c == ' ' || c == '\n') && (last == '\n')) return false;
    if (c == ' ' && last == ' ') return false;
    last = c;
    return true;
  });
  const Points single = characters->points;
  Filter(characters, [&](size_t i) {
    return single[i] != ' ' ||
           (At(single, i + 1) != '\n' && i + 1 < single.size());
  });
}

bool IsSpacedLetter(char32_t c) { return IsLetter(c) && IsWordCharacter(c); }

// Copies of web pages lose the space before a number: "séance28mars" is
// "séance 28mars". Words of a few letters may end in digits: "covid19". Arabic
// has none, and pdftotext puts the space on the other side: "البند  3من".
void PartWordsFromNumbers(Characters* characters) {
  constexpr size_t kLettersMin = 6;
  Characters parted;
  size_t letters = 0;
  char32_t before = '\n';
  for (size_t i = 0; i < characters->points.size(); ++i) {
    const char32_t c = characters->points[i];
    const bool arabic = (IsDigit(before) && IsArabicLetter(c)) ||
                        (IsArabicLetter(before) && IsDigit(c));
    if (arabic || (IsDigit(c) && letters >= kLettersMin)) {
      parted.points.push_back(' ');
      parted.origin.push_back(characters->origin[i]);
    }
    letters = IsSpacedLetter(c) && !IsArabicLetter(c) ? letters + 1 : 0;
    before = c;
    parted.points.push_back(c);
    parted.origin.push_back(characters->origin[i]);
  }
  *characters = std::move(parted);
}

// Tells whether a word begins at `i`, or behind "و" and the like of one.
bool BeginsArabicWord(const Points& points, size_t i) {
  constexpr std::u32string_view kPrefixes = U"وفبكل";
  constexpr size_t kPrefixesMax = 2;
  for (size_t count = 0; count <= kPrefixesMax; ++count) {
    const char32_t before = Before(points, i, count + 1);
    if (!IsArabicLetter(before)) return true;
    if (kPrefixes.find(before) == kPrefixes.npos) return false;
  }
  return false;
}

// Some PDFs have the ligature of lam and alef the wrong way round. No word
// begins with two alefs and a lam: "االنسان" is "الانسان".
void TurnLigatures(Characters* characters) {
  Points& points = characters->points;
  for (size_t i = 0; i + 2 < points.size(); ++i) {
    const bool turned =
        points[i] == U'ا' && points[i + 1] == U'ا' && points[i + 2] == U'ل';
    if (turned && BeginsArabicWord(points, i)) {
      std::swap(points[i + 1], points[i + 2]);
    }
  }
}

// Counts the letters that end before `i`, up to one more than an elision has.
size_t LettersBefore(const Points& points, size_t i) {
  size_t count = 0;
  while (count <= kElisionLettersMax && i > count &&
         IsLetter(points[i - 1 - count])) {
    ++count;
  }
  return count;
}

// "l ' homme" and "l' homme", but not "states' duties".
bool IsSpaceOfQuote(const Points& points, size_t i) {
  if (points[i] != ' ') return false;
  if (At(points, i + 1) == '\'') {
    const size_t next = At(points, i + 2) == ' ' ? i + 3 : i + 2;
    return IsLetter(Before(points, i)) && IsLetter(At(points, next)) &&
           LettersBefore(points, i) <= kElisionLettersMax;
  }
  if (Before(points, i) != '\'' || !IsLetter(At(points, i + 1))) return false;
  const size_t quote = i - 1;
  const size_t end = Before(points, quote) == ' ' ? quote - 1 : quote;
  const size_t letters = LettersBefore(points, end);
  return letters >= 1 && letters <= kElisionLettersMax;
}

void TidyQuotes(Characters* characters) {
  const Points points = characters->points;
  Filter(characters, [&](size_t i) { return !IsSpaceOfQuote(points, i); });
}

bool IsLoneDigit(const Points& points, size_t i) {
  return IsDigit(At(points, i)) && !IsDigit(Before(points, i)) &&
         !IsDigit(At(points, i + 1));
}

// Marks in `drop` the spaces of a run of lone digits that ends before `end`
// or begins at it: "4 6" and "9".
void DropBetweenDigits(const Points& points, size_t from, int step,
                       std::vector<bool>* drop) {
  constexpr int kDigitsMax = 4;
  size_t at = from;
  for (int digits = 1; digits < kDigitsMax && IsLoneDigit(points, at);
       ++digits) {
    const size_t space = at + static_cast<size_t>(step);
    const size_t next = space + static_cast<size_t>(step);
    if (At(points, space) != ' ' || !IsLoneDigit(points, next)) return;
    (*drop)[space] = true;
    at = next;
  }
}

// "4 6 / 9" and "46/ 9" are symbols; digits are joined only where the stroke
// stands apart, or "5/1 2 3" would become one.
void TidySymbols(Characters* characters) {
  const Points points = characters->points;
  std::vector<bool> drop(points.size(), false);
  for (size_t i = 1; i + 1 < points.size(); ++i) {
    if (points[i] != '/') continue;
    const bool before = points[i - 1] == ' ';
    const bool after = points[i + 1] == ' ';
    const size_t left = i - (before ? 2 : 1);
    const size_t right = i + (after ? 2 : 1);
    if (!before && !after) continue;
    if (left >= points.size() || !IsDigit(At(points, left)) ||
        !IsDigit(At(points, right))) {
      continue;
    }
    if (before) drop[i - 1] = true;
    if (after) drop[i + 1] = true;
    if (before) DropBetweenDigits(points, left, -1, &drop);
    if (before && after) DropBetweenDigits(points, right, 1, &drop);
  }
  Filter(characters, [&](size_t i) { return !drop[i]; });
}

// Arabic copies write the S of a special session's symbol in their own letters:
// "دإ-37/1".
void TidySpecialSymbols(Characters* characters) {
  Points& points = characters->points;
  std::vector<bool> drop(points.size(), false);
  for (size_t i = 0; i + 3 < points.size(); ++i) {
    if (points[i] != U'د' || points[i + 1] != U'ا') continue;
    const char32_t before = Before(points, i);
    if (IsLetter(before) && before != U'و') continue;
    size_t at = i + 2;
    if (At(points, at) == ' ') drop[at++] = true;
    const bool stroke = At(points, at) == '-';
    if (stroke && At(points, at + 1) == ' ' && IsDigit(At(points, at + 2))) {
      drop[at + 1] = true;
    } else if (!stroke || !IsDigit(At(points, at + 1))) {
      drop[i + 2] = false;
      continue;
    }
    points[i] = 's';
    drop[i + 1] = true;
  }
  Filter(characters, [&](size_t i) { return !drop[i]; });
}

bool IsHanMark(char32_t c) {
  constexpr std::u32string_view kMarks = U",;:)%、》";
  return kMarks.find(c) != std::u32string_view::npos;
}

// Tells whether the space at `i` parts Han signs, or one and a digit or mark.
bool IsSpaceOfHan(const Points& points, size_t i, bool number_opens) {
  const char32_t before = Before(points, i);
  const char32_t after = At(points, i + 1);
  if (IsHan(before)) {
    return IsHan(after) || IsDigit(after) || IsHanMark(after) ||
           after == U'(' || after == U'《';
  }
  if (!IsHan(after)) return false;
  if (IsDigit(before)) return !number_opens;
  return IsHanMark(before) && i >= 2 && IsHan(points[i - 2]);
}

// The number that opens a line keeps its space: "10 决定".
void TidyHan(Characters* characters) {
  const Points points = characters->points;
  bool number_opens = true;
  Filter(characters, [&](size_t i) {
    const char32_t c = points[i];
    if (c == '\n') {
      number_opens = true;
    } else if (c == ' ') {
      const bool drop = IsSpaceOfHan(points, i, number_opens);
      number_opens = false;
      return !drop;
    } else if (!IsDigit(c) && c != '/' && c != '-' && c != 's') {
      number_opens = false;
    }
    return true;
  });
}

}  // namespace

void TidyLines(Characters* characters) {
  TidySpaces(characters);
  PartWordsFromNumbers(characters);
  TurnLigatures(characters);
  TidyQuotes(characters);
  TidySpecialSymbols(characters);
  TidySymbols(characters);
  TidyHan(characters);
  TidyHanDates(characters);
}

}  // namespace mandated::domain
