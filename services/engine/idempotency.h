#ifndef MANDATED_SERVICES_ENGINE_IDEMPOTENCY_H_
#define MANDATED_SERVICES_ENGINE_IDEMPOTENCY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/engine/draft.h"
#include "services/engine/mandate_change.h"

// Request ids: the first result of a write is returned again to a retry.
namespace mandated::engine {

// Returns the SHA-256 of `bytes` in hex digits.
std::string HexDigest(std::string_view bytes);

// Returns a digest of the RPC's name and the request, which is equal for equal
// requests. The caller clears `request_id` first.
std::string Fingerprint(std::string_view rpc,
                        const google::protobuf::Message& request);

// What an earlier call with the same id did.
struct Replay {
  storage::Revision revision = 0;
  std::vector<std::string> mandates;  // ids
};

// Returns the earlier call with `request_id`; nullopt: there was none.
// ALREADY_EXISTS (REQUEST_ID_REUSED): it was another request. CANCELLED
// (RetryInNextGroup): it is on its way to the disk.
absl::StatusOr<std::optional<Replay>> FindReplay(
    Draft& draft, const std::string& request_id,
    const std::string& fingerprint);

// Remembers `request_id` for limits::kRequestIdDays.
void Remember(Draft& draft, const std::string& request_id,
              const std::string& fingerprint,
              const std::vector<MandateBytes>& mandates);

// Returns the mandates as they were right after `replay`, on `today`.
// NOT_FOUND never.
absl::StatusOr<std::vector<MandateBytes>> ReplayedMandates(
    const storage::Snapshot& snapshot, const Replay& replay,
    absl::CivilDay today);

// Returns the events of one commit, serialised; empty once they left the log.
absl::StatusOr<std::vector<std::string>> EventsOf(
    const storage::Snapshot& snapshot, storage::Revision revision);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_IDEMPOTENCY_H_
