#ifndef MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_
#define MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_

#include <map>
#include <set>
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

  bool one() const { return mandates.size() == 1; }
};

// The mandates of the registry by what texts call them: present and former
// titles and those in other languages, in normal form; country mandates also
// by holder and State. Immutable, thread-safe.
class MandateNames {
 public:
  // Holder nouns are compared by what they mean, so that a name is known in
  // every case and gender: `languages` tells; it is not kept.
  // `known` are mandates that texts may name though the registry has them not.
  MandateNames(const Languages& languages,
               const std::vector<mandates::v1::Mandate>& mandates,
               const std::vector<mandates::v1::Mandate>& known = {});

  // Returns the facts of a mandate that is known and not in the registry;
  // null: it is there, or not known.
  const mandates::v1::Mandate* Unregistered(const std::string& mandate) const;

  // Identifies the mandate named at the beginning of `title`, a stretch that
  // may run on beyond the name. By the longest name known in the language,
  // whatever the gender of the holder's noun ("Rapporteuse spéciale sur ..."),
  // that ends where a title can end: with the stretch, or before what
  // `title_ends` or `terms` know; else, for a country, by holder type and State
  // (rule COUNTRY_AND_HOLDER). Where the noun stands last
  // (`holders.noun_last`), a title ends with its first noun and the name is
  // looked for at that end. Never guesses: a name that is only alike identifies
  // nothing. Names are the same that differ in case, space, punctuation or a
  // leading article alone.
  Identified Identify(const Language& language, std::string_view title) const;

  // Finds the names known in the language anywhere in `text`, the longest
  // ones, in order.
  std::vector<Identified> FindAll(const Language& language,
                                  std::string_view text) const;

  // Returns the mandates on one State with such a holder.
  std::vector<std::string> OfCountry(const std::string& country,
                                     mandates::v1::HolderType holder) const;

  // Returns the type of a mandate's holder; UNSPECIFIED: not in the registry.
  mandates::v1::HolderType HolderOf(const std::string& mandate) const;

  // Returns a title as names are compared: its words with one space between
  // them, the holder's type for its noun.
  static std::string Key(const Language& language,
                         std::string_view normal_title);

 private:
  struct Names {
    std::map<std::string, std::vector<std::string>> mandates;  // by key
    std::set<std::string> first_words;
    size_t words_max = 0;
  };
  struct Word {
    std::string text;
    Span span;
  };

  static std::vector<Word> WordsOf(const Language& language,
                                   std::string_view normal);
  static void AddWords(std::string_view normal, size_t from,
                       std::vector<Word>& words);
  // Names are kept without anything between their words: copies lose and add
  // spaces.
  static std::string KeyOf(const std::vector<Word>& words, size_t first,
                           size_t end, std::string_view between);
  void AddMandate(const Languages& languages,
                  const mandates::v1::Mandate& mandate);
  void Add(const Language* language, const std::string& title,
           const std::string& mandate);
  const Names* NamesIn(const Language& language) const;
  // Finds the name of exactly the words [first, end).
  static Identified Exactly(const Names& names, const std::vector<Word>& words,
                            size_t first, size_t end);
  static Identified AtBeginning(const Names& names, const Language& language,
                                std::string_view title);
  static Identified AtEnd(const Names& names, const Language& language,
                          std::string_view title);
  Identified OfCountryIn(const Language& language,
                         std::string_view title) const;

  std::map<std::string, Names> names_;  // by code of the language
  // "SDN 2" (holder type) to the mandates.
  std::map<std::string, std::vector<std::string>> countries_;
  std::map<std::string, mandates::v1::HolderType> holders_;
  std::map<std::string, mandates::v1::Mandate> unregistered_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_MANDATE_NAMES_H_
