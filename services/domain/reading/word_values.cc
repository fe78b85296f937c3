#include "services/domain/reading/word_values.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "services/domain/reading/characters.h"

namespace mandated::domain {
namespace {

std::string WithoutSpaces(std::string_view word) {
  std::string letters(word);
  std::erase(letters, ' ');
  return letters;
}

}  // namespace

std::string Alternatives(const WordValues& words) {
  std::vector<std::string> sorted;
  for (const auto& [word, value] : words) sorted.push_back(word);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const std::string& a, const std::string& b) {
                     return a.size() > b.size();
                   });
  std::string joined;
  for (const std::string& word : sorted) {
    if (!joined.empty()) joined += '|';
    // A line break leaves a space behind the hyphen: "forty- fourth".
    std::string quoted = RE2::QuoteMeta(word);
    RE2::GlobalReplace(&quoted, R"(\\-)", R"(\\- ?)");
    joined += quoted;
  }
  return joined;
}

std::string WithLooseLetters(std::string_view expression) {
  std::string loose;
  bool behind_letter = false;
  for (size_t at = 0; at < expression.size();) {
    const char32_t c = NextCharacter(expression, &at);
    if (behind_letter && IsArabicLetter(c)) loose += " ?";
    behind_letter = IsArabicLetter(c);
    AppendCharacter(c, &loose);
  }
  return loose;
}

int ValueOf(std::string_view digits) {
  const size_t begin =
      std::min(digits.find_first_of("0123456789"), digits.size());
  int value = 0;
  std::from_chars(digits.data() + begin, digits.data() + digits.size(), value);
  return value;
}

int ValueIn(const WordValues& words, std::string_view word) {
  std::string whole(word);
  RE2::GlobalReplace(&whole, "- ", "-");
  const auto at = words.find(whole);
  if (at != words.end()) return at->second;
  const std::string letters = WithoutSpaces(word);
  const auto loose = std::find_if(
      words.begin(), words.end(),
      [&](const auto& known) { return WithoutSpaces(known.first) == letters; });
  return loose == words.end() ? ValueOf(word) : loose->second;
}

}  // namespace mandated::domain
