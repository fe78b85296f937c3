#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_SIGNATURE_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_SIGNATURE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mandated::mandatectl::remind {

// Reads the secret of a webhook: "whsec_" and base64, or any text of 16 bytes
// or more as it is. Space around it is no part of it. INVALID_ARGUMENT: it is
// neither; the message does not repeat it.
absl::StatusOr<std::string> ParseSecret(std::string_view text);

// Signs a delivery as Standard Webhooks say: "v1," and the base64 of the
// HMAC-SHA256 over "ID.SECONDS.BODY".
std::string Sign(const std::string& secret, std::string_view id,
                 absl::Time time, std::string_view body);

// Returns the SHA-256 of `text` in 64 hexadecimal digits.
std::string HexDigest(std::string_view text);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_SIGNATURE_H_
