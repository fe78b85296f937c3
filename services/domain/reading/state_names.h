#ifndef MANDATED_SERVICES_DOMAIN_READING_STATE_NAMES_H_
#define MANDATED_SERVICES_DOMAIN_READING_STATE_NAMES_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/domain/reading/language.h"

namespace mandated::domain {

// The names of States in one language. Immutable, thread-safe.
class StateNames {
 public:
  // Takes names in normal form to ISO 3166-1 alpha-3.
  explicit StateNames(std::map<std::string, std::string> codes);

  // As Language's functions of these names.
  std::optional<StateName> Find(std::string_view text, size_t from) const;
  std::optional<std::string> CodeOf(std::string_view name) const;

 private:
  std::map<std::string, std::string> codes_;
  // First character to the names that begin with it, longest first.
  std::unordered_map<char32_t, std::vector<std::string_view>> names_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_STATE_NAMES_H_
