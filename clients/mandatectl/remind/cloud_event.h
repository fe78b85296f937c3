#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_CLOUD_EVENT_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_CLOUD_EVENT_H_

#include <string>

#include "mandates/v1/event.pb.h"

namespace mandated::mandatectl::remind {

// Returns `event` as a CloudEvents 1.0 object in JSON, on one line without its
// newline: `id` and `time` are the event's, `subject` is the mandate's name,
// `data` the event in proto3 JSON with the fields named as in the .proto. The
// same event gives the same bytes whenever it is delivered, since a receiver
// may refuse one Idempotency-Key over two bodies.
std::string ToCloudEvent(const mandates::v1::Event& event);

inline constexpr char kCloudEventType[] =
    "application/cloudevents+json; charset=utf-8";

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_CLOUD_EVENT_H_
