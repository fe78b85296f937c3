#include "services/domain/reading/normal_text.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/reading/characters.h"
#include "services/domain/reading/debris.h"
#include "services/domain/reading/line_tidying.h"

namespace mandated::domain {
namespace {

// Bytes, and for each, and their end, where it begins in the text before.
struct Traced {
  std::string text;
  std::vector<uint32_t> origin;
};

// Returns the first byte that begins no UTF-8; the size: all is valid.
size_t InvalidAt(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (!DecodeCharacter(text, &at)) return begin;
  }
  return text.size();
}

bool IsBlank(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = NormalCharacter(NextCharacter(text, &at));
    if (c != ' ' && c != '\n' && c != kDropped) return false;
  }
  return true;
}

Traced WithoutCuts(std::string_view text, const std::vector<Span>& cuts) {
  Traced kept;
  kept.text.reserve(text.size());
  kept.origin.reserve(text.size() + 1);
  size_t at = 0;
  const auto keep_up_to = [&](size_t end) {
    kept.text.append(text.substr(at, end - at));
    for (; at < end; ++at) kept.origin.push_back(static_cast<uint32_t>(at));
  };
  for (const Span& cut : cuts) {
    keep_up_to(cut.begin);
    at = cut.end;
  }
  keep_up_to(text.size());
  kept.origin.push_back(static_cast<uint32_t>(text.size()));
  return kept;
}

// NFKC with case folded; default ignorable characters are gone.
Traced Folded(const Traced& kept) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(error);
  Traced folded;
  icu::StringByteSink<std::string> sink(&folded.text,
                                        static_cast<int32_t>(kept.text.size()));
  icu::Edits edits;
  form->normalizeUTF8(
      0, {kept.text.data(), static_cast<int32_t>(kept.text.size())}, sink,
      &edits, error);
  folded.origin.resize(folded.text.size() + 1, kept.origin.back());
  icu::Edits::Iterator edit = edits.getFineIterator();
  while (edit.next(error)) {
    for (int32_t i = 0; i < edit.newLength(); ++i) {
      const int32_t source = edit.sourceIndex() + (edit.hasChange() ? 0 : i);
      const int32_t made = edit.destinationIndex() + i;
      folded.origin[static_cast<size_t>(made)] =
          kept.origin[static_cast<size_t>(source)];
    }
  }
  return folded;
}

Characters CharactersOf(const Traced& folded) {
  Characters characters;
  characters.points.reserve(folded.text.size());
  characters.origin.reserve(folded.text.size() + 1);
  for (size_t at = 0; at < folded.text.size();) {
    const uint32_t origin = folded.origin[at];
    const char32_t c = NormalCharacter(NextCharacter(folded.text, &at));
    if (c == kDropped) continue;
    characters.points.push_back(c);
    characters.origin.push_back(origin);
  }
  return characters;
}

Traced Encoded(const Characters& characters, uint32_t end) {
  Traced encoded;
  for (size_t i = 0; i < characters.points.size(); ++i) {
    AppendCharacter(characters.points[i], &encoded.text);
    encoded.origin.resize(encoded.text.size(), characters.origin[i]);
  }
  encoded.origin.push_back(end);
  return encoded;
}

Traced Normalised(std::string_view text, const std::vector<Span>& cuts) {
  Characters characters = CharactersOf(Folded(WithoutCuts(text, cuts)));
  TidyLines(&characters);
  return Encoded(characters, static_cast<uint32_t>(text.size()));
}

bool IsMark(char32_t c) {
  const int8_t type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

}  // namespace

absl::StatusOr<NormalText> NormalText::Make(std::string_view field,
                                            std::string text) {
  if (text.size() > limits::kResolutionTextBytesMax) {
    return TextTooLong(field, text.size(), limits::kResolutionTextBytesMax);
  }
  const size_t invalid = InvalidAt(text);
  if (invalid < text.size()) return TextNotUtf8(field, invalid);
  if (IsBlank(text)) return TextEmpty(field);
  NormalText made;
  made.original_ = std::move(text);
  Debris debris = FindDebris(made.original_);
  Traced normal = Normalised(made.original_, debris.cuts);
  made.normal_ = std::move(normal.text);
  made.origin_ = std::move(normal.origin);
  made.notes_ = std::move(debris.notes);
  made.headers_ = std::move(debris.headers);
  made.cuts_ = std::move(debris.cuts);
  return made;
}

std::string NormalText::Of(std::string_view words) {
  return Normalised(words, {}).text;
}

Span NormalText::ToOriginal(Span normal) const {
  while (!normal.empty() &&
         (normal_[normal.begin] == ' ' || normal_[normal.begin] == '\n')) {
    ++normal.begin;
  }
  while (!normal.empty() &&
         (normal_[normal.end - 1] == ' ' || normal_[normal.end - 1] == '\n')) {
    --normal.end;
  }
  const size_t begin = origin_[normal.begin];
  if (normal.empty()) return {begin, begin};
  // The last character may have been written as several: a letter and marks.
  size_t end = origin_[normal.end - 1];
  NextCharacter(original_, &end);
  for (size_t next = end; next < original_.size(); end = next) {
    if (!IsMark(NextCharacter(original_, &next))) break;
  }
  return {begin, end};
}

std::string NormalText::Words(Span normal) const {
  const Span span = ToOriginal(normal);
  auto cut = std::lower_bound(
      cuts_.begin(), cuts_.end(), span.begin,
      [](const Span& one, size_t at) { return one.end <= at; });
  std::string words;
  for (size_t at = span.begin; at < span.end;) {
    if (cut != cuts_.end() && at >= cut->begin) {
      at = (cut++)->end;
      continue;
    }
    const char32_t c = NextCharacter(original_, &at);
    const char32_t normal_form = NormalCharacter(c);
    if (normal_form == ' ' || normal_form == '\n') {
      if (!words.empty() && words.back() != ' ') words += ' ';
    } else if (normal_form != kDropped || IsMark(c)) {
      AppendCharacter(c, &words);
    }
  }
  return words;
}

}  // namespace mandated::domain
