#ifndef MANDATED_SERVICES_DOMAIN_READING_CHARACTERS_H_
#define MANDATED_SERVICES_DOMAIN_READING_CHARACTERS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Characters by their script, and what each is in normal form.
namespace mandated::domain {

// Stands for what has no place in the normal form.
inline constexpr char32_t kDropped = 0xFFFF'FFFF;

bool IsHan(char32_t c);
bool IsArabicLetter(char32_t c);
bool IsLetter(char32_t c);
bool IsDigit(char32_t c);
// A letter or digit of a script that parts words by spaces.
bool IsWordCharacter(char32_t c);

// Returns what `c`, in NFKC and case folded, is in normal form. All white space
// is ' ' but for line ends, which are '\n'.
char32_t NormalCharacter(char32_t c);

// Returns the character that begins at byte `at` and moves `at` behind it, by
// one byte at least; `at` is below the size. nullopt: these bytes are no UTF-8.
std::optional<char32_t> DecodeCharacter(std::string_view text, size_t* at);

// As DecodeCharacter, of valid UTF-8; of other bytes U+FFFD.
char32_t NextCharacter(std::string_view text, size_t* at);

// Returns the character that ends before byte `at`; `at` is above 0.
char32_t CharacterBefore(std::string_view text, size_t at);

void AppendCharacter(char32_t c, std::string* text);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_CHARACTERS_H_
