#ifndef MANDATED_CLIENTS_MANDATECTL_JSON_H_
#define MANDATED_CLIENTS_MANDATECTL_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace mandated::mandatectl {

enum class JsonShape { kLine, kIndented };

// Returns `message` as proto3 JSON, ended by a newline. Scripts rely on its
// form: fields are named as in the .proto, and those without presence are
// there even when they hold their default.
std::string ToJson(const google::protobuf::Message& message, JsonShape shape);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_JSON_H_
