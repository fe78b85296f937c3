#ifndef MANDATED_SERVICES_DOMAIN_ERROR_DETAILS_H_
#define MANDATED_SERVICES_DOMAIN_ERROR_DETAILS_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"

// What every error of errors.h is put together with; for errors.cc alone.
namespace mandated::domain {

// One value of an error's text under its name, for example "bytesMax".
struct ErrorValue {
  std::string_view key;
  std::string value;
};

// Returns an error with google.rpc.ErrorInfo of `reason` and `values`.
absl::Status Error(absl::StatusCode code, std::string_view reason,
                   const std::string& message,
                   std::initializer_list<ErrorValue> values);

// Returns `error`, made by Error, with google.rpc.BadRequest that names
// `field`; the values get it as well.
absl::Status Blame(std::string_view field, absl::Status error);

// Returns INVALID_ARGUMENT for `field`, whose text is `field` and `rest`.
absl::Status BadField(std::string_view field, std::string_view reason,
                      std::string_view rest,
                      std::initializer_list<ErrorValue> values);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_ERROR_DETAILS_H_
