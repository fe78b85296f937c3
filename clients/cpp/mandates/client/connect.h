#ifndef MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_
#define MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace grpc {
class Channel;
class ChannelCredentials;
}  // namespace grpc

namespace mandates::client {

// How a connection is protected, and who calls on it.
struct Security {
  bool tls = false;         // the server is verified by `ca`
  std::string ca;           // PEM; empty: the authorities this machine trusts
  std::string certificate;  // PEM, with its chain, to show who calls; or empty
  std::string key;          // PEM, of `certificate`
  std::string token;        // a bearer token to show who calls; or empty
};

// Opens a channel to `address`, "localhost:50051", without TLS, for stubs,
// watchers and subscribers together. Connects when first used, and again after
// a loss.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);

// The same as `security` says. Errors are those of MakeCredentials.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const Security& security);

// Returns the credentials of a channel that a program makes itself.
// INVALID_ARGUMENT: a token without TLS to another machine, which would read it
// to everybody on the way; a certificate without TLS or without its key.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const std::string& address, const Security& security);

}  // namespace mandates::client

#endif  // MANDATED_CLIENTS_CPP_MANDATES_CLIENT_CONNECT_H_
