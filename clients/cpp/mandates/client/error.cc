#include "mandates/client/error.h"

#include <grpcpp/support/status.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace mandates::client {
namespace {

// Returns the detail of this kind; an empty one where there is none.
template <typename Message>
Message DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload(
      absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name()));
  Message message;
  if (payload && !message.ParseFromString(std::string(*payload))) {
    message.Clear();
  }
  return message;
}

}  // namespace

absl::Status ToStatus(const grpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return result;
  for (const auto& detail : rich.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

Error::Error(const absl::Status& status)
    : code(status.code()), message(status.message()) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  domain = info.domain();
  reason = info.reason();
  metadata.insert(info.metadata().begin(), info.metadata().end());
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad.field_violations()) {
    fields.push_back({violation.field(), violation.description()});
  }
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  for (const auto& violation : failure.violations()) {
    preconditions.push_back(
        {violation.type(), violation.subject(), violation.description()});
  }
}

Error::Error(const grpc::Status& status) : Error(ToStatus(status)) {}

bool IsTransient(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  return (absl::IsInternal(status) || absl::IsCancelled(status)) &&
         Error(status).reason.empty();
}

}  // namespace mandates::client
