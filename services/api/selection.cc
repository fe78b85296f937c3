#include "services/api/selection.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"

namespace mandated::api {

bool EventChoice::Wants(const mandates::v1::Event& event) const {
  if (!types.empty() && !types.contains(event.type())) return false;
  if (!leads.empty() && !event.lead().empty() &&
      !leads.contains(event.lead())) {
    return false;
  }
  return filter.matches_all() ||
         filter.Matches(event.mandate(), domain::ToCivil(event.date()));
}

absl::StatusOr<EventChoice> ParseChoice(
    const std::string& filter,
    const google::protobuf::RepeatedField<int>& types,
    const google::protobuf::RepeatedPtrField<std::string>& leads) {
  EventChoice choice;
  auto parsed = domain::Filter::Parse(filter);
  if (!parsed.ok()) return parsed.status();
  choice.filter = std::move(*parsed);
  for (const int type : types) {
    if (!mandates::v1::EventType_IsValid(type) ||
        type == mandates::v1::EVENT_TYPE_UNSPECIFIED) {
      return domain::FieldInvalid(
          "event_types", "ENUM_UNKNOWN",
          absl::StrCat(type,
                       " is not an event type; send values of EventType "
                       "other than UNSPECIFIED"));
    }
    choice.types.insert(static_cast<mandates::v1::EventType>(type));
  }
  if (leads.size() > domain::limits::kLeadsMax) {
    return domain::FieldOutOfRange("leads", leads.size(), 0,
                                   domain::limits::kLeadsMax);
  }
  for (const std::string& lead : leads) {
    const auto period = domain::ParsePeriod("leads", lead);
    if (!period.ok()) return period.status();
    choice.leads.insert(lead);
  }
  return choice;
}

absl::StatusOr<EventChoice> ParseChoice(
    const mandates::v1::Subscription& subscription) {
  return ParseChoice(subscription.filter(), subscription.event_types(),
                     subscription.leads());
}

stream::Selection ToSelection(const EventChoice& choice) {
  stream::Selection selection;
  // A canonical filter has no line feed, so the parts stay apart.
  selection.key = absl::StrCat(choice.filter.canonical(), "\n",
                               absl::StrJoin(choice.types, ","), "\n",
                               absl::StrJoin(choice.leads, ","));
  const bool all = choice.filter.matches_all() && choice.types.empty() &&
                   choice.leads.empty();
  selection.matches = [choice, all](std::string_view bytes) {
    if (all) return true;
    mandates::v1::Event event;
    // What was committed parses; anything else is worth showing.
    return !event.ParseFromArray(bytes.data(),
                                 static_cast<int>(bytes.size())) ||
           choice.Wants(event);
  };
  return selection;
}

}  // namespace mandated::api
