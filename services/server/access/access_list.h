#ifndef MANDATED_SERVICES_SERVER_ACCESS_ACCESS_LIST_H_
#define MANDATED_SERVICES_SERVER_ACCESS_ACCESS_LIST_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/server/access/principal.h"

namespace mandated::server {

// Returns the SHA-256 of `bytes`, 32 bytes.
std::string Sha256(std::string_view bytes);

// Who may call, by bearer token and by client certificate, as a file of TOML
// says. It holds hashes of tokens, never tokens:
//
//   [[token]]
//   name = "desk-officer"            # who calls: the actor of what they change
//   role = "editor"
//   sha256 = "9f86d081884c7d65..."   # of the whole token, 64 hex digits
//   expires = 2027-06-30T00:00:00Z   # optional: the first instant it is not
//   good
//
//   [[certificate]]
//   san = "reminder.mandates.example"  # one of the certificate's names
//   role = "subscriber"
//
// Immutable.
class AccessList {
 public:
  // INVALID_ARGUMENT says where and why; also for a key that is not known, as
  // a misspelt `expires` would be a token for ever.
  static absl::StatusOr<AccessList> Parse(std::string_view toml);

  // Returns whose token `token` is. UNAUTHENTICATED (CREDENTIALS_UNKNOWN,
  // CREDENTIALS_EXPIRED).
  absl::StatusOr<Principal> FindToken(std::string_view token,
                                      absl::Time now) const;

  // Returns whose certificate has one of `names`; the first listed of several.
  std::optional<Principal> FindCertificate(
      const std::vector<std::string>& names) const;

 private:
  struct Token {
    std::string sha256;
    Principal owner;
    absl::Time expires;
  };

  // By the first bytes of the hash, which say nothing of the token; the rest is
  // compared in constant time.
  std::multimap<std::string, Token, std::less<>> tokens_;
  std::vector<Principal> certificates_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_ACCESS_ACCESS_LIST_H_
