#ifndef MANDATED_TESTS_INTEGRATION_RUNNING_SERVER_H_
#define MANDATED_TESTS_INTEGRATION_RUNNING_SERVER_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/client.h"
#include "tests/support/server_process.h"

namespace mandated::testing {

// A test with the real server on a simulated clock that starts on 2 January
// 2023, and one client of it.
class ServerTest : public ::testing::Test {
 protected:
  // Starts the server on the test's directory, anew where it ran before.
  void StartServer(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(),
                 {"--clock=simulated", "--simulated_start=2023-01-02"});
    client_.reset();
    server_.reset();
    auto started = ServerProcess::Start(store(), flags);
    ASSERT_TRUE(started.ok()) << started.status();
    server_.emplace(std::move(*started));
    client_ = std::make_unique<Client>(server_->NewChannel());
  }

  // Drains the server and returns its exit code. The client goes first: one
  // that sits idle answers no farewell, and gRPC waits five seconds for it.
  int StopServer() {
    client_.reset();
    return server_->Terminate();
  }

  std::string store() const { return directory_.path() + "/store"; }
  ServerProcess& server() { return *server_; }
  Client& client() { return *client_; }
  Client NewClient() const { return Client(server_->NewChannel()); }

  // Records the sessions 51 to 55 of the Council as they were held.
  void RecordSessions() {
    for (const v1::Session& session :
         {SessionOf("hrc-51", Day(2022, 9, 12), Day(2022, 10, 7)),
          SessionOf("hrc-52", Day(2023, 2, 27), Day(2023, 4, 4)),
          SessionOf("hrc-53", Day(2023, 6, 19), Day(2023, 7, 14)),
          SessionOf("hrc-54", Day(2023, 9, 11), Day(2023, 10, 13)),
          SessionOf("hrc-55", Day(2024, 2, 26), Day(2024, 4, 5))}) {
      v1::UpsertSessionRequest request;
      *request.mutable_session() = session;
      const auto answer = client().Call(request);
      ASSERT_TRUE(answer.ok()) << Describe(answer.status);
    }
  }

  // Records `request` and returns what that did.
  v1::RecordDecisionResponse Record(const v1::RecordDecisionRequest& request) {
    const auto answer = client().Call(request);
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer.response;
  }

  // Establishes `count` mandates on 2 January 2023, each until a day later
  // than the one before, from `first_last_day` on (28 at most).
  void EstablishMany(int count, int year, int month) {
    for (int i = 1; i <= count; ++i) {
      Record(Establish("m-" + std::to_string(i),
                       "A/HRC/RES/51/" + std::to_string(i), Day(2022, 10, 6),
                       TermUntil(Day(year, month, i))));
    }
  }

 private:
  const TemporaryDirectory directory_;
  std::optional<ServerProcess> server_;
  std::unique_ptr<Client> client_;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_RUNNING_SERVER_H_
