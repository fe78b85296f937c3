#ifndef MANDATED_SERVICES_DOMAIN_FILTER_FIELDS_H_
#define MANDATED_SERVICES_DOMAIN_FILTER_FIELDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "services/domain/filter_lexer.h"

namespace mandated::domain {

struct FilterField;

// What a filter asks about one field of a mandate, or a word alone. Immutable,
// thread-safe.
class Condition {
 public:
  // Makes the condition that title or id contain `word`, without its "*" ends.
  static Condition OnWord(std::string_view word);

  // Makes a condition of three tokens of `filter`. INVALID_ARGUMENT
  // (FILTER_INVALID): the field is unknown, has no such operator, or cannot
  // have the value.
  static absl::StatusOr<Condition> OnField(std::string_view filter,
                                           const FilterToken& field,
                                           const FilterToken& comparator,
                                           const FilterToken& value);

  bool Holds(const mandates::v1::Mandate& mandate, absl::CivilDay today) const;

  // Returns how it is spelled in a canonical filter.
  const std::string& spelling() const { return spelling_; }

 private:
  absl::Status ReadValue(std::string_view filter, const FilterToken& value);
  void ReadPattern(std::string_view value);

  bool LabelHolds(const mandates::v1::Mandate& mandate) const;
  bool TextHolds(std::string_view text) const;
  bool MatchesPattern(std::string_view lower) const;
  bool NumberHolds(int64_t number) const;

  const FilterField* field_ = nullptr;  // null: a word alone
  std::string label_key_;               // of labels alone
  std::string comparator_;              // "=", ":", ...
  std::string spelling_;
  // What the value means; which of them counts depends on the field.
  bool present_ = false;  // asks for presence alone, "field:*"
  int64_t number_ = 0;    // of numbers, dates (days since 1970) and enums
  std::string pattern_;   // in lower case, without "*" at its ends
  bool any_before_ = false;
  bool any_after_ = false;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_FILTER_FIELDS_H_
