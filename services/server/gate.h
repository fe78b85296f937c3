#ifndef MANDATED_SERVICES_SERVER_GATE_H_
#define MANDATED_SERVICES_SERVER_GATE_H_

#include "services/api/gate.h"
#include "services/engine/clock.h"
#include "services/server/access/authenticator.h"

namespace mandated::server {

// Asks each call for its caller and the table of roles for what they may do.
// Without an authenticator everybody may do everything. Does not own what it is
// given. Thread-safe.
class Gate final : public api::Gate {
 public:
  // `clock` is the machine's: credentials expire in real time.
  Gate(Authenticator* authenticator, const engine::Clock* clock)
      : authenticator_(authenticator), clock_(clock) {}

  absl::StatusOr<api::Caller> Admit(const grpc::CallbackServerContext& context,
                                    std::string_view method) const override;

 private:
  Authenticator* const authenticator_;
  const engine::Clock* const clock_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_GATE_H_
