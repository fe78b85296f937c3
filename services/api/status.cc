#include "services/api/status.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/domain/errors.h"

namespace mandated::api {
namespace {

// Longest message sent: headers of HTTP/2 are bounded (8 KiB by default), and
// the details repeat it.
constexpr size_t kMessageBytesMax = 2'000;

// The storage room's errors begin with their reason: "STORE_UNSURE: ...".
std::string ReasonInText(const std::string& message) {
  const size_t end = message.find(": ");
  const std::string reason = message.substr(0, end);
  const bool is_one = end != std::string::npos &&
                      reason.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") ==
                          std::string::npos;
  return is_one ? reason : "";
}

google::rpc::ErrorInfo DefaultInfo(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  info.set_domain(std::string(domain::kErrorDomain));
  info.set_reason(ReasonInText(std::string(status.message())));
  if (info.reason().empty()) {
    info.set_reason(absl::StatusCodeToString(status.code()));
  }
  return info;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message =
      std::string(status.message()).substr(0, kMessageBytesMax);
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(message);
  bool has_info = false;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    has_info =
        has_info || url == absl::string_view(domain::kErrorInfoUrl.data(),
                                             domain::kErrorInfoUrl.size());
    google::protobuf::Any* detail = details.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(payload));
  });
  if (!has_info) details.add_details()->PackFrom(DefaultInfo(status));
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message,
                      details.SerializeAsString());
}

}  // namespace mandated::api
