// What is learnt late, over the wire: moved sessions, late and missing
// decisions.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/rpc_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAre;

using LateDataTest = RpcTest;

// A reader that keeps only its last token between the steps of a story.
class ResumingReader {
 public:
  // Reads all there is now, and returns the types of what was new.
  std::vector<v1::EventType> CatchUp(Client& client) {
    Watcher watcher(
        client, token_.empty() ? WatchFromRevision(1) : WatchFromToken(token_));
    EXPECT_TRUE(watcher.ReadUntilCaughtUp());
    token_ = watcher.token();
    events_.insert(events_.end(), watcher.events().begin(),
                   watcher.events().end());
    return TypesOf(watcher.events());
  }

  // Expects that all read is the log, and that what it announced and never
  // took back agrees with the mandates.
  void ExpectTruth(Client& client) const {
    EXPECT_THAT(Lines(events_), ElementsAreArray(Lines(client.Log())));
    std::map<std::string, v1::Event> standing;
    std::map<std::string, v1::Mandate> newest;
    for (const v1::Event& event : events_) {
      newest[event.mandate().name()] = event.mandate();
      if (event.type() == v1::EVENT_TYPE_RETRACTED) {
        EXPECT_EQ(standing.erase(event.retracts()), 1U) << Line(event);
      } else {
        EXPECT_TRUE(standing.emplace(event.id(), event).second) << Line(event);
      }
    }
    std::map<std::string, std::set<v1::EventType>> ended;
    for (const auto& [id, event] : standing) {
      if (event.type() == v1::EVENT_TYPE_LAPSED ||
          event.type() == v1::EVENT_TYPE_OVERDUE) {
        ended[event.mandate().name()].insert(event.type());
      }
    }
    for (const auto& [name, mandate] : newest) {
      const v1::Mandate now = client.Get(name);
      EXPECT_EQ(Spelled(mandate.term().last_day()),
                Spelled(now.term().last_day()));
      EXPECT_EQ(ended[name].count(v1::EVENT_TYPE_LAPSED) > 0,
                now.state() == v1::STATE_LAPSED)
          << name;
      EXPECT_EQ(ended[name].count(v1::EVENT_TYPE_OVERDUE) > 0 &&
                    ended[name].count(v1::EVENT_TYPE_LAPSED) == 0,
                now.state() == v1::STATE_OVERDUE)
          << name;
    }
  }

 private:
  std::string token_;
  std::vector<v1::Event> events_;
};

TEST_F(LateDataTest, MovedSessionReschedulesEveryMandateDueAtIt) {
  ResumingReader reader;
  Record(DueAt54("a", 1));
  Record(DueAt54("b", 2));
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 9, 20)).ok());  // P1M was announced
  reader.CatchUp(client());
  const auto moved =
      MoveSession("hrc-54", Day(2023, 11, 13), Day(2023, 12, 15));
  ASSERT_EQ(StopServer(), 0);
  StartServer();
  const auto types = reader.CatchUp(client());
  EXPECT_THAT(types, ElementsAreArray(TypesOf(moved.events())));
  std::set<std::string> rescheduled;
  for (const auto& event : moved.events()) {
    if (event.type() != v1::EVENT_TYPE_RESCHEDULED) continue;
    rescheduled.insert(event.mandate().name());
    EXPECT_EQ(Spelled(event.last_day()), "2023-12-15");
    EXPECT_EQ(Spelled(event.previous_last_day()), "2023-10-13");
    EXPECT_EQ(event.reason(), "the calendar changed");
  }
  EXPECT_THAT(rescheduled, UnorderedElementsAre("mandates/a", "mandates/b"));
  EXPECT_EQ(client().Call(v1::ListEventsRequest())->progress().revision(),
            moved.revision());
  reader.ExpectTruth(client());
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 12, 16)).ok());
  reader.CatchUp(client());
  reader.ExpectTruth(client());
  EXPECT_EQ(client().Get("mandates/a").state(), v1::STATE_LAPSED);
  // The same dates again change nothing.
  EXPECT_EQ(
      MoveSession("hrc-54", Day(2023, 11, 13), Day(2023, 12, 15)).revision(),
      0);
}

TEST_F(LateDataTest, ExtensionRecordedLateTakesTheLapseBack) {
  ResumingReader reader;
  Record(DueAt54("a", 1));
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 10, 16)).ok());
  reader.CatchUp(client());
  EXPECT_EQ(client().Get("mandates/a").state(), v1::STATE_LAPSED);
  reader.ExpectTruth(client());
  const auto late =
      Record(Extend("a", "A/HRC/RES/54/1", Day(2023, 10, 11), TermOf("P1Y")));
  const auto types = reader.CatchUp(client());
  EXPECT_THAT(types, ::testing::Contains(v1::EVENT_TYPE_RETRACTED));
  EXPECT_THAT(types, ::testing::Contains(v1::EVENT_TYPE_EXTENDED));
  EXPECT_THAT(TypesOf(late.events()), ElementsAreArray(types));
  EXPECT_EQ(client().Get("mandates/a").state(), v1::STATE_IN_FORCE);
  reader.ExpectTruth(client());
}

TEST_F(LateDataTest, ProjectedEndIsOverdueUntilTheSessionIsRecorded) {
  ResumingReader reader;
  // One year from session 53 ends with session 56, which is projected.
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 7, 14)).ok());
  Record(Establish("a", "A/HRC/RES/53/1", Day(2023, 7, 13), TermOf("P1Y")));
  Record(Establish("b", "A/HRC/RES/53/2", Day(2023, 7, 13), TermOf("P1Y")));
  EXPECT_TRUE(client().Get("mandates/a").term().projected());
  reader.CatchUp(client());
  ASSERT_TRUE(client().AdvanceTo(Day(2024, 7, 30)).ok());
  EXPECT_THAT(reader.CatchUp(client()),
              ::testing::Contains(v1::EVENT_TYPE_OVERDUE).Times(2));
  EXPECT_EQ(client().Get("mandates/a").state(), v1::STATE_OVERDUE);
  reader.ExpectTruth(client());
  v1::ListExpiringRequest list;
  list.set_include_overdue(true);
  EXPECT_THAT(NamesOf(client().Call(list).response),
              ElementsAre("mandates/a", "mandates/b"));
  // The extension of one is recorded, then the dates.
  auto extension =
      Extend("a", "A/HRC/RES/56/1", Day(2024, 7, 10), TermOf("P1Y"));
  extension.mutable_decision()->set_session("sessions/hrc-56");
  Record(extension);
  MoveSession("hrc-56", Day(2024, 6, 18), Day(2024, 7, 12));
  ASSERT_TRUE(client().AdvanceTo(Day(2024, 7, 31)).ok());
  const auto types = reader.CatchUp(client());
  EXPECT_THAT(types, ::testing::Contains(v1::EVENT_TYPE_RETRACTED));
  EXPECT_THAT(types, ::testing::Contains(v1::EVENT_TYPE_LAPSED));
  EXPECT_EQ(client().Get("mandates/a").state(), v1::STATE_IN_FORCE);
  EXPECT_EQ(client().Get("mandates/b").state(), v1::STATE_LAPSED);
  reader.ExpectTruth(client());
}

}  // namespace
}  // namespace mandated::testing
