#ifndef MANDATED_SERVICES_DOMAIN_FILTER_H_
#define MANDATED_SERVICES_DOMAIN_FILTER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"

namespace mandated::domain {

// A parsed AIP-160 filter (https://google.aip.dev/160) over a mandate.
//
// Fields: name, title, kind, country, holder_type, holder, body, state,
// last_day, days_left, labels.KEY (or labels:KEY for presence), successor,
// established_year. Operators = != < <= > >= and : (has: substring of text,
// presence for `labels:KEY` and `field:*`); AND, OR, NOT, "-", parentheses; OR
// binds tighter than AND, as AIP-160 says; terms side by side are ANDed. Bare
// words match part of the title or of the id behind "mandates/". Text compares
// without the case of ASCII letters; "*" at either end of a quoted or bare
// text with = matches any run. Dates are "2026-09-30". Values of enums go with
// or without prefix: THEMATIC, KIND_THEMATIC.
// Order operators work on last_day, days_left and established_year; a
// comparison with an absent one is false, so is its !=. A mandate that was
// ended has no last day. Absent text, labels included, compares as "".
// Immutable, cheap to copy, thread-safe.
class Filter {
 public:
  // The filter that all mandates match.
  Filter();

  // INVALID_ARGUMENT (FILTER_INVALID): the message and metadata give the byte
  // position and what was expected there; for unknown fields the known ones,
  // for bad values the allowed ones. Also over limits::kFilterBytesMax bytes
  // or limits::kFilterDepthMax levels.
  static absl::StatusOr<Filter> Parse(std::string_view text);

  // Returns true when `mandate`, folded, matches as of `today`.
  bool Matches(const mandates::v1::Mandate& mandate,
               absl::CivilDay today) const;

  // Returns true for the filter that all mandates match.
  bool matches_all() const { return root_ == nullptr; }

  // Returns one spelling for all filters that differ in white space or
  // redundant parentheses only.
  const std::string& canonical() const { return canonical_; }

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
  std::string canonical_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_FILTER_H_
