#ifndef MANDATED_SERVICES_DOMAIN_FILTER_LEXER_H_
#define MANDATED_SERVICES_DOMAIN_FILTER_LEXER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mandated::domain {

// One word of the filter language.
struct FilterToken {
  enum class Kind {
    kEnd,
    kText,        // text without quotes: a field, a value or a bare word
    kQuoted,      // text in quotes, taken out of them
    kComparator,  // = != < <= > >= :
    kMinus,       // "-" right before a term
    kNot,
    kAnd,
    kOr,
    kOpen,
    kClose,
  };

  Kind kind = Kind::kEnd;
  size_t position = 0;  // of its first byte
  std::string text;
};

// Cuts a filter into tokens, the last one kEnd. INVALID_ARGUMENT
// (FILTER_INVALID) for text that is no token, and where two terms touch:
// AIP-160 wants white space between them.
absl::StatusOr<std::vector<FilterToken>> LexFilter(std::string_view filter);

// Returns `value` as it stands behind a comparator: bare where it can be, else
// in the quotes that make it shortest.
std::string SpellFilterValue(std::string_view value);

// Returns `value` as it stands alone, where a "-" in front would negate it.
std::string SpellFilterTerm(std::string_view value);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_FILTER_LEXER_H_
