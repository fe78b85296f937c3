#include "services/domain/reading/known_mandates.h"

#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_split.h"

namespace mandated::domain {
namespace {

using mandates::v1::Mandate;

struct KnownMandate {
  std::string_view id;
  std::string_view title;
  mandates::v1::Kind kind;
  std::string_view country;
  mandates::v1::HolderType holder_type;
  std::string_view former_titles;  // oldest first, "|" between
};

struct KnownTitle {
  std::string_view id;
  std::string_view language;
  std::string_view title;
};

// kMandates and kTitles, made of the catalogue by known_mandates.py.
#include "services/domain/reading/known_mandates.inc"

Mandate MandateOf(const KnownMandate& known) {
  Mandate mandate;
  mandate.set_name("mandates/" + std::string(known.id));
  mandate.set_title(std::string(known.title));
  mandate.set_kind(known.kind);
  mandate.set_country(std::string(known.country));
  mandate.set_holder_type(known.holder_type);
  const std::vector<std::string> former =
      absl::StrSplit(std::string(known.former_titles), '|', absl::SkipEmpty());
  for (const std::string& title : former) mandate.add_former_titles(title);
  return mandate;
}

std::vector<Mandate> MakeMandates() {
  std::vector<Mandate> mandates;
  std::map<std::string_view, size_t> places;
  for (const KnownMandate& known : kMandates) {
    places[known.id] = mandates.size();
    mandates.push_back(MandateOf(known));
  }
  for (const KnownTitle& known : kTitles) {
    Mandate& mandate = mandates[places.at(known.id)];
    (*mandate.mutable_titles())[std::string(known.language)].add_titles(
        std::string(known.title));
  }
  return mandates;
}

}  // namespace

const std::vector<Mandate>& KnownMandates() {
  static const auto* const mandates = new std::vector<Mandate>(MakeMandates());
  return *mandates;
}

}  // namespace mandated::domain
