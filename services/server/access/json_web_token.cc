#include "services/server/access/json_web_token.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/domain/errors_access.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"
#include "services/server/limits.h"

namespace mandated::server {
namespace {

using Json = nlohmann::json;

constexpr absl::Duration kSkew = absl::Seconds(limits::kClockSkewSeconds);
constexpr size_t kRsaBitsMin = 2'048;  // NIST SP 800-131A

struct Release {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, Release>;

Json ParseObject(std::string_view text) {
  Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return value.is_object() ? value : Json();
}

// Returns the text at `key`; empty where there is none.
std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return "";
  return found->get<std::string>();
}

std::optional<absl::Time> TimeOf(const Json& object, const char* key) {
  constexpr double kSecondsMax = 253'402'300'799;  // the end of 9999
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const auto seconds = found->get<double>();
  if (!(std::abs(seconds) <= kSecondsMax)) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

// Reads one part of a token; null where it is no object.
Json DecodePart(std::string_view part) {
  std::string text;
  const absl::string_view encoded(part.data(), part.size());
  if (!absl::WebSafeBase64Unescape(encoded, &text)) return {};
  return ParseObject(text);
}

bool Contains(const Json& value, const std::string& word) {
  if (value.is_string()) return value.get<std::string>() == word;
  return value.is_array() &&
         std::any_of(value.begin(), value.end(),
                     [&](const Json& one) { return one == word; });
}

// The algorithm that a key is for; empty: it may not be used.
std::string AlgorithmOf(const Json& key) {
  const std::string type = TextOf(key, "kty");
  if (type == "RSA") return "RS256";
  if (type == "EC" && TextOf(key, "crv") == "P-256") return "ES256";
  return "";
}

absl::Status CheckKey(const Json& key, const std::string& algorithm) {
  if (algorithm.empty()) {
    return absl::InvalidArgumentError(
        "is neither an RSA key nor one on P-256; RS256 and ES256 are what is "
        "taken");
  }
  if (key.contains("d")) {
    return absl::InvalidArgumentError(
        "is a private key, which belongs to who makes the tokens alone; give "
        "the public one");
  }
  const std::string said = TextOf(key, "alg");
  if (!said.empty() && said != algorithm) {
    return absl::InvalidArgumentError(
        absl::StrCat("is for another algorithm than ", algorithm));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<void>> ImportKey(const Json& json) {
  const std::string text = json.dump();
  cjose_err error;
  cjose_jwk_t* const key = cjose_jwk_import(text.data(), text.size(), &error);
  if (key == nullptr) {
    return absl::InvalidArgumentError("has parts that are no key's");
  }
  std::shared_ptr<void> owned(key, [](void* gone) {
    cjose_jwk_release(static_cast<cjose_jwk_t*>(gone));
  });
  if (cjose_jwk_get_kty(key, &error) == CJOSE_JWK_KTY_RSA &&
      cjose_jwk_get_keysize(key, &error) < kRsaBitsMin) {
    return absl::InvalidArgumentError("has fewer than 2048 bits");
  }
  return owned;
}

// Returns the claims of a token whose signature is good.
absl::StatusOr<Json> VerifiedClaims(std::string_view token,
                                    const KeySet& keys) {
  const size_t first = token.find('.');
  const size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last) {
    return domain::CredentialsInvalid("it is no JWT");
  }
  const Json header = DecodePart(token.substr(0, first));
  const std::string algorithm = TextOf(header, "alg");
  // Before any key is looked at: what a token says of itself chooses among
  // these two and nothing else.
  if (algorithm != "RS256" && algorithm != "ES256") {
    return domain::CredentialsInvalid("its algorithm is not RS256 or ES256");
  }
  if (header.contains("crit")) {
    return domain::CredentialsInvalid("it has critical extensions");
  }
  if (!keys.Verifies(token, algorithm, TextOf(header, "kid"))) {
    return domain::CredentialsInvalid(
        "no key of the server's key set made its signature");
  }
  Json claims = DecodePart(token.substr(first + 1, last - first - 1));
  if (claims.is_null()) return domain::CredentialsInvalid("it has no claims");
  return claims;
}

absl::Status CheckTimes(const Json& claims, absl::Time now) {
  const auto expires = TimeOf(claims, "exp");
  if (!expires) return domain::CredentialsInvalid("it has no expiry");
  if (now >= *expires + kSkew) return domain::CredentialsExpired(*expires);
  if (!claims.contains("nbf")) return absl::OkStatus();
  const auto not_before = TimeOf(claims, "nbf");
  if (!not_before || now < *not_before - kSkew) {
    return domain::CredentialsInvalid("it is not valid yet");
  }
  return absl::OkStatus();
}

absl::Status CheckParties(const Json& claims, const TokenRules& rules) {
  if (TextOf(claims, "iss") != rules.issuer) {
    return domain::CredentialsInvalid("its issuer is another than configured");
  }
  if (!Contains(claims.value("aud", Json()), rules.audience)) {
    return domain::CredentialsInvalid("it is meant for another audience");
  }
  const std::string subject = TextOf(claims, "sub");
  if (subject.empty() || subject.size() > domain::limits::kNameBytesMax) {
    return domain::CredentialsInvalid("it has no subject of 1 to 255 bytes");
  }
  return absl::OkStatus();
}

Role HighestRole(const Json& claim) {
  for (const Role role :
       {Role::kAdmin, Role::kEditor, Role::kSubscriber, Role::kReader}) {
    if (Contains(claim, std::string(NameOf(role)))) return role;
  }
  return Role::kNone;
}

}  // namespace

absl::StatusOr<KeySet> KeySet::Parse(std::string_view json) {
  const Json set = ParseObject(json);
  const auto list = set.find("keys");
  if (list == set.end() || !list->is_array()) {
    return absl::InvalidArgumentError(
        "is no JSON Web Key Set: {\"keys\": [...]}");
  }
  KeySet keys;
  for (const Json& one : *list) {
    const std::string use = one.is_object() ? TextOf(one, "use") : "";
    if (!use.empty() && use != "sig") continue;
    const std::string algorithm = one.is_object() ? AlgorithmOf(one) : "";
    const std::string place =
        absl::StrCat("keys[", &one - &list->front(), "] ");
    absl::Status checked = CheckKey(one, algorithm);
    if (!checked.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(place, checked.message()));
    }
    auto key = ImportKey(one);
    if (!key.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, key.status().message()));
    }
    keys.keys_.push_back({algorithm, TextOf(one, "kid"), *std::move(key)});
  }
  if (keys.keys_.empty()) {
    return absl::InvalidArgumentError("has no key for signatures");
  }
  return keys;
}

