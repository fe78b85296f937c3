#include "services/api/page_token.h"

#include "absl/strings/escaping.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/engine/idempotency.h"

namespace mandated::api {
namespace {

// Hex digits of the request's digest that a token carries: enough to notice a
// mix-up, and no secret is at stake.
constexpr size_t kDigestChars = 16;

// Over the key as well, so that a token that was changed is noticed.
std::string Digest(const google::protobuf::Message& request,
                   const std::string& key) {
  return engine::Fingerprint(request.GetTypeName() + key, request)
      .substr(0, kDigestChars);
}

}  // namespace

std::string MakePageToken(const google::protobuf::Message& request,
                          const std::string& key) {
  return absl::WebSafeBase64Escape(Digest(request, key) + key);
}

absl::StatusOr<std::string> ReadPageToken(
    const google::protobuf::Message& request, const std::string& token) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() <= kDigestChars) {
    return domain::PageTokenInvalid("it is not a token of this server");
  }
  const std::string key = bytes.substr(kDigestChars);
  if (bytes.substr(0, kDigestChars) != Digest(request, key)) {
    return domain::PageTokenInvalid(
        "it was changed, or belongs to a request with other fields");
  }
  return key;
}

absl::StatusOr<int> CheckPageSize(int requested, std::string_view field) {
  if (requested == 0) return domain::limits::kPageSizeDefault;
  if (requested > 0 && requested <= domain::limits::kPageSizeMax) {
    return requested;
  }
  return domain::FieldOutOfRange(field, requested, 0,
                                 domain::limits::kPageSizeMax);
}

}  // namespace mandated::api
