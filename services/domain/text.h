#ifndef MANDATED_SERVICES_DOMAIN_TEXT_H_
#define MANDATED_SERVICES_DOMAIN_TEXT_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mandated::domain {

// Joins `parts` without anything between. Debian's Abseil has a string_view of
// its own, so that absl::StrCat does not take the standard one.
std::string Concat(std::initializer_list<std::string_view> parts);

// Returns `text` fit for one line of an error: control characters escaped,
// valid UTF-8 (else all bytes above ASCII escaped as well), and cut to about
// `bytes_max` bytes with "..." behind it.
std::string Printable(std::string_view text, size_t bytes_max = 100);

// Tells whether `byte` of valid UTF-8 goes on a character that began before it.
bool IsContinuation(char byte);

// Compares without the case of ASCII letters.
bool EqualsWithoutCase(std::string_view a, std::string_view b);

// Returns `text` with ASCII letters in lower case; all else as it is.
std::string LowerCase(std::string_view text);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_TEXT_H_
