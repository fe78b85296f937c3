#ifndef MANDATED_TESTS_INTEGRATION_WATCH_FIXTURE_H_
#define MANDATED_TESTS_INTEGRATION_WATCH_FIXTURE_H_
// What the tests of Watch share: a short history, and ListEvents as its twin.

#include <functional>
#include <string>
#include <vector>

#include "tests/integration/running_server.h"

namespace mandated::testing {

// The ListEvents that gives the events of `watch` up to now.
inline v1::ListEventsRequest TwinOf(const v1::WatchRequest& watch) {
  v1::ListEventsRequest request;
  request.set_filter(watch.filter());
  *request.mutable_event_types() = watch.event_types();
  *request.mutable_leads() = watch.leads();
  *request.mutable_start() = watch.start();
  return request;
}

class WatchTest : public ServerTest {
 protected:
  void SetUp() override {
    StartServer();
    RecordSessions();
  }

  // Three mandates that expire in June 2023, their announcements up to May, and
  // an extension.
  void WriteHistory() {
    EstablishMany(3, 2023, 6);
    ASSERT_TRUE(client().AdvanceTo(Day(2023, 5, 3)).ok());
    Record(Extend("m-2", "A/HRC/RES/52/2", Day(2023, 4, 3),
                  TermUntil(Day(2026, 4, 3))));
    ASSERT_TRUE(client().AdvanceTo(Day(2023, 5, 28)).ok());
  }

  // Watches until the newest event.
  std::vector<v1::Event> WatchUntilNow(const v1::WatchRequest& request) {
    Watcher watcher(client(), request);
    EXPECT_TRUE(watcher.ReadUntilCaughtUp()) << Describe(watcher.Finish());
    return watcher.events();
  }

  // Expects that Watch and ListEvents both give `expected`.
  void ExpectBothGive(const v1::WatchRequest& request,
                      const std::vector<v1::Event>& expected) {
    EXPECT_THAT(Lines(WatchUntilNow(request)),
                ::testing::ElementsAreArray(Lines(expected)));
    v1::ListEventsRequest twin = TwinOf(request);
    twin.set_page_size(2);
    const auto listed = client().AllEvents(twin);
    EXPECT_TRUE(listed.ok()) << Describe(listed.status);
    EXPECT_THAT(Lines(listed.response),
                ::testing::ElementsAreArray(Lines(expected)));
  }

  // Expects that Watch and ListEvents both refuse and returns the error.
  grpc::Status ExpectBothRefuse(const v1::WatchRequest& request,
                                const std::string& reason) {
    const auto listed = client().Call(TwinOf(request)).status;
    EXPECT_EQ(ReasonOf(listed), reason) << Describe(listed);
    const auto watched = Watcher(client(), request).Finish();
    EXPECT_EQ(ReasonOf(watched), reason) << Describe(watched);
    EXPECT_EQ(watched.error_code(), listed.error_code());
    return watched;
  }

  std::vector<v1::Event> LogWhere(
      const std::function<bool(const v1::Event&)>& wanted) {
    std::vector<v1::Event> chosen;
    for (const v1::Event& event : client().Log()) {
      if (wanted(event)) chosen.push_back(event);
    }
    return chosen;
  }
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_WATCH_FIXTURE_H_
