#ifndef MANDATED_SERVICES_DOMAIN_ERRORS_ACCESS_H_
#define MANDATED_SERVICES_DOMAIN_ERRORS_ACCESS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

// Those of errors.h that are about who calls and what they may do.
namespace mandated::domain {

// UNAUTHENTICATED. `why` says nothing of the token itself.
absl::Status CredentialsMissing();
absl::Status CredentialsInvalid(std::string_view why);
absl::Status CredentialsUnknown();
absl::Status CredentialsExpired(absl::Time expired);

// PERMISSION_DENIED.
absl::Status RoleRequired(std::string_view caller, std::string_view role,
                          std::string_view role_required,
                          std::string_view method);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_ERRORS_ACCESS_H_
