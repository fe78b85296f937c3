#include <openssl/sha.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "services/stream/resume_token.h"
#include "tests/fuzz/require.h"

// No bytes but a token of this store and selection are taken for one, and none
// leads outside the log. Bytes are tried as they are and with a true seal, or
// the checks behind the seal would never be reached.
namespace mandated::fuzz {
namespace {

constexpr int64_t kEarliest = 5;
constexpr int64_t kHead = 1'000;
constexpr std::string_view kSelection = "all";
constexpr size_t kSealBytes = 4;

std::string Sealed(std::string token) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         digest);
  return token.append(reinterpret_cast<const char*>(digest), kSealBytes);
}

void Try(std::string_view token) {
  static const auto* const maker = new stream::TokenMaker("store");
  const auto position = maker->Check(token, kSelection, kEarliest, kHead);
  if (!position.ok()) return;
  Require(maker->Make(kSelection, *position) == token);
  Require(position->revision >= 0 && position->revision <= kHead);
}

}  // namespace
}  // namespace mandated::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  mandated::fuzz::Try(bytes);
  mandated::fuzz::Try(mandated::fuzz::Sealed(bytes));
  return 0;
}
