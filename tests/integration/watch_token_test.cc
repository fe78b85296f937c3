// Resume tokens of Watch and ListEvents: each resumes with exactly the rest,
// and those that cannot are refused.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/integration/watch_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class WatchTokenTest : public WatchTest {};

TEST_F(WatchTokenTest, EveryTokenResumesWithExactlyTheRest) {
  WriteHistory();
  const auto log = client().Log();
  v1::ListEventsRequest request;
  request.set_page_size(1);
  request.mutable_start()->set_revision(1);
  for (size_t read = 1; read <= log.size(); ++read) {
    const auto page = client().Call(request);
    ASSERT_EQ(page->events_size(), 1);
    EXPECT_EQ(Line(page->events(0)), Line(log[read - 1]));
    ExpectBothGive(WatchFromToken(page->resume_token()),
                   {log.begin() + static_cast<long>(read), log.end()});
    request.mutable_start()->set_resume_token(page->resume_token());
  }
}

TEST_F(WatchTokenTest, TokenOfALiveStreamResumesWithExactlyTheRest) {
  Watcher live(client(), WatchFromNow());
  ASSERT_TRUE(live.ReadUntilCaughtUp());
  std::vector<std::pair<std::string, size_t>> tokens = {
      {live.token(), live.events().size()}};
  WriteHistory();
  const auto log = client().Log();
  while (live.events().size() < log.size() && live.Next()) {
    tokens.emplace_back(live.message().resume_token(), live.events().size());
  }
  for (const auto& [token, count] : tokens) {
    ExpectBothGive(WatchFromToken(token),
                   {log.begin() + static_cast<long>(count), log.end()});
  }
}

TEST_F(WatchTokenTest, TokenOfAnotherStoreIsRefused) {
  const TemporaryDirectory directory;
  auto other = ServerProcess::Start(directory.path() + "/store");
  ASSERT_TRUE(other.ok()) << other.status();
  Client stranger(other->NewChannel());
  const auto page = stranger.Call(v1::ListEventsRequest());
  const auto status =
      ExpectBothRefuse(WatchFromToken(page->resume_token()), "TOKEN_FOREIGN");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(WatchTokenTest, TokenOfAnotherFilterIsRefused) {
  v1::WatchRequest request =
      WatchFromToken(client().Call(v1::ListEventsRequest())->resume_token());
  ExpectBothGive(request, {});
  request.set_filter("kind = COUNTRY");
  ExpectBothRefuse(request, "TOKEN_FILTER_CHANGED");
  request.clear_filter();
  request.add_leads("P6M");
  ExpectBothRefuse(request, "TOKEN_FILTER_CHANGED");
  request.clear_leads();
  request.add_event_types(v1::EVENT_TYPE_LAPSED);
  ExpectBothRefuse(request, "TOKEN_FILTER_CHANGED");
}

TEST_F(WatchTokenTest, TokenThatWasTamperedWithIsRefused) {
  const std::string token =
      client().Call(v1::ListEventsRequest())->resume_token();
  for (size_t i = 0; i < token.size(); ++i) {
    std::string tampered = token;
    tampered[i] = static_cast<char>(tampered[i] ^ 1);
    ExpectBothRefuse(WatchFromToken(tampered), "TOKEN_MALFORMED");
  }
}

TEST_F(WatchTokenTest, TokenOfAFutureThatWasNeverRestoredIsRefused) {
  ASSERT_EQ(StopServer(), 0);
  const TemporaryDirectory backup;
  std::filesystem::copy(store(), backup.path() + "/store",
                        std::filesystem::copy_options::recursive);
  StartServer();
  EstablishMany(3, 2023, 6);
  const std::string token =
      client().Call(v1::ListEventsRequest())->resume_token();
  ASSERT_EQ(StopServer(), 0);
  std::filesystem::remove_all(store());
  std::filesystem::copy(backup.path() + "/store", store(),
                        std::filesystem::copy_options::recursive);
  StartServer();
  const auto status =
      ExpectBothRefuse(WatchFromToken(token), "TOKEN_IN_FUTURE");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(MetadataOf(status, "headRevision"), absl::StrCat(client().Head()));
}

TEST_F(WatchTokenTest, TokenFromBeforeRetentionIsRefused) {
  StartServer({"--log_retention_days=30"});
  EstablishMany(2, 2024, 6);
  const std::string token =
      client().Call(v1::ListEventsRequest())->resume_token();
  Record(
      Establish("later", "A/HRC/RES/51/50", Day(2022, 10, 7), TermOf("P3Y")));
  for (int month = 2; month <= 7; ++month) {
    ASSERT_TRUE(client().AdvanceTo(Day(2023, month, 1)).ok());
  }
  const auto status =
      ExpectBothRefuse(WatchFromToken(token), "TOKEN_COMPACTED");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  ExpectBothRefuse(WatchFromRevision(1), "TOKEN_COMPACTED");
  int64_t earliest = 0;
  ASSERT_TRUE(
      absl::SimpleAtoi(MetadataOf(status, "earliestRevision"), &earliest));
  EXPECT_EQ(earliest,
            client().Call(v1::GetServerInfoRequest())->earliest_revision());
  EXPECT_GT(earliest, 1);
  Watcher watcher(client(), WatchFromRevision(earliest));
  EXPECT_TRUE(watcher.ReadUntilCaughtUp());
  Watcher snapshot(client(), WatchFromSnapshot());
  EXPECT_TRUE(snapshot.ReadUntilCaughtUp());
  EXPECT_THAT(snapshot.events(), SizeIs(2));
}

}  // namespace
}  // namespace mandated::testing
