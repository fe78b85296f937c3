#include "services/domain/filter_fields.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "google/protobuf/descriptor.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"
#include "services/domain/validation.h"

namespace mandated::domain {

using mandates::v1::Mandate;

// One field by its name, and how to read it: as text or as a number, of which
// an absent one is nullopt. Enums are their numbers, dates the days since 1970.
struct FilterField {
  enum class Type { kText, kEnum, kDate, kNumber, kLabels };

  std::string_view name;
  Type type;
  const std::string& (Mandate::*text)() const = nullptr;
  std::optional<int64_t> (*number)(const Mandate&, absl::CivilDay) = nullptr;
  const google::protobuf::EnumDescriptor* (*values)() = nullptr;
  std::string_view value_prefix = "";  // of the values' names, "KIND_"
};

namespace {

using Type = FilterField::Type;

constexpr std::string_view kLabels = "labels";
constexpr std::string_view kMandatePrefix = "mandates/";

std::optional<int64_t> NonZero(int64_t number) {
  return number == 0 ? std::nullopt : std::optional<int64_t>(number);
}

int64_t Since1970(absl::CivilDay day) { return day - absl::CivilDay(); }

std::optional<int64_t> KindOf(const Mandate& mandate, absl::CivilDay) {
  return NonZero(mandate.kind());
}

std::optional<int64_t> HolderTypeOf(const Mandate& mandate, absl::CivilDay) {
  return NonZero(mandate.holder_type());
}

std::optional<int64_t> StateOf(const Mandate& mandate, absl::CivilDay today) {
  return NonZero(StateOn(mandate, today));
}

std::optional<int64_t> LastDayOf(const Mandate& mandate, absl::CivilDay) {
  const auto last = LastDay(mandate);
  if (!last) return std::nullopt;
  return Since1970(*last);
}

std::optional<int64_t> DaysLeftOf(const Mandate& mandate,
                                  absl::CivilDay today) {
  const auto last = LastDay(mandate);
  if (!last) return std::nullopt;
  return *last - today;
}

std::optional<int64_t> YearOf(const Mandate& mandate, absl::CivilDay) {
  return NonZero(mandate.established_year());
}

constexpr FilterField kFields[] = {
    {.name = "name", .type = Type::kText, .text = &Mandate::name},
    {.name = "title", .type = Type::kText, .text = &Mandate::title},
    {.name = "kind",
     .type = Type::kEnum,
     .number = KindOf,
     .values = mandates::v1::Kind_descriptor,
     .value_prefix = "KIND_"},
    {.name = "country", .type = Type::kText, .text = &Mandate::country},
    {.name = "holder_type",
     .type = Type::kEnum,
     .number = HolderTypeOf,
     .values = mandates::v1::HolderType_descriptor,
     .value_prefix = "HOLDER_TYPE_"},
    {.name = "holder", .type = Type::kText, .text = &Mandate::holder},
    {.name = "body", .type = Type::kText, .text = &Mandate::body},
    {.name = "state",
     .type = Type::kEnum,
     .number = StateOf,
     .values = mandates::v1::State_descriptor,
     .value_prefix = "STATE_"},
    {.name = "last_day", .type = Type::kDate, .number = LastDayOf},
    {.name = "days_left", .type = Type::kNumber, .number = DaysLeftOf},
    {.name = "successor", .type = Type::kText, .text = &Mandate::successor},
    {.name = "established_year", .type = Type::kNumber, .number = YearOf},
    {.name = kLabels, .type = Type::kLabels},
};

// Splits "labels.KEY"; the key is empty for every other name.
std::pair<std::string_view, std::string_view> SplitLabel(
    std::string_view name) {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos || name.substr(0, dot) != kLabels) {
    return {name, ""};
  }
  return {kLabels, name.substr(dot + 1)};
}

const FilterField* FindField(std::string_view name) {
  const auto* found = std::find_if(
      std::begin(kFields), std::end(kFields),
      [&](const FilterField& field) { return field.name == name; });
  return found == std::end(kFields) ? nullptr : found;
}

std::string KnownFields() {
  std::string known = "a field:";
  for (const FilterField& field : kFields) {
    if (field.type != Type::kLabels) known += Concat({" ", field.name, ","});
  }
  return known + " labels.KEY or labels:KEY";
}

constexpr char kLabelKeyForm[] =
    "a label's key: 1 to 63 of [a-z0-9_-] beginning with a letter";

// Returns the comparators of a field, separated by blanks.
std::string_view ComparatorsOf(const FilterField& field, bool has_label_key) {
  switch (field.type) {
    case Type::kLabels:
      return has_label_key ? "= != :" : ":";
    case Type::kText:
    case Type::kEnum:
      return "= != :";
    case Type::kDate:
    case Type::kNumber:
      break;
  }
  return "= != < <= > >= :";
}

bool HasComparator(std::string_view comparators, std::string_view one) {
  return Concat({" ", comparators, " "}).find(Concat({" ", one, " "})) !=
         std::string::npos;
}

// Reads "THEMATIC" or "KIND_THEMATIC", in any case.
std::optional<int64_t> ParseEnum(const FilterField& field,
                                 std::string_view value) {
  const auto* values = field.values();
  for (int i = 0; i < values->value_count(); ++i) {
    const std::string_view name = values->value(i)->name();
    const bool same =
        EqualsWithoutCase(value, name) ||
        EqualsWithoutCase(value, name.substr(field.value_prefix.size()));
    if (same && values->value(i)->number() != 0) {
      return values->value(i)->number();
    }
  }
  return std::nullopt;
}

std::string AllowedValues(const FilterField& field) {
  const auto* values = field.values();
  std::string allowed = "one of";
  for (int i = 0; i < values->value_count(); ++i) {
    if (values->value(i)->number() == 0) continue;
    const std::string_view name = values->value(i)->name();
    const std::string_view comma = allowed == "one of" ? " " : ", ";
    allowed += Concat({comma, name.substr(field.value_prefix.size())});
  }
  return allowed;
}

std::optional<int64_t> ParseDays(std::string_view value) {
  const auto day = ParseDate("filter", value);
  if (!day.ok()) return std::nullopt;
  return Since1970(*day);
}

std::optional<int64_t> ParseInteger(std::string_view value) {
  // SimpleAtoi would allow blanks and "+".
  const std::string_view digits = value.substr(value.rfind('-') + 1);
  const bool plain =
      !digits.empty() && value.size() - digits.size() <= 1 &&
      std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
  int64_t number = 0;
  if (!plain || !absl::SimpleAtoi(std::string(value), &number)) {
    return std::nullopt;
  }
  return number;
}

// Reads what is no text; nullopt: `value` is not of the field's type.
std::optional<int64_t> ParseNumber(const FilterField& field,
                                   std::string_view value) {
  if (field.type == Type::kEnum) return ParseEnum(field, value);
  if (field.type == Type::kDate) return ParseDays(value);
  return ParseInteger(value);
}

std::string ExpectedNumber(const FilterField& field,
                           std::string_view comparator) {
  if (field.type == Type::kEnum) return AllowedValues(field);
  if (comparator == ":") return "\"*\" after \":\", or another comparator";
  if (field.type == Type::kDate) return "a date such as 2026-09-30";
  return "a whole number such as 30 or -5";
}

// Cuts "*" off the front and the back of `pattern`.
std::string_view WithoutStars(std::string_view pattern) {
  if (!pattern.empty() && pattern.front() == '*') pattern.remove_prefix(1);
  if (!pattern.empty() && pattern.back() == '*') pattern.remove_suffix(1);
  return pattern;
}

bool Contains(std::string_view text, std::string_view lower_case_part) {
  return LowerCase(text).find(lower_case_part) != std::string::npos;
}

}  // namespace

