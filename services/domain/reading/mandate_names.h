#ifndef MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_
#define MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/reading/language.h"

namespace mandated::domain {

// What a mandate that a text names may be.
struct Identified {
  // Names of the registry; empty: none, several: they are not told apart.
  std::vector<std::string> mandates;
  Span span;         // the words that name it
  std::string rule;  // empty: its own name stands there
};

// The mandates of the registry by what texts call them: present and former
// titles and those in other languages, in normal form; country mandates also
// by holder and State. Immutable, thread-safe.
class MandateNames {
 public:
  explicit MandateNames(const std::vector<mandates::v1::Mandate>& mandates);

  // Identifies the mandate named at the beginning of `title`, a stretch that
  // may run on beyond the name. By the longest name known in the language,
  // whatever the gender of the holder's noun ("Rapporteuse spéciale sur ...");
  // else, for a country, by holder type and State (rule COUNTRY_AND_HOLDER).
  // Where the noun stands last (`holders.noun_last`), a title ends with its
  // first noun and the name is looked for at that end.
  // Never guesses: a name that is only alike identifies nothing.
  Identified Identify(const Language& language, std::string_view title) const;

 private:
  // Language code and normal name to the mandates of that name.
  std::map<std::string, std::map<std::string, std::vector<std::string>>> names_;
  // "SDN INDEPENDENT_EXPERT" to the mandates.
  std::map<std::string, std::vector<std::string>> countries_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_
