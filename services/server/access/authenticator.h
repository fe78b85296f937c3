#ifndef MANDATED_SERVICES_SERVER_ACCESS_AUTHENTICATOR_H_
#define MANDATED_SERVICES_SERVER_ACCESS_AUTHENTICATOR_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/server/access/access_list.h"
#include "services/server/access/json_web_token.h"
#include "services/server/access/principal.h"
#include "storage/mutex.h"

namespace mandated::server {

// Where it is written who may call. Empty paths: not at all.
struct AccessFiles {
  std::string access_list;  // TOML, see AccessList
  std::string key_set;      // JSON, see KeySet
  TokenRules token_rules;   // of JWTs, with a key set

  bool empty() const { return access_list.empty() && key_set.empty(); }
};

// What a call shows of its caller.
struct Credentials {
  std::optional<std::string_view> authorization = {};  // the header
  std::vector<std::string> certificate_names = {};     // SANs, of one verified
};

// Tells who calls, from files that are read again when they change. What was
// verified is remembered, so that the next call of the same caller costs a
// hash. Thread-safe.
class Authenticator {
 public:
  // Reads the files. INVALID_ARGUMENT names the file and what is wrong.
  static absl::StatusOr<std::unique_ptr<Authenticator>> Create(
      const AccessFiles& files);

  // Returns who calls: a bearer token counts before a certificate, since it is
  // of the call and not of the connection. UNAUTHENTICATED
  // (CREDENTIALS_MISSING and its kin). A certificate that nobody is listed
  // with is of a caller without a role.
  absl::StatusOr<Principal> Identify(const Credentials& credentials,
                                     absl::Time now);

  // Reads the files again where they changed; what was remembered is then
  // forgotten. Returns whether they had. On an error, which names the file, all
  // stays as it was.
  absl::StatusOr<bool> Reload();

 private:
  explicit Authenticator(AccessFiles files) : files_(std::move(files)) {}

  absl::StatusOr<Principal> FindBearer(std::string_view token, absl::Time now);
  absl::StatusOr<Principal> FindJwt(std::string_view token, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const AccessFiles files_;
  Mutex mutex_;
  std::string access_list_text_ ABSL_GUARDED_BY(mutex_);
  std::string key_set_text_ ABSL_GUARDED_BY(mutex_);
  AccessList access_list_ ABSL_GUARDED_BY(mutex_);
  std::optional<KeySet> key_set_ ABSL_GUARDED_BY(mutex_);
  // By the hash of the token: the token itself is kept nowhere.
  std::unordered_map<std::string, TokenIdentity> verified_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_ACCESS_AUTHENTICATOR_H_
