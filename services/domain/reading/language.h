#ifndef MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_H_
#define MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "services/domain/reading/normal_text.h"

namespace mandated::domain {

// The code of the language in which mandates are titled and named.
inline constexpr std::string_view kEnglish = "en";

// What a placeholder of a pattern matched. `span` is of the text searched.
struct Capture {
  Span span;
  int number = 0;  // <number>, <ordinal>, <session>, <month>...
  std::optional<absl::CivilDay> day;  // <date>
};

// One match: its place, and its named captures. A placeholder without a name
// has that of its kind: "number", "title".
struct Match {
  Span span;
  std::map<std::string, Capture> captures;
  size_t pattern = 0;  // which of the list

  const Capture* Find(const std::string& name) const;
};

// Returns the day of these numbers; nullopt: the calendar has none.
std::optional<absl::CivilDay> DayOf(int day, int month, int year);

// Returns the day that a match states by <date>, or by <day> <month> <year>;
// nullopt: it states none.
std::optional<absl::CivilDay> DayOf(const Match& match);

// A State that a language names at some place.
struct StateName {
  Span span;
  std::string country;  // ISO 3166-1 alpha-3
};

// A noun that says who holds a mandate: "special rapporteur".
struct HolderNoun {
  Span span;
  mandates::v1::HolderType type;
};

// All that one language's file says, compiled. Immutable, thread-safe.
class Language {
 public:
  // One entry of `acts`.
  struct Act {
    mandates::v1::Act act;
    std::string key;  // the list to search: "acts[3]"
  };

  // Compiles a file of services/domain/language; its README.md says what it
  // holds. INVALID_ARGUMENT: what is wrong, with `file` and the key.
  static absl::StatusOr<std::unique_ptr<const Language>> Load(
      const std::string& file, std::string_view toml);
  ~Language();

  const std::string& code() const;
  const std::vector<Act>& acts() const;
  // Tells whether a holder's noun ends its title (`holders.noun_last`).
  bool noun_last() const;

  // Finds the first match of the list `key` in `text`, from byte `from` on;
  // nullopt: none. `key` is a dotted key of the file, such as "back.meeting";
  // CHECK-fails for one that the schema has not. Linear in the text.
  std::optional<Match> Find(std::string_view key, std::string_view text,
                            size_t from = 0) const;

  // Finds all matches of the list, which do not overlap, in order.
  std::vector<Match> FindAll(std::string_view key, std::string_view text) const;

  // Finds the holder noun that begins first; nullopt: none. What `holders.
  // never` covers is passed over.
  std::optional<HolderNoun> FindHolder(std::string_view text) const;

  // Finds the first `count_max` holder nouns, in order.
  std::vector<HolderNoun> FindHolders(std::string_view text,
                                      size_t count_max) const;

  // Returns the type of the first holder noun in the words of a body that is no
  // special procedure: of "intergovernmental working group" that of a working
  // group. UNSPECIFIED: they hold none.
  mandates::v1::HolderType HolderWithin(std::string_view words) const;

  // Finds the longest name of a State that begins first, as whole words.
  std::optional<StateName> FindState(std::string_view text,
                                     size_t from = 0) const;

  // Returns the State that `name` is a name of, as a whole; nullopt: none.
  std::optional<std::string> StateOf(std::string_view name) const;

  // Tells how much of `text` is in this language: 0 nothing.
  double Likeness(std::string_view text) const;

 private:
  struct Compiled;
  explicit Language(std::unique_ptr<Compiled> compiled);

  const std::unique_ptr<Compiled> compiled_;
};

// The languages built in, by code. Compiled once, on the first call.
class Languages {
 public:
  // CHECK-fails where a file that was built in does not compile: the tests
  // load each.
  static const Languages& BuiltIn();

  // Returns the language; null: none of that code.
  const Language* Find(std::string_view code) const;

  // Returns the language that `text` is in; null: none of them, or no words
  // enough to tell.
  const Language* Detect(std::string_view text) const;

  // Lists the codes, for an error: "ar, en, es, fr, ru, zh".
  std::string codes() const;

 private:
  std::map<std::string, std::unique_ptr<const Language>, std::less<>>
      languages_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_H_
