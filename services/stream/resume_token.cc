#include "services/stream/resume_token.h"

#include <openssl/sha.h>

#include <cstdint>
#include <utility>

#include "services/domain/errors.h"

namespace mandated::stream {
namespace {

constexpr char kVersion = 1;
constexpr size_t kDigestBytes = 8;
constexpr size_t kCheckBytes = 4;
constexpr size_t kRevisionAt = 1 + 2 * kDigestBytes;
constexpr size_t kIndexAt = kRevisionAt + 8;
constexpr size_t kCheckAt = kIndexAt + 4;

// The first `bytes` of the SHA-256: it must be the same in every process.
std::string Digest(std::string_view text, size_t bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  return {reinterpret_cast<const char*>(digest), bytes};
}

void AppendBigEndian(uint64_t value, size_t bytes, std::string& out) {
  for (size_t i = bytes; i-- > 0;) {
    out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
}

uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = (value << 8) | static_cast<uint8_t>(c);
  return value;
}

}  // namespace

TokenMaker::TokenMaker(std::string store_id)
    : store_id_(std::move(store_id)),
      store_digest_(Digest(store_id_, kDigestBytes)) {}

std::string TokenMaker::Make(std::string_view selection_key,
                             storage::Position position) const {
  std::string token(1, kVersion);
  token += store_digest_;
  token += Digest(selection_key, kDigestBytes);
  AppendBigEndian(static_cast<uint64_t>(position.revision), 8, token);
  AppendBigEndian(static_cast<uint64_t>(position.index), 4, token);
  token += Digest(token, kCheckBytes);
  return token;
}

absl::StatusOr<storage::Position> TokenMaker::Check(
    std::string_view token, std::string_view selection_key,
    storage::Revision earliest, storage::Revision head) const {
  if (token.size() != kCheckAt + kCheckBytes || token.front() != kVersion ||
      Digest(token.substr(0, kCheckAt), kCheckBytes) !=
          token.substr(kCheckAt)) {
    return domain::TokenMalformed();
  }
  if (token.substr(1, kDigestBytes) != store_digest_) {
    return domain::TokenForeign(store_id_);
  }
  if (token.substr(1 + kDigestBytes, kDigestBytes) !=
      Digest(selection_key, kDigestBytes)) {
    return domain::TokenFilterChanged();
  }
  const storage::Position position{
      .revision = static_cast<storage::Revision>(
          ReadBigEndian(token.substr(kRevisionAt, 8))),
      .index = static_cast<int32_t>(ReadBigEndian(token.substr(kIndexAt, 4)))};
  if (position.revision > head) {
    return domain::TokenInFuture(position.revision, head);
  }
  if (IsCompacted(position, earliest)) {
    return domain::TokenCompacted(position.revision, earliest);
  }
  return position;
}

}  // namespace mandated::stream
