#ifndef MANDATED_SERVICES_SERVER_ACCESS_JSON_WEB_TOKEN_H_
#define MANDATED_SERVICES_SERVER_ACCESS_JSON_WEB_TOKEN_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/server/access/principal.h"

namespace mandated::server {

// The public keys that JWTs may be signed with: a JSON Web Key Set (RFC 7517)
// of RSA keys of 2048 bits and more, for RS256, and of keys on P-256, for
// ES256. Immutable; used by one thread at a time.
class KeySet {
 public:
  // INVALID_ARGUMENT says which key and why: symmetric or private keys, other
  // curves, short ones, a set without any. Keys for encryption are skipped.
  static absl::StatusOr<KeySet> Parse(std::string_view json);

  // Returns whether `token` bears a signature of one of the keys that are for
  // `algorithm`, "RS256" or "ES256", and have `key_id`, where it is not empty.
  bool Verifies(std::string_view token, std::string_view algorithm,
                std::string_view key_id) const;

 private:
  struct Key {
    std::string algorithm;
    std::string id;  // may be empty
    std::shared_ptr<void> key;
  };

  std::vector<Key> keys_;
};

// What a JWT has to say to be taken.
struct TokenRules {
  std::string issuer;
  std::string audience;
  std::string role_claim;  // a role, or a list with roles among other words
};

// What a JWT says.
struct TokenIdentity {
  Principal owner;     // the subject, with the highest of its roles
  absl::Time expires;  // with the skew that is allowed
};

// Returns whose token `token` is at `now`. UNAUTHENTICATED
// (CREDENTIALS_INVALID) says which part is wrong: form, algorithm, signature,
// issuer, audience, expiry, not-before, subject.
absl::StatusOr<TokenIdentity> VerifyToken(std::string_view token,
                                          const KeySet& keys,
                                          const TokenRules& rules,
                                          absl::Time now);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_ACCESS_JSON_WEB_TOKEN_H_
