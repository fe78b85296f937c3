#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_LIMITS_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

// Every bound of this library, each with its reason.
namespace mandates::client {

// The longest first wait before a stream is opened again: a server that
// restarts is back within a second.
inline constexpr absl::Duration kBackoffFirst = absl::Milliseconds(100);

// The longest wait: many readers of a server that is away are a small load.
inline constexpr absl::Duration kBackoffMax = absl::Seconds(30);

// Silence after which a stream counts as dead: the server says how far it is
// every 10 s, so three of its messages are missing.
inline constexpr absl::Duration kStallTimeout = absl::Seconds(35);

// A connection in use is probed this often, which the server allows every
// 10 s, and given up when no answer comes in time; both together take as long
// as a stall, so that a stream is not opened again on a dead connection.
inline constexpr absl::Duration kKeepaliveTime = absl::Seconds(25);
inline constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(10);

// How long an acknowledgement may take. The last one is sent after Stop, and
// who stops wants to be gone within 5 s.
inline constexpr absl::Duration kAcknowledgeTimeout = absl::Seconds(4);

// Ids of events that are remembered to drop doubles: a whole snapshot and what
// followed while it broke off, about 2 MB.
inline constexpr size_t kRecentIdsMax = 20'000;

// Bytes of a response: a page of 1,000 mandates with all that they may have.
inline constexpr int kResponseBytesMax = 256 << 20;

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_LIMITS_H_
