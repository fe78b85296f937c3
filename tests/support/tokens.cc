#include "tests/support/tokens.h"

#include <cjose/cjose.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mandated::testing {
namespace {

using Json = nlohmann::json;
using Kind = TokenMaker::Kind;

constexpr size_t kBits = 2'048;
constexpr size_t kBitsTooFew = 1'024;

cjose_jwk_t* MakeKey(Kind kind) {
  cjose_err error;
  constexpr std::array<uint8_t, 3> kExponent = {1, 0, 1};
  switch (kind) {
    case Kind::kP256:
      return cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error);
    case Kind::kP384:
      return cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_384, &error);
    case Kind::kRsa:
    case Kind::kShortRsa:
      return cjose_jwk_create_RSA_random(
          kind == Kind::kRsa ? kBits : kBitsTooFew, kExponent.data(),
          kExponent.size(), &error);
  }
  abort();
}

const char* AlgorithmOf(Kind kind) {
  if (kind == Kind::kP256) return "ES256";
  return kind == Kind::kP384 ? "ES384" : "RS256";
}

}  // namespace

TokenMaker::TokenMaker(Kind kind, const std::string& key_id)
    : kind_(kind), key_id_(key_id), key_(MakeKey(kind), [](void* key) {
        cjose_jwk_release(static_cast<cjose_jwk_t*>(key));
      }) {}

std::string TokenMaker::Make(const Json& claims) const {
  return Make(claims, {{"kid", key_id_}});
}

std::string TokenMaker::Make(const Json& claims, Json header) const {
  header.emplace("alg", AlgorithmOf(kind_));
  cjose_err error;
  cjose_header_t* const fields = cjose_header_new(&error);
  for (const auto& [key, value] : header.items()) {
    if (value.is_string()) {
      const auto text = value.get<std::string>();
      cjose_header_set(fields, key.c_str(), text.c_str(), &error);
    } else {
      cjose_header_set_raw(fields, key.c_str(), value.dump().c_str(), &error);
    }
  }
  const std::string text = claims.dump();
  cjose_jws_t* const jws = cjose_jws_sign(
      static_cast<cjose_jwk_t*>(key_.get()), fields,
      reinterpret_cast<const uint8_t*>(text.data()), text.size(), &error);
  cjose_header_release(fields);
  if (jws == nullptr) return "";
  const char* compact = nullptr;
  cjose_jws_export(jws, &compact, &error);
  std::string token(compact);
  cjose_jws_release(jws);
  return token;
}

Json TokenMaker::Key(bool with_private_part) const {
  cjose_err error;
  char* const text = cjose_jwk_to_json(static_cast<cjose_jwk_t*>(key_.get()),
                                       with_private_part, &error);
  Json key = Json::parse(text);
  cjose_get_dealloc()(text);
  key["kid"] = key_id_;
  return key;
}

std::string MakeForgery(const std::string& algorithm, const Json& claims,
                        const std::string& secret) {
  const Json header = {{"alg", algorithm}, {"typ", "JWT"}};
  const std::string signed_part =
      absl::StrCat(absl::WebSafeBase64Escape(header.dump()), ".",
                   absl::WebSafeBase64Escape(claims.dump()));
  if (algorithm == "none") return absl::StrCat(signed_part, ".");
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(signed_part.data()),
       signed_part.size(), digest.data(), &size);
  return absl::StrCat(
      signed_part, ".",
      absl::WebSafeBase64Escape(
          {reinterpret_cast<const char*>(digest.data()), size}));
}

std::string KeySetOf(const std::vector<Json>& keys) {
  Json set;
  set["keys"] = keys;
  return set.dump();
}

}  // namespace mandated::testing
