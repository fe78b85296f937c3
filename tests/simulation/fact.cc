#include "tests/simulation/fact.h"

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"

namespace mandated::simulation {
namespace {

std::string Text(bool present, const mandates::v1::Date& date) {
  return present ? domain::FormatDate(domain::ToCivil(date)) : "";
}

}  // namespace

Fact FactOf(const mandates::v1::Event& event) {
  const std::string type = mandates::v1::EventType_Name(event.type());
  return {.type = type.substr(std::string("EVENT_TYPE_").size()),
          .mandate = event.mandate().name(),
          .decision = event.decision(),
          .last_day = Text(event.has_last_day(), event.last_day()),
          .previous_last_day =
              Text(event.has_previous_last_day(), event.previous_last_day()),
          .lead = event.lead(),
          .date = Text(event.has_date(), event.date()),
          .retracts = event.retracts(),
          .id = event.id()};
}

std::string ToString(const Fact& fact) {
  std::string text = absl::StrCat(fact.date, " ", fact.type, " ", fact.lead,
                                  " ", fact.decision, " until ", fact.last_day);
  if (!fact.previous_last_day.empty()) {
    absl::StrAppend(&text, ", before ", fact.previous_last_day);
  }
  if (!fact.retracts.empty()) {
    absl::StrAppend(&text, ", takes back ", fact.retracts);
  }
  return absl::StrCat(text, " [", fact.id, "]");
}

}  // namespace mandated::simulation
