#include "services/domain/titles.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"
#include "services/domain/validation.h"

namespace mandated::domain {

absl::Status CheckLanguageCode(std::string_view field, std::string_view code) {
  constexpr size_t kShortest = 2;
  constexpr size_t kLongest = 3;
  const bool is_code = code.size() >= kShortest && code.size() <= kLongest &&
                       std::all_of(code.begin(), code.end(), [](char c) {
                         return absl::ascii_islower(c);
                       });
  if (is_code) return absl::OkStatus();
  return FieldInvalid(field, "LANGUAGE_CODE_INVALID",
                      Concat({"\"", code.substr(0, limits::kLabelKeyBytesMax),
                              "\" is not the code of a language such as fr"}));
}

absl::Status CheckTitles(std::string_view field, const Titles& titles) {
  const auto languages = static_cast<int64_t>(titles.size());
  if (languages > limits::kLanguagesMax) {
    return FieldOutOfRange(field, languages, 0, limits::kLanguagesMax);
  }
  for (const auto& [code, list] : titles) {
    absl::Status checked = CheckLanguageCode(field, code);
    if (!checked.ok()) return checked;
    const std::string below = Concat({field, ".", code});
    if (list.titles().empty() || list.titles_size() > limits::kTitlesMax) {
      return FieldOutOfRange(below, list.titles_size(), 1, limits::kTitlesMax);
    }
    for (const std::string& title : list.titles()) {
      checked = CheckRequiredText(below, title, limits::kTitleBytesMax);
      if (!checked.ok()) return checked;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNewTitles(std::string_view field, const NewTitles& titles) {
  const auto languages = static_cast<int64_t>(titles.size());
  if (languages > limits::kLanguagesMax) {
    return FieldOutOfRange(field, languages, 0, limits::kLanguagesMax);
  }
  for (const auto& [code, title] : titles) {
    absl::Status checked = CheckLanguageCode(field, code);
    if (!checked.ok()) return checked;
    checked = CheckRequiredText(Concat({field, ".", code}), title,
                                limits::kTitleBytesMax);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

void PutNewTitles(const NewTitles& added, Titles& titles) {
  TakeNewTitles(added, titles);
  for (const auto& [code, title] : added) {
    mandates::v1::Titles before;
    before.Swap(&titles[code]);
    mandates::v1::Titles& list = titles[code];
    list.add_titles(title);
    list.MergeFrom(before);
    if (list.titles_size() > limits::kTitlesMax) {
      list.mutable_titles()->RemoveLast();
    }
  }
}

void TakeNewTitles(const NewTitles& added, Titles& titles) {
  for (const auto& [code, title] : added) {
    const auto found = titles.find(code);
    if (found == titles.end()) continue;
    auto& list = *found->second.mutable_titles();
    list.erase(std::remove(list.begin(), list.end(), title), list.end());
    if (list.empty()) titles.erase(found);
  }
}

}  // namespace mandated::domain
