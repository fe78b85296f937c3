#ifndef MANDATED_CLIENTS_MANDATECTL_CREDENTIALS_H_
#define MANDATED_CLIENTS_MANDATECTL_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/mandatectl/options.h"

namespace grpc {
class Channel;
}

namespace mandated::mandatectl {

// Opens a channel to the server with what the options, and MANDATED_TOKEN, say
// of TLS and of who calls. INVALID_ARGUMENT: a file that cannot be read, or a
// token that would go in plaintext to another machine.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(
    const GlobalOptions& global);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CREDENTIALS_H_
