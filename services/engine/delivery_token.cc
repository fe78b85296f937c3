#include "services/engine/delivery_token.h"

#include "services/domain/errors.h"
#include "services/engine/idempotency.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::DeliveryToken;

// The first byte; tokens of Watch begin with another.
constexpr char kVersion = 2;
constexpr size_t kDigestChars = 8;

std::string Digest(std::string_view message) {
  return HexDigest(message).substr(0, kDigestChars);
}

}  // namespace

bool IsDeliveryToken(std::string_view token) {
  return !token.empty() && token.front() == kVersion;
}

std::string MakeDeliveryToken(const DeliveryToken& token) {
  const std::string message = token.SerializeAsString();
  return kVersion + Digest(message) + message;
}

absl::StatusOr<DeliveryToken> ReadDeliveryToken(std::string_view token,
                                                std::string_view store_id,
                                                std::string_view uid,
                                                std::string_view name) {
  constexpr char kWatchVersion = 1;
  if (!token.empty() && token.front() == kWatchVersion) {
    return domain::TokenNotDelivered();
  }
  if (!IsDeliveryToken(token) || token.size() <= 1 + kDigestChars) {
    return domain::TokenMalformed();
  }
  // The digest first: what was changed is not worth parsing.
  const std::string_view message = token.substr(1 + kDigestChars);
  DeliveryToken read;
  if (token.substr(1, kDigestChars) != Digest(message) ||
      !Decode(message, read).ok()) {
    return domain::TokenMalformed();
  }
  if (read.store_id() != store_id) return domain::TokenForeign(store_id);
  if (read.subscription_uid() != uid) {
    return domain::TokenOfOtherSubscription(name);
  }
  return read;
}

}  // namespace mandated::engine
