#include "services/domain/reading/state_names.h"

#include <algorithm>
#include <utility>

#include "services/domain/reading/characters.h"
#include "services/domain/reading/pattern.h"

namespace mandated::domain {
namespace {

// Arabic joins "and", "in" and "to" to the word behind them.
bool IsJoinedLetter(char32_t c) {
  constexpr std::u32string_view kJoined = U"وبلفك";
  return kJoined.find(c) != std::u32string_view::npos;
}

// Tells whether a name may begin at byte `at`.
bool MayBegin(std::string_view text, size_t at) {
  if (at == 0) return true;
  size_t next = at;
  const char32_t first = NextCharacter(text, &next);
  const char32_t before = CharacterBefore(text, at);
  if (!IsWordCharacter(first) || !IsWordCharacter(before)) return true;
  if (!IsArabicLetter(first) || !IsJoinedLetter(before)) return false;
  size_t joined = at;
  do {
    --joined;  // to the first byte of the letter before
  } while ((static_cast<unsigned char>(text[joined]) & 0xC0) == 0x80);
  return joined == 0 || !IsWordCharacter(CharacterBefore(text, joined));
}

}  // namespace

StateNames::StateNames(std::map<std::string, std::string> codes)
    : codes_(std::move(codes)) {
  for (const auto& [name, code] : codes_) {
    size_t at = 0;
    names_[NextCharacter(name, &at)].push_back(name);
  }
  for (auto& [first, names] : names_) {
    std::sort(names.begin(), names.end(),
              [](std::string_view a, std::string_view b) {
                return a.size() > b.size();
              });
  }
}

std::optional<StateName> StateNames::Find(std::string_view text,
                                          size_t from) const {
  for (size_t at = from; at < text.size();) {
    const size_t begin = at;
    const auto names = names_.find(NextCharacter(text, &at));
    if (names == names_.end() || !MayBegin(text, begin)) continue;
    for (const std::string_view name : names->second) {
      const Span span{begin, begin + name.size()};
      if (text.substr(begin, name.size()) != name) continue;
      // Where the name begins is settled; its end is looked at from there.
      if (!IsWholeWords(text.substr(begin), {0, name.size()})) continue;
      return StateName{span, codes_.at(std::string(name))};
    }
  }
  return std::nullopt;
}

std::optional<std::string> StateNames::CodeOf(std::string_view name) const {
  const auto code = codes_.find(std::string(name));
  if (code == codes_.end()) return std::nullopt;
  return code->second;
}

}  // namespace mandated::domain
