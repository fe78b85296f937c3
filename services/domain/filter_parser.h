#ifndef MANDATED_SERVICES_DOMAIN_FILTER_PARSER_H_
#define MANDATED_SERVICES_DOMAIN_FILTER_PARSER_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/domain/filter.h"
#include "services/domain/filter_fields.h"

namespace mandated::domain {

// A condition, or what joins those below it.
struct Filter::Node {
  enum class Kind { kAnd, kOr, kNot, kCondition };

  Kind kind = Kind::kCondition;
  std::vector<Node> children;          // of kAnd and kOr 2 or more, of kNot 1
  std::optional<Condition> condition;  // of kCondition alone
};

// Reads a filter that is not blank. No child has the kind of its parent,
// except kNot, so that equal filters have equal trees. Errors as
// Filter::Parse.
absl::StatusOr<Filter::Node> ParseFilter(std::string_view filter);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_FILTER_PARSER_H_
