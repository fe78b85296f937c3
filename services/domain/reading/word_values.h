#ifndef MANDATED_SERVICES_DOMAIN_READING_WORD_VALUES_H_
#define MANDATED_SERVICES_DOMAIN_READING_WORD_VALUES_H_

#include <map>
#include <string>
#include <string_view>

// Words with a value, "three" or "March", within a pattern.
namespace mandated::domain {

// Words in normal form to their value.
using WordValues = std::map<std::string, int>;

// Returns "forty\\- ?four|forty|...": the words as an expression, the longest
// first, since RE2 takes the first that matches.
std::string Alternatives(const WordValues& words);

// Returns an expression that allows a space between Arabic letters: copies
// break words within, "ش باط".
std::string WithLooseLetters(std::string_view expression);

// Returns the value of digits, of digits among other signs ("44th"), or 0.
int ValueOf(std::string_view digits);

// Returns the value of a word that matched, with the spaces that a line end or
// a copy left in it; what is none of the words is digits.
int ValueIn(const WordValues& words, std::string_view word);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_WORD_VALUES_H_
