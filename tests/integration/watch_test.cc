// Watch, and ListEvents as its twin: starts, filters, progress, slow readers.

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/integration/watch_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::CivilDay ToDay(const v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

TEST_F(WatchTest, StartNowGivesWhatComesAfterIt) {
  WriteHistory();
  Watcher watcher(client(), WatchFromNow());
  ASSERT_TRUE(watcher.ReadUntilCaughtUp());
  EXPECT_THAT(watcher.events(), IsEmpty());
  const auto answer = Record(
      Establish("later", "A/HRC/RES/51/50", Day(2022, 10, 7), TermOf("P3Y")));
  ASSERT_TRUE(watcher.ReadEvents(1));
  EXPECT_EQ(watcher.events().front().id(), answer.events(0).id());
  EXPECT_EQ(Line(watcher.events().front()), Line(answer.events(0)));
}

TEST_F(WatchTest, NoStartIsNow) {
  WriteHistory();
  ExpectBothGive(v1::WatchRequest(), {});
}

TEST_F(WatchTest, StartAtEachRevisionGivesTheRest) {
  WriteHistory();
  ASSERT_THAT(client().Log(), ::testing::Not(IsEmpty()));
  const int64_t head = client().Head();
  for (int64_t revision = 1; revision <= head + 1; ++revision) {
    SCOPED_TRACE(revision);
    ExpectBothGive(WatchFromRevision(revision),
                   LogWhere([revision](const v1::Event& event) {
                     return event.revision() >= revision;
                   }));
  }
}

TEST_F(WatchTest, StartAtEachTimeGivesTheRest) {
  WriteHistory();
  for (const v1::Event& at : client().Log()) {
    for (const int nanos : {0, 1}) {
      v1::WatchRequest request;
      *request.mutable_start()->mutable_time() = at.commit_time();
      request.mutable_start()->mutable_time()->set_nanos(
          at.commit_time().nanos() + nanos);
      const auto& time = request.start().time();
      ExpectBothGive(request, LogWhere([&time](const v1::Event& event) {
                       return std::pair(event.commit_time().seconds(),
                                        event.commit_time().nanos()) >=
                              std::pair(time.seconds(), time.nanos());
                     }));
    }
  }
}

TEST_F(WatchTest, StartWithSnapshotGivesEveryOpenWindowOnce) {
  WriteHistory();
  Watcher watcher(client(), WatchFromSnapshot());
  while (watcher.Next() && !watcher.message().snapshot_complete()) {
    EXPECT_EQ(watcher.message().resume_token(), "");
  }
  ASSERT_TRUE(watcher.message().snapshot_complete());
  EXPECT_NE(watcher.message().resume_token(), "");
  // m-2 was extended beyond every window.
  ASSERT_THAT(watcher.events(), SizeIs(2));
  for (const v1::Event& event : watcher.events()) {
    EXPECT_TRUE(event.snapshot());
    EXPECT_EQ(event.type(), v1::EVENT_TYPE_EXPIRING);
    EXPECT_EQ(event.lead(), "P1W");  // the tightest of those crossed
  }
  const auto listed = client().Call(TwinOf(WatchFromSnapshot()));
  EXPECT_THAT(Lines({listed->events().begin(), listed->events().end()}),
              ElementsAreArray(Lines(watcher.events())));
  EXPECT_EQ(listed->resume_token(), watcher.token());
}

// Each mandate of this test has an open window from the moment it is recorded:
// it is in the snapshot or established after it, never both, never neither.
TEST_F(WatchTest, SnapshotThenLiveHasNoGapAndNoOverlap) {
  constexpr int kWriters = 3;
  constexpr int kMandatesEach = 40;
  std::atomic<int> working = kWriters;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w, &working] {
      Client own = NewClient();
      for (int i = 0; i < kMandatesEach; ++i) {
        const int number = w * kMandatesEach + i + 1;
        const auto answer = own.Call(Establish(
            absl::StrCat("m-", number), absl::StrCat("A/HRC/RES/51/", number),
            Day(2022, 10, 6), TermUntil(Day(2023, 1, 20))));
        EXPECT_TRUE(answer.ok()) << Describe(answer.status);
      }
      --working;
    });
  }
  std::vector<std::unique_ptr<Watcher>> watchers;
  while (working > 0 && watchers.size() < 30) {
    watchers.push_back(
        std::make_unique<Watcher>(client(), WatchFromSnapshot()));
    ASSERT_TRUE(watchers.back()->Next());
  }
  for (std::thread& writer : writers) writer.join();
  const v1::Event last = client().Log().back();
  for (const auto& watcher : watchers) {
    while (watcher->events().empty() ||
           watcher->events().back().id() != last.id()) {
      if (!watcher->Next()) break;
    }
    std::multiset<std::string> seen;
    for (const v1::Event& event : watcher->events()) {
      if (event.snapshot() || event.type() == v1::EVENT_TYPE_ESTABLISHED) {
        seen.insert(event.mandate().name());
      }
    }
    EXPECT_EQ(seen.size(), size_t{kWriters} * kMandatesEach);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(),
              seen.size());
  }
}

