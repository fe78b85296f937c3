#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_

#include <memory>
#include <string>

namespace grpc {
class Channel;
}

namespace mandates::client {

// Opens a channel to `address`, "localhost:50051", without TLS, for stubs,
// watchers and subscribers together. Connects when first used, and again after
// a loss. A program that wants TLS makes the channel itself.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_
