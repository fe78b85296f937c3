#include "mandates/client/watcher.h"

#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "mandates/client/connect.h"
#include "tests/unit/clients/cpp/testing.h"

namespace mandates::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::WatchResponse;

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

class WatcherTest : public FakeServerTest {
 protected:
  WatchOptions Options() {
    return {.request = {},
            .store_token =
                [this](const std::string& token) {
                  log_.push_back("token " + token);
                  return absl::OkStatus();
                },
            .on_lost =
                [this](const absl::Status& why) {
                  losses_.push_back(std::string(why.message()));
                  return absl::OkStatus();
                },
            .random = AtOnce};
  }

  // Watches until the event `last` was told.
  absl::Status WatchUntil(const std::string& last, WatchOptions options) {
    Watcher watcher(channel_, std::move(options));
    return watcher.Run([&](const WatchResponse& response) {
      for (const auto& event : response.events()) {
        log_.push_back(event.id());
        if (event.id() == last) watcher.Stop();
      }
      return absl::OkStatus();
    });
  }

  std::vector<std::string> log_;  // what was told, in order
  std::vector<std::string> losses_;
};

TEST_F(WatcherTest, LostStreamIsResumedBehindTheLastToken) {
  expiry_.streams = {{{Batch({"a"}, "1"), Batch({"b"}, "2")}, kAway},
                     {{Batch({"c"}, "3")}, kAway}};
  EXPECT_TRUE(WatchUntil("c", Options()).ok());
  EXPECT_THAT(log_,
              ElementsAre("a", "token 1", "b", "token 2", "c", "token 3"));
  EXPECT_THAT(losses_, ElementsAre("going away"));
  ASSERT_THAT(expiry_.requests, SizeIs(2));
  EXPECT_EQ(expiry_.requests[1].start().resume_token(), "2");
}

TEST_F(WatcherTest, StreamThatEndsWithoutAnErrorIsResumed) {
  expiry_.streams = {{{Batch({"a"}, "1")}, grpc::Status::OK},
                     {{Batch({"b"}, "2")}, kAway}};
  EXPECT_TRUE(WatchUntil("b", Options()).ok());
  EXPECT_THAT(losses_, ElementsAre("the stream ended"));
}

TEST_F(WatcherTest, EventThatComesTwiceIsToldOnce) {
  expiry_.streams = {{{Batch({"a", "b"}, "")}, kAway},
                     {{Batch({"a", "b", "c"}, "3")}, kAway}};
  EXPECT_TRUE(WatchUntil("c", Options()).ok());
  EXPECT_THAT(log_, ElementsAre("a", "b", "c", "token 3"));
}

TEST_F(WatcherTest, SnapshotThatBrokeOffBeginsAgain) {
  WatchOptions options = Options();
  options.request.mutable_start()->mutable_snapshot();
  expiry_.streams = {
      {{Batch({"a"}, "")}, kAway},
      {{Batch({"a", "b"}, ""), SnapshotComplete("9"), Batch({"c"}, "10")},
       kAway}};
  EXPECT_TRUE(WatchUntil("c", options).ok());
  EXPECT_THAT(log_, ElementsAre("a", "b", "token 9", "c", "token 10"));
  EXPECT_TRUE(expiry_.requests[1].start().has_snapshot());
}

TEST_F(WatcherTest, SilentStreamIsOpenedAgain) {
  WatchOptions options = Options();
  options.stall_timeout = absl::Milliseconds(300);
  expiry_.streams = {{{Batch({"a"}, "1")}, kAway, false, true},
                     {{Batch({"b"}, "2")}, kAway}};
  EXPECT_TRUE(WatchUntil("b", options).ok());
  EXPECT_THAT(losses_, ElementsAre(HasSubstr("nothing came from the server")));
  EXPECT_EQ(expiry_.requests[1].start().resume_token(), "1");
}

TEST_F(WatcherTest, RefusalIsAnErrorAndNotHidden) {
  expiry_.streams = {
      {{Batch({"a"}, "1")}, kAway},
      {{}, Refusal(grpc::StatusCode::OUT_OF_RANGE, "TOKEN_COMPACTED", "gone")}};
  const absl::Status status = WatchUntil("z", Options());
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(status.message(), "gone");
}

TEST_F(WatcherTest, FilterGoesWithEveryAttempt) {
  WatchOptions options = Options();
  options.request.set_filter("kind = COUNTRY");
  expiry_.streams = {{{Batch({"a"}, "1")}, kAway},
                     {{Batch({"b"}, "2")}, kAway}};
  EXPECT_TRUE(WatchUntil("b", options).ok());
  EXPECT_EQ(expiry_.requests[1].filter(), "kind = COUNTRY");
}

TEST_F(WatcherTest, TokenBehindAnEventThatWasNotHandledIsNotStored) {
  expiry_.streams = {{{Batch({"a"}, "1"), Batch({"b"}, "2")}, kAway}};
  Watcher watcher(channel_, Options());
  const absl::Status status = watcher.Run([](const WatchResponse& response) {
    return response.events(0).id() == "a" ? absl::OkStatus()
                                          : absl::UnavailableError("my disk");
  });
  EXPECT_EQ(status, absl::UnavailableError("my disk"));
  EXPECT_THAT(log_, ElementsAre("token 1"));
}

TEST_F(WatcherTest, TokenThatCannotBeStoredEndsTheWatch) {
  WatchOptions options = Options();
  options.store_token = [](const std::string&) {
    return absl::UnavailableError("disk full");
  };
  expiry_.streams = {{{Batch({"a"}, "1"), Batch({"b"}, "2")}, kAway}};
  EXPECT_EQ(WatchUntil("b", options), absl::UnavailableError("disk full"));
  EXPECT_THAT(log_, ElementsAre("a"));
}

TEST_F(WatcherTest, StopEndsAStreamThatWaits) {
  expiry_.streams = {{{Batch({"a"}, "1")}, kAway, false, true}};
  WatchOptions options = Options();
  std::thread stopper;
  Watcher watcher(channel_, options);
  const absl::Status status = watcher.Run([&](const WatchResponse&) {
    stopper = std::thread([&] { watcher.Stop(); });
    return absl::OkStatus();
  });
  stopper.join();
  EXPECT_TRUE(status.ok());
  EXPECT_THAT(losses_, IsEmpty());
}

TEST_F(WatcherTest, HandlerThatThrowsLeavesNothingBehind) {
  expiry_.streams = {{{Batch({"a"}, "1")}, kAway, false, true}};
  Watcher watcher(channel_, Options());
  EXPECT_THROW(watcher
                   .Run([](const WatchResponse&) -> absl::Status {
                     throw std::runtime_error("not ours");
                   })
                   .IgnoreError(),
               std::runtime_error);
  watcher.Stop();
  EXPECT_THAT(log_, IsEmpty());
}

TEST(ConnectTest, ServerThatIsNotThereIsALoss) {
  WatchOptions options;
  options.on_lost = [](const absl::Status& why) { return why; };
  Watcher watcher(Connect("127.0.0.1:1"), std::move(options));
  const absl::Status status =
      watcher.Run([](const WatchResponse&) { return absl::OkStatus(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mandates::client