TEST_F(WatchTest, ManyWatchersSeeTheSameEventsInTheSameOrder) {
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 20; ++i) {
    watchers.push_back(
        std::make_unique<Watcher>(client(), WatchFromRevision(1)));
  }
  WriteHistory();
  const auto log = client().Log();
  for (const auto& watcher : watchers) {
    ASSERT_TRUE(watcher->ReadEvents(log.size()));
    EXPECT_THAT(Lines(watcher->events()), ElementsAreArray(Lines(log)));
  }
}

// A write that was answered before the watch began comes before caught_up.
TEST_F(WatchTest, CaughtUpCoversEveryAcknowledgedWrite) {
  for (int i = 1; i <= 300; ++i) {
    const std::string token =
        client().Call(v1::ListEventsRequest())->resume_token();
    const auto answer = Record(Establish(absl::StrCat("m-", i),
                                         absl::StrCat("A/HRC/RES/51/", i),
                                         Day(2022, 10, 6), TermOf("P3Y")));
    const auto seen = WatchUntilNow(WatchFromToken(token));
    ASSERT_THAT(seen, SizeIs(1)) << "caught up without " << i;
    EXPECT_EQ(seen.front().revision(), answer.revision());
  }
}

TEST_F(WatchTest, FilterTypesAndLeadsSelect) {
  WriteHistory();
  v1::WatchRequest request = WatchFromRevision(1);
  request.add_leads("P1M");
  request.add_leads("P1W");
  ExpectBothGive(request, LogWhere([](const v1::Event& event) {
                   return event.lead().empty() || event.lead() == "P1M" ||
                          event.lead() == "P1W";
                 }));
  request.add_event_types(v1::EVENT_TYPE_EXPIRING);
  ExpectBothGive(request, LogWhere([](const v1::Event& event) {
                   return event.type() == v1::EVENT_TYPE_EXPIRING &&
                          (event.lead() == "P1M" || event.lead() == "P1W");
                 }));
  request = WatchFromRevision(1);
  request.set_filter("name = \"mandates/m-2\" AND days_left > 100");
  ExpectBothGive(request, LogWhere([](const v1::Event& event) {
                   return event.mandate().name() == "mandates/m-2" &&
                          ToDay(event.mandate().term().last_day()) -
                                  ToDay(event.date()) >
                              100;
                 }));
  request.set_filter("kind = COUNTRY");
  ExpectBothGive(request, {});
}

TEST_F(WatchTest, FilteredWatcherHearsOfMatchingEventsLive) {
  v1::WatchRequest request = WatchFromNow();
  request.set_filter("name = \"mandates/m-3\"");
  Watcher watcher(client(), request);
  ASSERT_TRUE(watcher.ReadUntilCaughtUp());
  WriteHistory();
  const auto expected = LogWhere([](const v1::Event& event) {
    return event.mandate().name() == "mandates/m-3";
  });
  ASSERT_TRUE(watcher.ReadEvents(expected.size()));
  EXPECT_THAT(Lines(watcher.events()), ElementsAreArray(Lines(expected)));
}

