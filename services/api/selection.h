#ifndef MANDATED_SERVICES_API_SELECTION_H_
#define MANDATED_SERVICES_API_SELECTION_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/subscription.pb.h"
#include "services/domain/filter.h"
#include "services/stream/frame.h"

namespace mandated::api {

// Which events a caller of Watch or ListEvents asked for. Cheap to copy.
struct EventChoice {
  domain::Filter filter;
  std::set<mandates::v1::EventType> types;  // empty: all
  std::set<std::string> leads;              // empty: all

  bool Wants(const mandates::v1::Event& event) const;
};

// Reads a choice. INVALID_ARGUMENT: the filter, a type or a lead is none.
absl::StatusOr<EventChoice> ParseChoice(
    const std::string& filter,
    const google::protobuf::RepeatedField<int>& types,
    const google::protobuf::RepeatedPtrField<std::string>& leads);

// Reads what a subscription selects. Errors as above.
absl::StatusOr<EventChoice> ParseChoice(
    const mandates::v1::Subscription& subscription);

// Returns the choice as the stream room takes it: equal keys for choices that
// differ in spelling and order only.
stream::Selection ToSelection(const EventChoice& choice);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_SELECTION_H_