Condition Condition::OnWord(std::string_view word) {
  Condition condition;
  condition.spelling_ = SpellFilterTerm(word);
  condition.pattern_ = LowerCase(WithoutStars(word));
  return condition;
}

absl::StatusOr<Condition> Condition::OnField(std::string_view filter,
                                             const FilterToken& field,
                                             const FilterToken& comparator,
                                             const FilterToken& value) {
  const auto [name, key] = SplitLabel(field.text);
  Condition condition;
  condition.field_ = FindField(name);
  if (condition.field_ == nullptr) {
    return FilterInvalid(filter, field.position, KnownFields());
  }
  const bool has_key = name.size() < field.text.size();
  if (has_key && !IsLabelKey(key)) {
    return FilterInvalid(filter, field.position + name.size() + 1,
                         kLabelKeyForm);
  }
  const std::string_view allowed = ComparatorsOf(*condition.field_, has_key);
  if (!HasComparator(allowed, comparator.text)) {
    return FilterInvalid(filter, comparator.position,
                         Concat({"one of ", allowed, " after ", name}));
  }
  condition.label_key_ = key;
  condition.comparator_ = comparator.text;
  condition.spelling_ =
      Concat({field.text, comparator.text, SpellFilterValue(value.text)});
  absl::Status read = condition.ReadValue(filter, value);
  if (!read.ok()) return read;
  return condition;
}

