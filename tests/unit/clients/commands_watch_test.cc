#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/token_file.h"
#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

mandates::v1::Event WindowOf(const std::string& mandate) {
  mandates::v1::Event event;
  event.set_id(mandate);
  event.mutable_mandate()->set_name(mandate);
  event.set_snapshot(true);
  return event;
}

// Two open windows, and the token from which to go on.
mandates::v1::WatchResponse Snapshot() {
  mandates::v1::WatchResponse response;
  *response.add_events() = WindowOf("mandates/sr-food");
  *response.add_events() = WindowOf("mandates/sr-water");
  response.set_snapshot_complete(true);
  response.set_resume_token("behind the snapshot");
  return response;
}

class WatchCommandTest : public ::testing::Test {
 protected:
  WatchCommandTest() {
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    options_.token_file = directory_ + "/token";
  }
  ~WatchCommandTest() override { std::filesystem::remove_all(directory_); }

  absl::StatusOr<ExitCode> Watch() {
    Output output(Format::kJsonLines, {}, false, &out_, &err_);
    Interrupt interrupt;
    const GlobalOptions global;
    Context context{global, server_.client(), output, interrupt};
    return mandatectl::Run(context, options_);
  }

  std::string StoredToken() const {
    const auto token = TokenFile(options_.token_file).Read();
    EXPECT_TRUE(token.ok()) << token.status();
    return token.value_or("");
  }

  FakeServer server_;
  WatchOptions options_;
  std::string directory_ = ::testing::TempDir() + "watch-XXXXXX";
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(WatchCommandTest, WholeSnapshotLeavesTheTokenBehindIt) {
  server_.expiry.streams = {{{Snapshot()}, grpc::Status::OK, true}};
  options_.limit = 2;
  const auto code = Watch();
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("sr-water"));
  EXPECT_EQ(StoredToken(), "behind the snapshot");
}

TEST_F(WatchCommandTest, SnapshotCutShortLeavesNoTokenThatSkipsTheRest) {
  server_.expiry.streams = {{{Snapshot()}, grpc::Status::OK, true}};
  options_.limit = 1;
  const auto code = Watch();
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("sr-food"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("sr-water")));
  EXPECT_EQ(StoredToken(), "");
  EXPECT_THAT(err_.str(), HasSubstr("the next watch begins again"));
}

TEST_F(WatchCommandTest, ServerThatNeverAnsweredIsAnErrorAtOnce) {
  server_.expiry.streams = {
      {{}, grpc::Status(grpc::StatusCode::UNAVAILABLE, "not yet")}};
  EXPECT_THAT(Watch(), FailsWith("not yet"));
}

}  // namespace
}  // namespace mandated::mandatectl
