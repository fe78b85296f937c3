#include "tests/conformance/drivers/cpp/protocol.h"

#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <utility>

#include "absl/strings/cord.h"
#include "mandates/client/error.h"
#include "storage/mutex.h"

namespace mandated::conformance {
namespace {

using nlohmann::json;

// Marks what the driver made, with the line that tells of it.
constexpr char kEnd[] = "end";

absl::Status Mark(const char* end) {
  absl::Status status = absl::CancelledError("the driver says so");
  status.SetPayload(kEnd, absl::Cord(end));
  return status;
}

}  // namespace

void Answer(int id, json line) {
  static Mutex mutex;
  line["id"] = id;
  const std::string text = line.dump();
  const MutexLock lock(&mutex);
  std::cout << text << std::endl;
}

json ToJson(const google::protobuf::Message& message) {
  std::string text;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &text);
  return status.ok() ? json::parse(text) : json(status.ToString());
}

void FromJson(const json& fields, google::protobuf::Message* message) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(fields.dump(), message);
  if (!status.ok()) std::cerr << status.ToString() << '\n';
}

json ErrorToJson(const absl::Status& status) {
  const mandates::client::Error error(status);
  json fields = json::array();
  for (const auto& field : error.fields) {
    fields.push_back(
        {{"field", field.field}, {"description", field.description}});
  }
  json preconditions = json::array();
  for (const auto& violation : error.preconditions) {
    preconditions.push_back({{"type", violation.type},
                             {"subject", violation.subject},
                             {"description", violation.description}});
  }
  return {{"code", absl::StatusCodeToString(error.code)},
          {"message", error.message},
          {"reason", error.reason},
          {"domain", error.domain},
          {"metadata", json(error.metadata)},
          {"fields", std::move(fields)},
          {"preconditions", std::move(preconditions)}};
}

void AnswerEnd(int id, const absl::Status& status) {
  const auto end = status.GetPayload(kEnd);
  if (status.ok()) {
    Answer(id, {{"ended", true}});
  } else if (end) {
    Answer(id, {{std::string(*end), true}});
  } else {
    Answer(id, {{"error", ErrorToJson(status)}});
  }
}

absl::Status Stopped() { return Mark("ended"); }
absl::Status Failed() { return Mark("failed"); }

}  // namespace mandated::conformance
