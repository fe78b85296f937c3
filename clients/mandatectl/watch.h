#ifndef MANDATED_CLIENTS_MANDATECTL_WATCH_H_
#define MANDATED_CLIENTS_MANDATECTL_WATCH_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/mandatectl/client.h"
#include "clients/mandatectl/interrupt.h"
#include "mandates/client/recent_ids.h"
#include "mandates/v1/expiry_service.pb.h"

namespace mandated::mandatectl {

// Ids that are remembered, so that a reader that starts again does not tell an
// event twice: more than a snapshot holds, about 1 MB.
inline constexpr size_t kSeenIdsMax = 10'000;
struct SeenIds : mandates::client::RecentIds {
  SeenIds() : RecentIds(kSeenIdsMax) {}
};

// What a Watcher tells; each call comes from the thread in Run.
struct WatchListener {
  // A message without events that were seen before, and the token to go on
  // with once they are dealt with; empty within a snapshot, which is whole or
  // nothing. True: go on.
  std::function<bool(const mandates::v1::WatchResponse&,
                     const std::string& token)>
      on_response;
  // The connection was lost; the watcher waits for the server to come back.
  std::function<void(const absl::Status& why)> on_lost;
};

// Reads a stream of events until told to stop. Where the server goes away, it
// comes back with the last token: nothing is lost, and what comes twice is
// dropped by id. One thread runs it. Owns nothing it is given, all of which
// must outlive it.
class Watcher {
 public:
  Watcher(Client* client, Interrupt* interrupt,
          mandates::v1::WatchRequest request, WatchListener listener);

  // OK: the listener or the interrupt ended it. Else the server's error, or
  // UNAVAILABLE when no first answer ever came.
  absl::Status Run();

 private:
  absl::Status ReadStream();
  bool Take(mandates::v1::WatchResponse& response);
  bool WaitBeforeRetry(const absl::Status& why);

  Client* const client_;
  Interrupt* const interrupt_;
  mandates::v1::WatchRequest request_;  // its start moves with what was read
  const WatchListener listener_;
  SeenIds seen_;
  bool ended_ = false;     // by the listener
  bool answered_ = false;  // by the server, at least once
  bool in_snapshot_ = false;
  absl::Duration wait_;  // before the next attempt, 0 after an answer
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_WATCH_H_
