#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "services/domain/reading/language.h"
#include "services/domain/reading/language_files.h"

namespace mandated::domain {
namespace {

// Of the words a language is told by, so many stand in any text in it; and so
// many fewer in a text of another language that shares some.
constexpr double kLikenessMin = 0.5;
constexpr double kLeadMin = 0.2;

std::unique_ptr<const Language> Compiled(const LanguageFileText& file) {
  auto language = Language::Load(file.name, file.text);
  if (language.ok()) return *std::move(language);
  std::cerr << language.status().message() << '\n';
  std::abort();
}

}  // namespace

const Languages& Languages::BuiltIn() {
  static const Languages* const built_in = [] {
    auto* languages = new Languages;
    for (const LanguageFileText& file : kLanguageFiles) {
      auto language = Compiled(file);
      const std::string code = language->code();
      languages->languages_.emplace(code, std::move(language));
    }
    return languages;
  }();
  return *built_in;
}

const Language* Languages::Find(std::string_view code) const {
  const auto language = languages_.find(code);
  return language == languages_.end() ? nullptr : language->second.get();
}

const Language* Languages::Detect(std::string_view text) const {
  const Language* best = nullptr;
  double likeness = 0;
  double next = 0;
  for (const auto& [code, language] : languages_) {
    const double own = language->Likeness(text);
    if (own > likeness) {
      next = likeness;
      likeness = own;
      best = language.get();
    } else {
      next = std::max(next, own);
    }
  }
  if (likeness < kLikenessMin || likeness - next < kLeadMin) return nullptr;
  return best;
}

std::string Languages::codes() const {
  std::string codes;
  for (const auto& [code, language] : languages_) {
    codes += (codes.empty() ? "" : ", ") + code;
  }
  return codes;
}

}  // namespace mandated::domain
