#include "services/domain/text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace mandated::domain {
namespace {

// Returns how many bytes the character with this first byte has; 0: none
// begins so.
size_t BytesOfCharacter(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

// Returns true for what a first byte alone cannot rule out: overlong forms,
// surrogates and numbers above U+10FFFF (RFC 3629, section 4).
bool IsForbiddenPair(unsigned char first, unsigned char second) {
  return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
         (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t bytes = BytesOfCharacter(text[0]);
    if (bytes == 0 || bytes > text.size()) return false;
    if (bytes > 1 && IsForbiddenPair(text[0], text[1])) return false;
    for (const char byte : text.substr(1, bytes - 1)) {
      if (!IsContinuation(byte)) return false;
    }
    text.remove_prefix(bytes);
  }
  return true;
}

void AppendPrintable(char c, bool utf8, std::string& printable) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (absl::ascii_iscntrl(byte) || (byte >= 0x80 && !utf8)) {
    printable.append("\\x");
    printable.push_back(kHex[byte >> 4]);
    printable.push_back(kHex[byte & 0xF]);
  } else {
    printable.push_back(c);
  }
}

}  // namespace

bool IsContinuation(char byte) { return (byte & 0xC0) == 0x80; }

std::string Concat(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole.append(part);
  return whole;
}

std::string Printable(std::string_view text, size_t bytes_max) {
  const bool cut = text.size() > bytes_max;
  if (cut) {
    size_t end = bytes_max;
    while (end > 0 && IsContinuation(text[end])) --end;
    text = text.substr(0, end);
  }
  const bool utf8 = IsUtf8(text);
  std::string printable;
  for (const char c : text) AppendPrintable(c, utf8, printable);
  return cut ? printable + "..." : printable;
}

bool EqualsWithoutCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase({a.data(), a.size()}, {b.data(), b.size()});
}

std::string LowerCase(std::string_view text) {
  return absl::AsciiStrToLower({text.data(), text.size()});
}

}  // namespace mandated::domain
