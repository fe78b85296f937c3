#include "services/domain/errors_access.h"

#include <string>

#include "absl/time/time.h"
#include "services/domain/error_details.h"
#include "services/domain/text.h"

namespace mandated::domain {

using absl::StatusCode;

absl::Status CredentialsMissing() {
  return Error(StatusCode::kUnauthenticated, "CREDENTIALS_MISSING",
               "this server must know who calls; send the metadata "
               "\"authorization: Bearer TOKEN\", or a client certificate",
               {});
}

absl::Status CredentialsInvalid(std::string_view why) {
  const std::string shown(why);
  return Error(StatusCode::kUnauthenticated, "CREDENTIALS_INVALID",
               Concat({"the bearer token is not valid: ", shown}),
               {{"why", shown}});
}

absl::Status CredentialsUnknown() {
  return Error(StatusCode::kUnauthenticated, "CREDENTIALS_UNKNOWN",
               "the bearer token is not one of this server's, or no longer; "
               "ask whoever runs it for one",
               {});
}

absl::Status CredentialsExpired(absl::Time expired) {
  const std::string when =
      absl::FormatTime(absl::RFC3339_sec, expired, absl::UTCTimeZone());
  return Error(StatusCode::kUnauthenticated, "CREDENTIALS_EXPIRED",
               Concat({"the bearer token expired at ", when,
                       "; ask whoever made it for a new one"}),
               {{"expired", when}});
}

absl::Status RoleRequired(std::string_view caller, std::string_view role,
                          std::string_view role_required,
                          std::string_view method) {
  constexpr std::string_view kAdvice =
      "; ask whoever runs the server for that role, or call as somebody who "
      "has it";
  const std::string shown = Printable(caller);
  return Error(StatusCode::kPermissionDenied, "ROLE_REQUIRED",
               Concat({shown, " has the role ", role, ", and ", method,
                       " needs ", role_required, kAdvice}),
               {{"caller", shown},
                {"role", std::string(role)},
                {"roleRequired", std::string(role_required)},
                {"method", std::string(method)}});
}

}  // namespace mandated::domain
