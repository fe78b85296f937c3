#include "services/domain/reading/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace mandated::domain {
namespace {

UScriptCode ScriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error);
}

// Quotes, dashes and the few letters that texts write in several ways.
char32_t Alike(char32_t c) {
  switch (c) {
    case U'‘':
    case U'’':
    case U'‚':
    case U'‛':
    case U'`':
    case U'´':
    case U'ʼ':
    case U'′':
    case U'‹':
    case U'›':
      return '\'';
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'«':
    case U'»':
    case U'″':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
      return '"';
    case U'أ':
    case U'إ':
    case U'آ':
    case U'ٱ':
      return U'ا';
    case U'ى':
    case U'ی':
      return U'ي';
    case U'ک':
      return U'ك';
    case U'ё':
      return U'е';
    case U'،':
      return ',';
    case U'؛':
      return ';';
    case U'؟':
      return '?';
    case U'٪':
      return '%';
    case U'。':
      return '.';
    case U'−':
      return '-';
    case U'⁄':
    case U'∕':
      return '/';
    default:
      return c;
  }
}

// Vowel marks and tatweel of Arabic.
bool IsArabicMark(char32_t c) {
  return c == 0x0640 || c == 0x0670 || (c >= 0x064B && c <= 0x065F);
}

bool EndsLine(char32_t c) {
  return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace

bool IsHan(char32_t c) { return c >= 0x2E80 && ScriptOf(c) == USCRIPT_HAN; }

bool IsArabicLetter(char32_t c) {
  return c >= 0x0600 && u_isalpha(static_cast<UChar32>(c)) &&
         ScriptOf(c) == USCRIPT_ARABIC;
}

bool IsLetter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool IsWordCharacter(char32_t c) {
  if (c < 0x80) return IsDigit(c) || (c >= 'a' && c <= 'z');
  return IsLetter(c) && !IsHan(c);
}

char32_t NormalCharacter(char32_t c) {
  if (c >= 'a' && c <= 'z') return c;
  if (EndsLine(c)) return '\n';
  const auto point = static_cast<UChar32>(c);
  if (c == '\t' || u_isUWhiteSpace(point)) return ' ';
  if (IsArabicMark(c)) return kDropped;
  const int8_t type = u_charType(point);
  if (type == U_CONTROL_CHAR || type == U_FORMAT_CHAR) return kDropped;
  if (type == U_DECIMAL_DIGIT_NUMBER) {
    return static_cast<char32_t>('0' + u_charDigitValue(point));
  }
  if (type == U_DASH_PUNCTUATION) return '-';
  return Alike(c);
}

// The nesting is that of ICU's macro.
// NOLINTNEXTLINE(readability-function-size)
std::optional<char32_t> DecodeCharacter(std::string_view text, size_t* at) {
  auto i = static_cast<int32_t>(*at);
  UChar32 c = 0;
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), i,
          static_cast<int32_t>(text.size()), c);
  *at = static_cast<size_t>(i);
  if (c < 0) return std::nullopt;
  return static_cast<char32_t>(c);
}

char32_t NextCharacter(std::string_view text, size_t* at) {
  constexpr char32_t kReplacement = 0xFFFD;
  return DecodeCharacter(text, at).value_or(kReplacement);
}

char32_t CharacterBefore(std::string_view text, size_t at) {
  auto i = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), 0, i, c);
  return static_cast<char32_t>(c);
}

// NOLINTNEXTLINE(readability-function-size)
void AppendCharacter(char32_t c, std::string* text) {
  uint8_t bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(c));
  text->append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

}  // namespace mandated::domain
