#include "clients/mandatectl/watch.h"

#include <string>
#include <vector>

#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::WatchRequest;
using mandates::v1::WatchResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const grpc::Status kAway(grpc::StatusCode::UNAVAILABLE, "going away");

// A message with the events of these ids and a token behind them.
WatchResponse Batch(const std::vector<std::string>& ids,
                    const std::string& token) {
  WatchResponse response;
  for (const std::string& id : ids) response.add_events()->set_id(id);
  response.set_resume_token(token);
  return response;
}

WatchResponse SnapshotComplete(const std::string& token) {
  WatchResponse response;
  response.set_snapshot_complete(true);
  response.set_resume_token(token);
  return response;
}

class WatcherTest : public ::testing::Test {
 protected:
  // Watches until `ids` has come last, or for as long as the streams last.
  absl::Status WatchUntil(const std::string& id, WatchRequest request = {}) {
    const WatchListener listener = {
        .on_response =
            [&](const WatchResponse& response, const std::string& token) {
              for (const auto& event : response.events()) {
                ids_.push_back(event.id());
              }
              tokens_.push_back(token);
              return ids_.empty() || ids_.back() != id;
            },
        .on_lost = [&](const absl::Status&) { ++losses_; }};
    Watcher watcher(&server_.client(), &interrupt_, std::move(request),
                    listener);
    return watcher.Run();
  }

  FakeServer server_;
  Interrupt interrupt_;
  std::vector<std::string> ids_;
  std::vector<std::string> tokens_;
  int losses_ = 0;
};

TEST_F(WatcherTest, LostStreamIsResumedBehindTheLastToken) {
  server_.expiry.streams = {{{Batch({"a"}, "1"), Batch({"b"}, "2")}, kAway},
                            {{Batch({"c"}, "3")}, kAway}};
  EXPECT_TRUE(WatchUntil("c").ok());
  EXPECT_THAT(ids_, ElementsAre("a", "b", "c"));
  EXPECT_EQ(losses_, 1);
  ASSERT_THAT(server_.expiry.requests, SizeIs(2));
  EXPECT_EQ(server_.expiry.requests[1].start().resume_token(), "2");
}

TEST_F(WatcherTest, EventThatComesTwiceIsToldOnce) {
  server_.expiry.streams = {{{Batch({"a", "b"}, "")}, kAway},
                            {{Batch({"a", "b", "c"}, "3")}, kAway}};
  EXPECT_TRUE(WatchUntil("c").ok());
  EXPECT_THAT(ids_, ElementsAre("a", "b", "c"));
}

TEST_F(WatcherTest, SnapshotThatWasCutShortBeginsAnew) {
  WatchRequest request;
  request.mutable_start()->mutable_snapshot();
  server_.expiry.streams = {
      {{Batch({"a"}, "9")}, kAway},
      {{Batch({"a", "b"}, "9"), SnapshotComplete("9"), Batch({"c"}, "10")},
       kAway}};
  EXPECT_TRUE(WatchUntil("c", request).ok());
  EXPECT_THAT(ids_, ElementsAre("a", "b", "c"));
  EXPECT_TRUE(server_.expiry.requests[1].start().has_snapshot());
  EXPECT_THAT(tokens_, ElementsAre("", "", "9", "10"));
}

TEST_F(WatcherTest, ServerThatNeverAnsweredIsAnError) {
  server_.expiry.streams = {{{}, kAway}};
  EXPECT_EQ(WatchUntil("a").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(losses_, 0);
}

TEST_F(WatcherTest, RefusalIsAnErrorWithItsReason) {
  server_.expiry.streams = {
      {{Batch({"a"}, "1")}, kAway},
      {{}, Refusal(grpc::StatusCode::OUT_OF_RANGE, "TOKEN_COMPACTED", "gone")}};
  EXPECT_THAT(WatchUntil("z"), FailsWith("gone"));
  EXPECT_THAT(ids_, ElementsAre("a"));
}

TEST_F(WatcherTest, RequestToStopEndsAStreamThatWaits) {
  server_.expiry.streams = {{{Batch({"a"}, "1")}, kAway, true}};
  const WatchListener listener = {
      .on_response =
          [&](const WatchResponse& response, const std::string&) {
            if (response.events_size() > 0) interrupt_.Request();
            return true;
          },
      .on_lost = [](const absl::Status&) {}};
  Watcher watcher(&server_.client(), &interrupt_, {}, listener);
  EXPECT_TRUE(watcher.Run().ok());
}

TEST_F(WatcherTest, FilterGoesWithEveryAttempt) {
  WatchRequest request;
  request.set_filter("kind = COUNTRY");
  server_.expiry.streams = {{{Batch({"a"}, "1")}, kAway},
                            {{Batch({"b"}, "2")}, kAway}};
  EXPECT_TRUE(WatchUntil("b", request).ok());
  EXPECT_EQ(server_.expiry.requests[1].filter(), "kind = COUNTRY");
}

TEST(SeenIdsTest, OldestIsForgottenBehindTenThousand) {
  SeenIds seen;
  for (int i = 0; i <= 10'000; ++i) {
    EXPECT_TRUE(seen.Add(std::to_string(i)));
  }
  EXPECT_FALSE(seen.Add("10000"));
  EXPECT_TRUE(seen.Add("0"));
}

}  // namespace
}  // namespace mandated::mandatectl
