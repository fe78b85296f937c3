#include "mandates/client/connect.h"

#include <grpcpp/grpcpp.h>

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "mandates/client/limits.h"

namespace mandates::client {
namespace {

// Adds the token to each call.
class Bearer : public grpc::MetadataCredentialsPlugin {
 public:
  explicit Bearer(const std::string& token)
      : header_(absl::StrCat("Bearer ", token)) {}

  bool IsBlocking() const override { return false; }
  const char* GetType() const override { return "bearer"; }

  grpc::Status GetMetadata(
      grpc::string_ref, grpc::string_ref, const grpc::AuthContext&,
      std::multimap<grpc::string, grpc::string>* metadata) override {
    metadata->emplace("authorization", header_);
    return grpc::Status::OK;
  }

 private:
  const std::string header_;
};

bool IsLoopback(const std::string& address) {
  return absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]:") ||
         absl::StartsWith(address, "unix:");
}

absl::Status Check(const std::string& address, const Security& security) {
  if (security.certificate.empty() != security.key.empty()) {
    return absl::InvalidArgumentError(
        "a client certificate and its key go together; give both");
  }
  if (security.tls) return absl::OkStatus();
  if (!security.certificate.empty() || !security.ca.empty()) {
    return absl::InvalidArgumentError(
        "certificates are for TLS; ask for TLS, too");
  }
  if (security.token.empty() || IsLoopback(address)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "a token is not sent to ", address,
      " without TLS, as anybody on the way could read and use it; use TLS"));
}

// What is true of every channel.
std::shared_ptr<grpc::Channel> Open(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  const auto millis = [](absl::Duration duration) {
    return static_cast<int>(absl::ToInt64Milliseconds(duration));
  };
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   millis(kBackoffFirst));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, millis(kBackoffMax));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, millis(kKeepaliveTime));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, millis(kKeepaliveTimeout));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // no limit
  arguments.SetMaxReceiveMessageSize(kResponseBytesMax);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

}  // namespace

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  return Open(address, grpc::InsecureChannelCredentials());
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const Security& security) {
  const auto credentials = MakeCredentials(address, security);
  if (!credentials.ok()) return credentials.status();
  return Open(address, *credentials);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const std::string& address, const Security& security) {
  absl::Status checked = Check(address, security);
  if (!checked.ok()) return checked;
  std::shared_ptr<grpc::ChannelCredentials> channel;
  if (security.tls) {
    channel = grpc::SslCredentials({.pem_root_certs = security.ca,
                                    .pem_private_key = security.key,
                                    .pem_cert_chain = security.certificate});
  } else if (security.token.empty()) {
    return grpc::InsecureChannelCredentials();
  } else {
    // Plaintext that goes to a loopback address or nowhere.
    channel = grpc::experimental::LocalCredentials(
        absl::StartsWith(address, "unix:") ? UDS : LOCAL_TCP);
  }
  if (security.token.empty()) return channel;
  const auto level =
      security.tls ? GRPC_PRIVACY_AND_INTEGRITY : GRPC_SECURITY_NONE;
  return grpc::CompositeChannelCredentials(
      channel, grpc::experimental::MetadataCredentialsFromPlugin(
                   std::make_unique<Bearer>(security.token), level));
}

}  // namespace mandates::client
