#include "clients/mandatectl/live_stream.h"

#include <string>
#include <vector>

#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ElementsAre;

mandates::v1::WatchResponse EventAt(int64_t revision, int32_t index) {
  mandates::v1::WatchResponse response;
  auto& event = *response.add_events();
  event.set_id(std::to_string(revision) + "." + std::to_string(index));
  event.set_revision(revision);
  event.set_index(index);
  return response;
}

TEST(LiveStreamTest, WaitEndsOnceTheEventWasTold) {
  FakeServer server;
  server.expiry.streams = {
      {{EventAt(7, 0), EventAt(7, 1), EventAt(9, 0)}, grpc::Status::OK, true}};
  std::vector<std::string> ids;
  {
    LiveStream stream(&server.client(), 7,
                      [&](const auto& event) { ids.push_back(event.id()); });
    EXPECT_TRUE(stream.WaitFor({9, 0}, absl::Seconds(30)).ok());
  }
  EXPECT_THAT(ids, ElementsAre("7.0", "7.1", "9.0"));
  EXPECT_EQ(server.expiry.requests[0].start().revision(), 7);
}

TEST(LiveStreamTest, EventThatDoesNotComeIsMissed) {
  FakeServer server;
  server.expiry.streams = {{{EventAt(7, 0)}, grpc::Status::OK, true}};
  LiveStream stream(&server.client(), 7, [](const auto&) {});
  EXPECT_TRUE(stream.WaitFor({7, 0}, absl::Seconds(30)).ok());
  EXPECT_THAT(stream.WaitFor({7, 1}, absl::Milliseconds(1)),
              FailsWith("did not bring event 1 of revision 7"));
}

TEST(LiveStreamTest, RefusalEndsTheWait) {
  FakeServer server;
  server.expiry.streams = {
      {{}, Refusal(grpc::StatusCode::OUT_OF_RANGE, "TOKEN_COMPACTED", "gone")}};
  LiveStream stream(&server.client(), 7, [](const auto&) {});
  EXPECT_THAT(stream.WaitFor({7, 0}, absl::Seconds(30)), FailsWith("gone"));
}

}  // namespace
}  // namespace mandated::mandatectl
