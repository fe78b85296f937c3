#ifndef MANDATED_TESTS_SUPPORT_TOKENS_H_
#define MANDATED_TESTS_SUPPORT_TOKENS_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace mandated::testing {

// A fresh key pair that makes JWTs, as an identity provider would.
class TokenMaker {
 public:
  enum class Kind { kRsa, kP256, kP384, kShortRsa };

  explicit TokenMaker(Kind kind, const std::string& key_id = "k1");

  // Returns a JWT over `claims`, "ES256" or "RS256" by its key.
  std::string Make(const nlohmann::json& claims) const;

  // Returns the same with a header of the caller's own.
  std::string Make(const nlohmann::json& claims, nlohmann::json header) const;

  // Returns the key as a JWK, public or private.
  nlohmann::json Key(bool with_private_part = false) const;

 private:
  const Kind kind_;
  const std::string key_id_;
  const std::shared_ptr<void> key_;
};

// Returns a JWT of `algorithm` "HS256", whose secret is `secret`, or "none",
// which has no signature: what nobody may accept.
std::string MakeForgery(const std::string& algorithm,
                        const nlohmann::json& claims,
                        const std::string& secret);

// Returns `keys` as a key set: {"keys": [...]}.
std::string KeySetOf(const std::vector<nlohmann::json>& keys);

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_SUPPORT_TOKENS_H_
