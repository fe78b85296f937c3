#ifndef MANDATED_SERVICES_SERVER_LIMITS_H_
#define MANDATED_SERVICES_SERVER_LIMITS_H_

#include <cstddef>

// Bounds of what reaches the server before any service sees it, each with its
// reason; those of requests are in services/domain/limits.h.
namespace mandated::server::limits {

// A JWT with a dozen claims has 1 KB. Longer ones fill the headers of HTTP/2,
// which gRPC takes up to 8 KiB of, before anybody reads them.
inline constexpr size_t kBearerTokenBytesMax = 6 << 10;

// Verified JWTs that are remembered, so that a caller's next call costs a hash
// and not a signature: about 300 bytes each, for every caller there could be.
inline constexpr size_t kVerifiedTokensMax = 10'000;

// Seconds by which the clocks of who made a JWT and of this machine may differ:
// machines with NTP differ by less than one.
inline constexpr int kClockSkewSeconds = 60;

}  // namespace mandated::server::limits

#endif  // MANDATED_SERVICES_SERVER_LIMITS_H_
