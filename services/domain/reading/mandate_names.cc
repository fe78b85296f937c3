#include "services/domain/reading/mandate_names.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/reading/characters.h"
#include "services/domain/reading/normal_text.h"
#include "services/domain/reading/titles.h"

namespace mandated::domain {
namespace {

constexpr char kCountryAndHolder[] = "COUNTRY_AND_HOLDER";
// Words of one title that copies of PDF and Word may break: "ال تعصب".
constexpr size_t kBrokenWordsMax = 6;

std::string CountryKey(std::string_view country,
                       mandates::v1::HolderType holder) {
  return std::string(country) + " " + std::to_string(holder);
}

// A name in the form of the texts; empty: it is none.
std::string NormalOf(const std::string& title) {
  const auto text = NormalText::Make("title", title);
  return text.ok() ? std::string(text->normal()) : std::string();
}

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

}  // namespace

namespace {

// pdftotext turns the ligature of lam and alef round: "ثالث" for "ثلاث". A name
// is kept as if all of them were.
std::string WithLigaturesTurned(std::string key) {
  constexpr std::string_view kLamAlef = "لا";
  constexpr std::string_view kAlefLam = "ال";
  for (size_t at = key.find(kLamAlef); at != key.npos;
       at = key.find(kLamAlef, at + kLamAlef.size())) {
    key.replace(at, kLamAlef.size(), kAlefLam);
  }
  return key;
}

}  // namespace

// Han signs stand for themselves: no space parts their words.
std::vector<MandateNames::Word> MandateNames::WordsOf(const Language& language,
                                                      std::string_view normal) {
  std::vector<Word> words;
  size_t from = 0;
  for (const HolderNoun& noun :
       language.FindHolders(normal, limits::kMatchesMax)) {
    AddWords(normal.substr(0, noun.span.begin), from, words);
    words.push_back({"#" + std::to_string(noun.type), noun.span});
    from = noun.span.end;
  }
  AddWords(normal, from, words);
  return words;
}

namespace {

// "expert(e)" has its other ending in brackets. Returns the byte behind them,
// or `at` where none stand there.
size_t SkipEnding(std::string_view text, size_t at) {
  constexpr size_t kEndingBytesMax = 8;
  if (at == 0 || at >= text.size() || text[at] != '(') return at;
  if (!IsLetter(CharacterBefore(text, at))) return at;
  const size_t close = text.find(')', at);
  if (close == text.npos || close - at > kEndingBytesMax) return at;
  for (size_t i = at + 1; i < close;) {
    if (!IsLetter(NextCharacter(text, &i))) return at;
  }
  return close + 1;
}

}  // namespace

void MandateNames::AddWords(std::string_view normal, size_t from,
                            std::vector<Word>& words) {
  bool in_word = false;
  for (size_t at = from; at < normal.size();) {
    const size_t behind = SkipEnding(normal, at);
    if (behind > at) {
      at = behind;
      in_word = false;
      continue;
    }
    const size_t begin = at;
    const auto sign = static_cast<UChar32>(NextCharacter(normal, &at));
    const bool han = u_hasBinaryProperty(sign, UCHAR_IDEOGRAPHIC);
    const bool letter = u_isalnum(sign);
    if (letter && (han || !in_word)) words.push_back({"", {begin, 0}});
    if (letter) {
      words.back().text.append(normal.substr(begin, at - begin));
      words.back().span.end = at;
    }
    in_word = letter && !han;
  }
}

std::string MandateNames::KeyOf(const std::vector<Word>& words, size_t first,
                                size_t end, std::string_view between) {
  std::string key;
  for (size_t i = first; i < end; ++i) {
    if (i > first) key += between;
    key += words[i].text;
  }
  return WithLigaturesTurned(std::move(key));
}

std::string MandateNames::Key(const Language& language,
                              std::string_view normal_title) {
  const std::vector<Word> words = WordsOf(language, normal_title);
  return KeyOf(words, 0, words.size(), " ");
}

MandateNames::MandateNames(const Languages& languages,
                           const std::vector<mandates::v1::Mandate>& mandates,
                           const std::vector<mandates::v1::Mandate>& known) {
  for (const mandates::v1::Mandate& mandate : mandates) {
    AddMandate(languages, mandate);
  }
  for (const mandates::v1::Mandate& mandate : known) {
    if (holders_.contains(mandate.name())) continue;
    AddMandate(languages, mandate);
    unregistered_.emplace(mandate.name(), mandate);
  }
}

const mandates::v1::Mandate* MandateNames::Unregistered(
    const std::string& mandate) const {
  const auto found = unregistered_.find(mandate);
  return found == unregistered_.end() ? nullptr : &found->second;
}

void MandateNames::AddMandate(const Languages& languages,
                              const mandates::v1::Mandate& mandate) {
  const Language* english = languages.Find("en");
  Add(english, mandate.title(), mandate.name());
  for (const std::string& title : mandate.former_titles()) {
    Add(english, title, mandate.name());
  }
  for (const auto& [code, titles] : mandate.titles()) {
    for (const std::string& title : titles.titles()) {
      Add(languages.Find(code), title, mandate.name());
    }
  }
  holders_[mandate.name()] = mandate.holder_type();
  if (mandate.country().empty()) return;
  AddOnce(countries_[CountryKey(mandate.country(), mandate.holder_type())],
          mandate.name());
}

void MandateNames::Add(const Language* language, const std::string& title,
                       const std::string& mandate) {
  if (language == nullptr) return;  // no text in it will be read
  const std::vector<Word> words = WordsOf(*language, NormalOf(title));
  if (words.empty()) return;
  Names& names = names_[language->code()];
  AddOnce(names.mandates[KeyOf(words, 0, words.size(), "")], mandate);
  names.first_words.insert(words.front().text);
  names.words_max = std::max(names.words_max, words.size() + kBrokenWordsMax);
}

const MandateNames::Names* MandateNames::NamesIn(
    const Language& language) const {
  const auto names = names_.find(language.code());
  return names == names_.end() ? nullptr : &names->second;
}

Identified MandateNames::Exactly(const Names& names,
                                 const std::vector<Word>& words, size_t first,
                                 size_t end) {
  const auto found = names.mandates.find(KeyOf(words, first, end, ""));
  if (found == names.mandates.end()) return {};
  return {
      found->second, {words[first].span.begin, words[end - 1].span.end}, ""};
}

Identified MandateNames::AtBeginning(const Names& names,
                                     const Language& language,
                                     std::string_view title) {
  const std::vector<Word> words = WordsOf(language, title);
  for (size_t end = std::min(words.size(), names.words_max); end > 0; --end) {
    Identified found = Exactly(names, words, 0, end);
    if (found.mandates.empty()) continue;
    const std::string_view rest = title.substr(found.span.end);
    // A longer title that is not known begins like this one.
    if (!TitleCanEndBefore(language, rest)) return {};
    return found;
  }
  return {};
}

Identified MandateNames::AtEnd(const Names& names, const Language& language,
                               std::string_view title) {
  const auto holder = language.FindHolder(title);
  if (!holder) return {};
  const std::vector<Word> words =
      WordsOf(language, title.substr(0, holder->span.end));
  for (size_t first = 0; first < words.size(); ++first) {
    if (!names.first_words.contains(words[first].text)) continue;
    Identified found = Exactly(names, words, first, words.size());
    if (found.mandates.empty()) continue;
    const size_t begin = found.span.begin;
    const bool clean = TitleBegin(language, title.substr(0, begin)) == begin ||
                       std::string_view(",;:\" ").find(title[begin - 1]) !=
                           std::string_view::npos;
    return clean ? found : Identified();
  }
  return {};
}

Identified MandateNames::OfCountryIn(const Language& language,
                                     std::string_view title) const {
  const Span cut = CutTitle(language, title);
  const std::string_view name = title.substr(cut.begin, cut.end - cut.begin);
  const auto holder = language.FindHolder(name);
  const auto state = language.FindState(name);
  if (!holder || !state || !HasHolderAtItsEdge(language, name)) return {};
  if (language.FindState(name, state->span.end)) return {};  // which of them?
  Identified found{OfCountry(state->country, holder->type), cut,
                   kCountryAndHolder};
  return found.mandates.empty() ? Identified() : found;
}

Identified MandateNames::Identify(const Language& language,
                                  std::string_view title) const {
  const size_t begin = TitleBegin(language, title);
  Identified found;
  if (const Names* names = NamesIn(language)) {
    const std::string_view rest = title.substr(begin);
    found = language.noun_last() ? AtEnd(*names, language, rest)
                                 : AtBeginning(*names, language, rest);
    found.span.begin += begin;
    found.span.end += begin;
  }
  return found.mandates.empty() ? OfCountryIn(language, title) : found;
}

std::vector<Identified> MandateNames::FindAll(const Language& language,
                                              std::string_view text) const {
  std::vector<Identified> all;
  const Names* names = NamesIn(language);
  if (names == nullptr) return all;
  const std::vector<Word> words = WordsOf(language, text);
  for (size_t first = 0; first < words.size(); ++first) {
    if (!names->first_words.contains(words[first].text)) continue;
    size_t end = std::min(words.size(), first + names->words_max);
    for (; end > first; --end) {
      Identified found = Exactly(*names, words, first, end);
      if (found.mandates.empty()) continue;
      all.push_back(std::move(found));
      first = end - 1;
      break;
    }
  }
  return all;
}

std::vector<std::string> MandateNames::OfCountry(
    const std::string& country, mandates::v1::HolderType holder) const {
  const auto found = countries_.find(CountryKey(country, holder));
  return found == countries_.end() ? std::vector<std::string>() : found->second;
}

mandates::v1::HolderType MandateNames::HolderOf(
    const std::string& mandate) const {
  const auto found = holders_.find(mandate);
  return found == holders_.end() ? mandates::v1::HOLDER_TYPE_UNSPECIFIED
                                 : found->second;
}

}  // namespace mandated::domain
