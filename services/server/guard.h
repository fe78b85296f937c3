#ifndef MANDATED_SERVICES_SERVER_GUARD_H_
#define MANDATED_SERVICES_SERVER_GUARD_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/engine/clock.h"
#include "services/server/access/authenticator.h"
#include "services/server/gate.h"
#include "services/server/periodic.h"
#include "services/server/security.h"

namespace mandated::server {

// What stands between the network and the services: TLS and the gate, with
// their files read again while it lives. Thread-safe.
class Guard {
 public:
  // Reads the files. INVALID_ARGUMENT names the file and what is wrong. Does
  // not own `clock`, the machine's, which must outlive it.
  static absl::StatusOr<std::unique_ptr<Guard>> Create(
      const Security& security, const engine::Clock* clock);

  const Gate* gate() const { return &gate_; }

  // Tells that callers have to say who they are.
  bool asks_who_calls() const { return authenticator_ != nullptr; }

  std::shared_ptr<grpc::ServerCredentials> MakeCredentials() const;

  // Logs what callers at `address` meet, and begins to watch the files.
  void Start(const std::string& address);

 private:
  Guard(const Security& security, std::unique_ptr<Authenticator> authenticator,
        const engine::Clock* clock);

  void Watch();

  const Security security_;
  const engine::Clock* const clock_;
  const std::unique_ptr<Authenticator> authenticator_;  // may be null
  const Gate gate_;
  // Of the watching thread alone: what it said last, to say it once.
  absl::Status tls_status_;
  absl::Status access_status_;
  std::optional<Periodic> watch_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_GUARD_H_
