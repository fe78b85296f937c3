#ifndef MANDATED_SERVICES_DOMAIN_READING_TITLE_LINE_H_
#define MANDATED_SERVICES_DOMAIN_READING_TITLE_LINE_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "services/domain/reading/normal_text.h"

namespace mandated::domain {

// The line that opens a title: "44/11. Mandate of ...", "s-31/1. ...".
struct TitleLineParts {
  int first = 0;         // the number before the stroke
  int second = 0;        // and behind it
  bool special = false;  // "s-" stands before the first
  Span symbol;           // both numbers
  size_t title_begin = 0;
};

// Reads such a line, in normal form; nullopt: it is none. What follows the
// numbers must be words, or nothing: a date or a symbol is no title's number.
std::optional<TitleLineParts> ReadTitleLine(std::string_view line);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_TITLE_LINE_H_
