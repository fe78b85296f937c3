#ifndef MANDATED_TESTS_INTEGRATION_SECURITY_FIXTURE_H_
#define MANDATED_TESTS_INTEGRATION_SECURITY_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "mandates/client/connect.h"
#include "services/server/access/access_list.h"
#include "tests/support/certificates.h"
#include "tests/support/client.h"
#include "tests/support/server_process.h"

namespace mandated::testing {

using mandates::client::Security;

// A test with a real server that asks who calls, and a directory for what it
// is told.
class SecurityTest : public ::testing::Test {
 protected:
  // Starts the server with `flags`.
  void StartServer(const std::vector<std::string>& flags) {
    std::vector<std::string> all = {"--progress-interval=100ms"};
    all.insert(all.end(), flags.begin(), flags.end());
    server_.reset();
    auto started = ServerProcess::Start(PathOf("store"), all);
    ASSERT_TRUE(started.ok()) << started.status();
    server_.emplace(*std::move(started));
  }

  // Returns an entry of an access list.
  static std::string TokenEntry(const std::string& token,
                                const std::string& role,
                                const std::string& rest = "") {
    return absl::StrCat("[[token]]\nname = \"", token, "-name\"\nrole = \"",
                        role, "\"\nsha256 = \"",
                        absl::BytesToHexString(server::Sha256(token)), "\"\n",
                        rest, "\n");
  }

  // Writes the access list; returns the flag that names it.
  std::string WriteAccessList(const std::string& toml) const {
    ReplaceFile(PathOf("access.toml"), toml);
    return "--access-list=" + PathOf("access.toml");
  }

  // Returns a channel of its own to the server.
  std::shared_ptr<grpc::Channel> Connect(const Security& security) const {
    const auto credentials =
        mandates::client::MakeCredentials(server_->address(), security);
    EXPECT_TRUE(credentials.ok()) << credentials.status();
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(server_->address(), *credentials,
                                     arguments);
  }

  std::shared_ptr<grpc::Channel> ConnectWithToken(
      const std::string& token) const {
    Security security;
    security.token = token;
    return Connect(security);
  }

  // Asks the server something that every role may ask.
  grpc::Status Ask(const Security& security) const {
    return Client(Connect(security)).Call(v1::GetServerInfoRequest()).status;
  }
  grpc::Status AskWithToken(const std::string& token) const {
    Security security;
    security.token = token;
    return Ask(security);
  }

  // Asks on new connections until the answer has `code` or patience ends.
  grpc::Status AskUntil(grpc::StatusCode code, const Security& security) const {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    grpc::Status answer;
    do {
      answer = Ask(security);
    } while (answer.error_code() != code &&
             std::chrono::steady_clock::now() < deadline);
    return answer;
  }

  std::string PathOf(const std::string& file) const {
    return directory_.path() + "/" + file;
  }
  const std::string& directory() const { return directory_.path(); }
  ServerProcess& server() { return *server_; }

 private:
  const TemporaryDirectory directory_;
  std::optional<ServerProcess> server_;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_SECURITY_FIXTURE_H_
