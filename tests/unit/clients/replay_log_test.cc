#include "clients/mandatectl/replay_log.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

mandates::v1::Event EventOf(const std::string& id, mandates::v1::EventType type,
                            int day) {
  mandates::v1::Event event;
  event.set_id(id);
  event.set_type(type);
  *event.mutable_date() = DateOf(2020, 7, day);
  event.mutable_mandate()->set_name("mandates/sr-food");
  return event;
}

TEST(ReplayLogTest, LapseThatWasTakenBackSaysSo) {
  ReplayLog log;
  log.Add(EventOf("a", mandates::v1::EVENT_TYPE_LAPSED, 1));
  log.Add(EventOf("b", mandates::v1::EVENT_TYPE_LAPSED, 2));
  auto retracted = EventOf("c", mandates::v1::EVENT_TYPE_RETRACTED, 3);
  retracted.set_retracts("a");
  log.Add(retracted);
  EXPECT_EQ(log.Summary(),
            "Events: 2 LAPSED 1 RETRACTED\n"
            "Lapses: 2\n"
            "  2020-07-01 LAPSED sr-food, taken back on 2020-07-03\n"
            "  2020-07-02 LAPSED sr-food\n"
            "Events taken back: 1\n");
}

TEST(ReplayLogTest, NothingIsSaidAsNothing) {
  EXPECT_EQ(ReplayLog().Summary(),
            "Events: none\nLapses: 0\nEvents taken back: 0\n");
}

}  // namespace
}  // namespace mandated::mandatectl
