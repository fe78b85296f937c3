#include "clients/mandatectl/remind/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mandated::mandatectl::remind {
namespace {

// Less is guessed too easily; Standard Webhooks ask for 24 to 64.
constexpr size_t kSecretBytesMin = 16;
constexpr char kPrefix[] = "whsec_";

using Sha256 = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

absl::string_view BytesOf(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

absl::StatusOr<std::string> ParseSecret(std::string_view text) {
  std::string secret(
      absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
  if (secret.rfind(kPrefix, 0) == 0) {
    std::string bytes;
    if (!absl::Base64Unescape(secret.substr(sizeof(kPrefix) - 1), &bytes)) {
      return absl::InvalidArgumentError(
          "the secret of a webhook begins with whsec_ and goes on with "
          "something that is not base64");
    }
    secret = bytes;
  }
  if (secret.size() >= kSecretBytesMin) return secret;
  return absl::InvalidArgumentError(
      absl::StrCat("the secret of a webhook has ", secret.size(),
                   " bytes; give it ", kSecretBytesMin, " or more"));
}

std::string Sign(const std::string& secret, std::string_view id,
                 absl::Time time, std::string_view body) {
  const std::string signed_text = absl::StrCat(
      std::string(id), ".", absl::ToUnixSeconds(time), ".", std::string(body));
  Sha256 digest;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(signed_text.data()),
       signed_text.size(), digest.data(), nullptr);
  return absl::StrCat("v1,", absl::Base64Escape(BytesOf(digest)));
}

std::string HexDigest(std::string_view text) {
  Sha256 digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data());
  return absl::BytesToHexString(BytesOf(digest));
}

}  // namespace mandated::mandatectl::remind