TEST_F(WatchTest, IdleStreamProvesAbsence) {
  StartServer({"--progress_interval=50ms"});
  Watcher watcher(client(), WatchFromNow());
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 3, 1)).ok());
  const int64_t head = client().Head();
  const auto info = client().Call(v1::GetServerInfoRequest());
  do {
    ASSERT_TRUE(watcher.ReadUntilProgress());
  } while (watcher.message().progress().revision() < head);
  const v1::Progress& progress = watcher.message().progress();
  EXPECT_EQ(progress.revision(), head);
  EXPECT_EQ(progress.server_time().seconds(), info->server_time().seconds());
  // Noon of a day whose midnight has been scanned.
  EXPECT_EQ(progress.processed_through().seconds(),
            info->server_time().seconds());
  EXPECT_NE(watcher.message().resume_token(), "");
  EXPECT_THAT(watcher.events(), IsEmpty());
}

TEST_F(WatchTest, ProgressNeverRunsAheadOfAnEvent) {
  StartServer({"--progress_interval=10ms"});
  Watcher watcher(client(), WatchFromNow());
  ASSERT_TRUE(watcher.ReadUntilCaughtUp());
  std::thread writer([this] {
    Client own = NewClient();
    for (int i = 1; i <= 100; ++i) {
      EXPECT_TRUE(own.Call(Establish(absl::StrCat("m-", i),
                                     absl::StrCat("A/HRC/RES/51/", i),
                                     Day(2022, 10, 6), TermOf("P3Y")))
                      .ok());
    }
  });
  while (watcher.events().size() < 100 && watcher.Next()) {
    const auto& message = watcher.message();
    if (!message.has_progress()) continue;
    const int64_t reported = message.progress().revision();
    const auto seen = std::count_if(
        watcher.events().begin(), watcher.events().end(),
        [reported](const auto& e) { return e.revision() <= reported; });
    const auto log = client().Log();
    EXPECT_EQ(seen, std::count_if(log.begin(), log.end(), [&](const auto& e) {
                return e.revision() <= reported;
              }));
  }
  writer.join();
  EXPECT_THAT(watcher.events(), SizeIs(100));
}

// Twenty readers that never read against 25 MB of events: held in queues they
// would take half a gigabyte.
TEST_F(WatchTest, ReadersThatDoNotReadCostNothing) {
  constexpr int kSlow = 20;
  constexpr int kBatches = 20;
  constexpr int kBatchSize = 1'000;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::unique_ptr<Watcher>> slow;
  for (int i = 0; i < kSlow; ++i) {
    clients.push_back(std::make_unique<Client>(server().NewChannel()));
    slow.push_back(
        std::make_unique<Watcher>(*clients.back(), WatchFromRevision(1)));
  }
  Client reader = NewClient();
  Watcher fast(reader, WatchFromRevision(1));
  const size_t before = server().ResidentBytes();
  for (int b = 0; b < kBatches; ++b) {
    v1::BatchRecordDecisionsRequest batch;
    for (int i = 0; i < kBatchSize; ++i) {
      const int number = b * kBatchSize + i + 1;
      *batch.add_requests() = Establish(
          absl::StrCat("m-", number), absl::StrCat("A/HRC/RES/51/", number),
          Day(2022, 10, 6), TermUntil(Day(2030, 1, 1)));
      batch.mutable_requests(i)->mutable_mandate()->set_note(
          std::string(1'000, 'n'));
    }
    const auto answer = client().Call(batch);
    ASSERT_TRUE(answer.ok()) << Describe(answer.status);
    EXPECT_EQ(answer->events_size(), kBatchSize);
  }
  ASSERT_TRUE(fast.ReadEvents(kBatches * kBatchSize));
  constexpr size_t kGrowthMax = 300U << 20;
  EXPECT_LT(server().ResidentBytes(), before + kGrowthMax);
  // And one of them reads after all: nothing is missing.
  ASSERT_TRUE(slow.front()->ReadEvents(kBatches * kBatchSize));
  EXPECT_EQ(Lines(slow.front()->events()), Lines(fast.events()));
}

}  // namespace
}  // namespace mandated::testing