bool KeySet::Verifies(std::string_view token, std::string_view algorithm,
                      std::string_view key_id) const {
  cjose_err error;
  for (const Key& known : keys_) {
    if (known.algorithm != algorithm) continue;
    if (!key_id.empty() && !known.id.empty() && known.id != key_id) continue;
    const Jws jws(cjose_jws_import(token.data(), token.size(), &error));
    if (jws == nullptr) return false;
    const auto* const key = static_cast<const cjose_jwk_t*>(known.key.get());
    if (cjose_jws_verify(jws.get(), key, &error)) return true;
  }
  return false;
}

absl::StatusOr<TokenIdentity> VerifyToken(std::string_view token,
                                          const KeySet& keys,
                                          const TokenRules& rules,
                                          absl::Time now) {
  const auto claims = VerifiedClaims(token, keys);
  if (!claims.ok()) return claims.status();
  absl::Status checked = CheckTimes(*claims, now);
  if (!checked.ok()) return checked;
  checked = CheckParties(*claims, rules);
  if (!checked.ok()) return checked;
  return TokenIdentity{
      .owner = {.name = TextOf(*claims, "sub"),
                .role = HighestRole(claims->value(rules.role_claim, Json()))},
      .expires = *TimeOf(*claims, "exp") + kSkew};
}

}  // namespace mandated::server
