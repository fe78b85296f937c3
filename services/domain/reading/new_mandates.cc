#include "services/domain/reading/new_mandates.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using mandates::v1::Mandate;

// Words that tell no mandate from another. The noun is in the prefix.
constexpr std::array<std::string_view, 21> kIdle = {
    "special", "rapporteur", "independent", "expert", "experts", "working",
    "group",   "a",          "an",          "and",    "all",     "for",
    "in",      "its",        "of",          "on",     "or",      "the",
    "to",      "with",       "by"};

std::string Prefix(mandates::v1::HolderType holder) {
  switch (holder) {
    case mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR:
      return "sr";
    case mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT:
      return "ie";
    case mandates::v1::HOLDER_TYPE_WORKING_GROUP:
      return "wg";
    default:
      return "";
  }
}

bool IsIdle(std::string_view word) {
  return std::find(kIdle.begin(), kIdle.end(), word) != kIdle.end();
}

// The telling words of an English title, as many as an id takes.
std::string Subject(const std::string& title, size_t bytes_max) {
  std::string subject;
  const std::string slug = SlugOfSymbol(title) + "-";
  for (size_t begin = 0; begin < slug.size();) {
    const size_t end = slug.find('-', begin);
    const std::string word = slug.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty() || IsIdle(word)) continue;
    if (subject.size() + 1 + word.size() > bytes_max) break;
    subject += "-" + word;
  }
  return subject;
}

}  // namespace

Mandate NewMandate(const Language& language, const std::string& title,
                   std::string_view normal) {
  Mandate mandate;
  mandate.set_body("HRC");
  const auto holder = language.FindHolder(normal);
  if (holder) mandate.set_holder_type(holder->type);
  if (normal.empty()) return mandate;
  if (language.code() == kEnglish) {
    mandate.set_title(title);
  } else {
    (*mandate.mutable_titles())[language.code()].add_titles(title);
  }
  const auto state = language.FindState(normal);
  mandate.set_kind(state ? mandates::v1::KIND_COUNTRY
                         : mandates::v1::KIND_THEMATIC);
  if (state) mandate.set_country(state->country);
  return mandate;
}

std::string NewMandateName(const Mandate& mandate) {
  const std::string prefix = Prefix(mandate.holder_type());
  if (prefix.empty()) return "";
  const size_t rest = limits::kMandateIdBytesMax - prefix.size();
  const std::string subject = !mandate.country().empty()
                                  ? "-" + LowerCase(mandate.country())
                                  : Subject(mandate.title(), rest);
  return subject.empty() ? "" : "mandates/" + prefix + subject;
}

}  // namespace mandated::domain
