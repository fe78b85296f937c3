#ifndef MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_PROTOCOL_H_
#define MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_PROTOCOL_H_

#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"

// The lines of tests/conformance/README.md.
namespace mandated::conformance {

// Writes one line that answers command `id`. Thread-safe.
void Answer(int id, nlohmann::json line);

nlohmann::json ToJson(const google::protobuf::Message& message);
void FromJson(const nlohmann::json& fields, google::protobuf::Message* message);

nlohmann::json ErrorToJson(const absl::Status& status);

// Answers how a watch or a subscription ended: by the SDK, or by one of the two
// errors below, which the SDK handed through.
void AnswerEnd(int id, const absl::Status& status);

// What the driver's own handlers return: let go by `stop`, or failed by `fail`.
absl::Status Stopped();
absl::Status Failed();

}  // namespace mandated::conformance

#endif  // MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_PROTOCOL_H_