absl::Status Condition::ReadValue(std::string_view filter,
                                  const FilterToken& value) {
  if (comparator_ == ":" && value.text == "*") {
    present_ = true;
    return absl::OkStatus();
  }
  if (field_->type == Type::kLabels && label_key_.empty()) {
    present_ = true;
    label_key_ = value.text;
    if (IsLabelKey(label_key_)) return absl::OkStatus();
    return FilterInvalid(filter, value.position, kLabelKeyForm);
  }
  if (field_->type == Type::kText || field_->type == Type::kLabels) {
    ReadPattern(value.text);
    return absl::OkStatus();
  }
  const auto number = ParseNumber(*field_, value.text);
  // A date or number has no parts that it could have.
  const bool has = comparator_ == ":" && field_->type != Type::kEnum;
  if (!number || has) {
    return FilterInvalid(filter, value.position,
                         ExpectedNumber(*field_, comparator_));
  }
  number_ = *number;
  return absl::OkStatus();
}

void Condition::ReadPattern(std::string_view value) {
  any_before_ = !value.empty() && value.front() == '*';
  any_after_ = !value.empty() && value.back() == '*';
  pattern_ = LowerCase(WithoutStars(value));
}

bool Condition::Holds(const Mandate& mandate, absl::CivilDay today) const {
  if (field_ == nullptr) {
    std::string_view id = mandate.name();
    if (id.substr(0, kMandatePrefix.size()) == kMandatePrefix) {
      id.remove_prefix(kMandatePrefix.size());
    }
    return Contains(mandate.title(), pattern_) || Contains(id, pattern_);
  }
  switch (field_->type) {
    case Type::kText:
      return TextHolds((mandate.*field_->text)());
    case Type::kLabels:
      return LabelHolds(mandate);
    case Type::kEnum:
    case Type::kDate:
    case Type::kNumber:
      break;
  }
  const auto number = field_->number(mandate, today);
  return number.has_value() && (present_ || NumberHolds(*number));
}

bool Condition::LabelHolds(const Mandate& mandate) const {
  if (label_key_.empty()) return !mandate.labels().empty();
  const auto label = mandate.labels().find(label_key_);
  const bool has_label = label != mandate.labels().end();
  if (present_) return has_label;
  return TextHolds(has_label ? label->second : std::string());
}

bool Condition::TextHolds(std::string_view text) const {
  if (present_) return !text.empty();
  const std::string lower = LowerCase(text);
  if (comparator_ == ":") return Contains(lower, pattern_);
  return MatchesPattern(lower) == (comparator_ == "=");
}

bool Condition::MatchesPattern(std::string_view lower) const {
  if (any_before_ && any_after_) return Contains(lower, pattern_);
  if (lower.size() < pattern_.size()) return false;
  if (any_before_)
    return lower.substr(lower.size() - pattern_.size()) == pattern_;
  if (any_after_) return lower.substr(0, pattern_.size()) == pattern_;
  return lower == pattern_;
}

bool Condition::NumberHolds(int64_t number) const {
  if (comparator_ == "<") return number < number_;
  if (comparator_ == "<=") return number <= number_;
  if (comparator_ == ">") return number > number_;
  if (comparator_ == ">=") return number >= number_;
  if (comparator_ == "!=") return number != number_;
  return number == number_;  // "=", and ":" of an enum
}

}  // namespace mandated::domain
