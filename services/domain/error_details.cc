#include "services/domain/error_details.h"

#include <optional>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "services/domain/errors.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using google::rpc::BadRequest;
using google::rpc::ErrorInfo;

constexpr char kFieldKey[] = "field";

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

template <typename Message>
std::optional<Message> PayloadOf(const absl::Status& status,
                                 std::string_view url) {
  const auto payload = status.GetPayload(View(url));
  Message message;
  if (!payload || !message.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return message;
}

template <typename Message>
void SetPayload(std::string_view url, const Message& message,
                absl::Status& status) {
  status.SetPayload(View(url), absl::Cord(message.SerializeAsString()));
}

// Prefixes every field of `bad`, and `message` where it begins with one.
void PrefixFields(std::string_view prefix, BadRequest& bad,
                  std::string& message) {
  bool prefixed = false;
  for (auto& violation : *bad.mutable_field_violations()) {
    const std::string& field = violation.field();
    if (!prefixed && message.rfind(field, 0) == 0) {
      message.insert(0, prefix);
      prefixed = true;
    }
    if (violation.description().rfind(field, 0) == 0) {
      violation.mutable_description()->insert(0, prefix);
    }
    violation.set_field(Concat({prefix, field}));
  }
}

}  // namespace

absl::Status Error(absl::StatusCode code, std::string_view reason,
                   const std::string& message,
                   std::initializer_list<ErrorValue> values) {
  absl::Status status(code, message);
  ErrorInfo info;
  info.set_domain(std::string(kErrorDomain));
  info.set_reason(std::string(reason));
  for (const ErrorValue& value : values) {
    (*info.mutable_metadata())[std::string(value.key)] = value.value;
  }
  SetPayload(kErrorInfoUrl, info, status);
  return status;
}

absl::Status Blame(std::string_view field, absl::Status error) {
  BadRequest bad;
  BadRequest::FieldViolation& violation = *bad.add_field_violations();
  violation.set_field(std::string(field));
  violation.set_description(std::string(error.message()));
  SetPayload(kBadRequestUrl, bad, error);
  auto info = PayloadOf<ErrorInfo>(error, kErrorInfoUrl);
  (*info->mutable_metadata())[kFieldKey] = field;
  SetPayload(kErrorInfoUrl, *info, error);
  return error;
}

absl::Status BadField(std::string_view field, std::string_view reason,
                      std::string_view rest,
                      std::initializer_list<ErrorValue> values) {
  return Blame(field, Error(absl::StatusCode::kInvalidArgument, reason,
                            Concat({field, rest}), values));
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = PayloadOf<ErrorInfo>(status, kErrorInfoUrl);
  return info ? info->reason() : "";
}

absl::Status WithFieldPrefix(std::string_view prefix, absl::Status status) {
  auto bad = PayloadOf<BadRequest>(status, kBadRequestUrl);
  if (!bad) return status;
  std::string message(status.message());
  PrefixFields(prefix, *bad, message);
  absl::Status prefixed(status.code(), message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    prefixed.SetPayload(url, payload);
  });
  SetPayload(kBadRequestUrl, *bad, prefixed);
  auto info = PayloadOf<ErrorInfo>(status, kErrorInfoUrl);
  if (info && info->metadata().contains(kFieldKey)) {
    (*info->mutable_metadata())[kFieldKey].insert(0, prefix);
    SetPayload(kErrorInfoUrl, *info, prefixed);
  }
  return prefixed;
}

}  // namespace mandated::domain
