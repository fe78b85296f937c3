// What every RPC does when all goes well.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/rpc_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(RpcTest, DecisionMakesTheMandateAndTheEventAndIsReadBack) {
  const auto recorded = Record(DueAt54("a", 1));
  EXPECT_THAT(TypesOf(recorded.events()),
              ElementsAre(v1::EVENT_TYPE_ESTABLISHED, v1::EVENT_TYPE_EXPIRING));
  EXPECT_EQ(recorded.revision(), client().Head());
  v1::GetMandateRequest get;
  get.set_name("mandates/a");
  const auto read = client().Call(get);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->mandate().SerializeAsString(),
            recorded.mandate().SerializeAsString());
  EXPECT_EQ(read->mandate().state(), v1::STATE_IN_FORCE);
  EXPECT_EQ(Spelled(read->mandate().term().last_day()), "2023-10-13");
  EXPECT_EQ(read->mandate().term().end_of_session(), "sessions/hrc-54");
}

TEST_F(RpcTest, SameRequestIdReturnsTheFirstResultAgain) {
  auto request = DueAt54("a", 1);
  request.set_request_id("once");
  const auto first = Record(request);
  const auto second = Record(request);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(client().Head(), first.revision());
}

TEST_F(RpcTest, ValidateOnlyTellsTheOutcomeAndWritesNothing) {
  const int64_t head = client().Head();
  auto request = DueAt54("a", 1);
  request.set_validate_only(true);
  const auto told = Record(request);
  EXPECT_EQ(told.revision(), 0);
  EXPECT_THAT(told.events(), SizeIs(2));
  EXPECT_EQ(client().Head(), head);
  EXPECT_EQ(client().Get("mandates/a").name(), "");
}

TEST_F(RpcTest, BatchIsAllOrNothing) {
  v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = DueAt54("a", 1);
  *batch.add_requests() = DueAt54("b", 2);
  const auto done = client().Call(batch);
  ASSERT_TRUE(done.ok()) << Describe(done.status);
  EXPECT_THAT(done->mandates(), SizeIs(2));
  EXPECT_THAT(done->events(), SizeIs(4));
  for (int i = 0; i < done->events_size(); ++i) {
    EXPECT_EQ(done->events(i).revision(), done->revision());
    EXPECT_EQ(done->events(i).index(), i);
  }
  *batch.mutable_requests(0) = DueAt54("c", 3);
  EXPECT_EQ(client().Call(batch).status.error_code(),
            grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(client().Get("mandates/c").name(), "");
}

TEST_F(RpcTest, AmendAndRetractAreCorrected) {
  Record(DueAt54("a", 1));
  v1::AmendDecisionRequest amend;
  *amend.mutable_decision() = client().Get("mandates/a").decisions(0);
  *amend.mutable_decision()->mutable_term() = TermOf("P3Y");
  amend.set_reason("three years, not one");
  const auto amended = client().Call(amend);
  ASSERT_TRUE(amended.ok()) << Describe(amended.status);
  // The announcement for 2023 was wrong.
  EXPECT_THAT(TypesOf(amended->events()),
              ElementsAre(v1::EVENT_TYPE_CORRECTED, v1::EVENT_TYPE_RETRACTED));
  EXPECT_EQ(amended->mandate().decisions(0).corrections(), 1);
  v1::RetractDecisionRequest retract;
  retract.set_name(amended->mandate().decisions(0).name());
  retract.set_reason("never adopted");
  const auto retracted = client().Call(retract);
  ASSERT_TRUE(retracted.ok()) << Describe(retracted.status);
  EXPECT_TRUE(retracted->mandate().decisions(0).retracted());
  EXPECT_EQ(TypeOf(retracted->events(0)), v1::EVENT_TYPE_CORRECTED);
}

TEST_F(RpcTest, UpdateChangesWhatTheMaskNamesAndNoMore) {
  auto request = DueAt54("a", 1);
  (*request.mutable_mandate()->mutable_labels())["old"] = "1";
  const auto recorded = Record(request);
  const size_t events = client().Log().size();
  v1::UpdateMandateRequest update;
  update.mutable_mandate()->set_name("mandates/a");
  update.mutable_mandate()->set_etag(recorded.mandate().etag());
  update.mutable_mandate()->set_title("not this");
  update.mutable_mandate()->set_holder("Ms Example");
  (*update.mutable_mandate()->mutable_labels())["new"] = "2";
  update.mutable_update_mask()->add_paths("holder");
  update.mutable_update_mask()->add_paths("labels");
  const auto updated = client().Call(update);
  ASSERT_TRUE(updated.ok()) << Describe(updated.status);
  EXPECT_EQ(updated->mandate().holder(), "Ms Example");
  EXPECT_EQ(updated->mandate().title(), recorded.mandate().title());
  EXPECT_THAT(updated->mandate().labels(), SizeIs(1));
  EXPECT_EQ(updated->mandate().labels().count("new"), 1U);
  EXPECT_NE(updated->mandate().etag(), recorded.mandate().etag());
  EXPECT_EQ(client().Log().size(), events);
  EXPECT_EQ(ReasonOf(client().Call(update).status), "ETAG_STALE");
}

TEST_F(RpcTest, RevisionsAreListedNewestFirstAndReadAsOf) {
  const auto first = Record(DueAt54("a", 1));
  const auto second =
      Record(Extend("a", "A/HRC/RES/51/2", Day(2022, 10, 7), TermOf("P3Y")));
  v1::ListMandateRevisionsRequest list;
  list.set_name("mandates/a");
  list.set_page_size(1);
  const auto page = client().Call(list);
  ASSERT_THAT(page->revisions(), SizeIs(1));
  EXPECT_EQ(page->revisions(0).revision(), second.revision());
  list.set_page_token(page->next_page_token());
  const auto rest = client().Call(list);
  ASSERT_THAT(rest->revisions(), SizeIs(1));
  EXPECT_EQ(rest->revisions(0).revision(), first.revision());
  EXPECT_EQ(rest->next_page_token(), "");
  v1::GetMandateRequest get;
  get.set_name("mandates/a");
  get.set_revision(first.revision());
  EXPECT_EQ(Spelled(client().Call(get)->mandate().term().last_day()),
            "2023-10-13");
  get.set_revision(first.revision() - 1);
  EXPECT_EQ(ReasonOf(client().Call(get).status), "MANDATE_NOT_FOUND");
  *get.mutable_time() = first.mandate().update_time();
  EXPECT_TRUE(client().Call(get).ok());
}

TEST_F(RpcTest, ListsComeInPagesWithoutGapOrDouble) {
  EstablishMany(7, 2023, 6);
  for (const char* order : {"name", "name desc", "last_day", "last_day desc"}) {
    v1::ListMandatesRequest list;
    list.set_page_size(2);
    list.set_order_by(order);
    std::set<std::string> names;
    int count = 0;
    do {
      const auto page = client().Call(list);
      ASSERT_TRUE(page.ok()) << Describe(page.status);
      for (const auto& mandate : page->mandates()) {
        names.insert(mandate.name());
        ++count;
        EXPECT_EQ(mandate.decisions_size(), 0);
      }
      list.set_page_token(page->next_page_token());
    } while (!list.page_token().empty());
    EXPECT_EQ(count, 7) << order;
    EXPECT_THAT(names, SizeIs(7));
  }
}

// A client of gRPC takes 4 MiB unless told otherwise.
TEST_F(RpcTest, PagesOfLargeRecordsEndEarly) {
  constexpr int kMandates = 400;
  for (int b = 0; b < 4; ++b) {
    v1::BatchRecordDecisionsRequest batch;
    for (int i = b * kMandates / 4; i < (b + 1) * kMandates / 4; ++i) {
      auto& one = *batch.add_requests();
      one = Establish(absl::StrCat("m-", i), absl::StrCat("A/HRC/RES/51/", i),
                      Day(2022, 10, 6), TermUntil(Day(2023, 6, 1)));
      for (int l = 0; l < 60; ++l) {
        (*one.mutable_mandate()->mutable_labels())[absl::StrCat("label-", l)] =
            std::string(200, 'x');
      }
    }
    const auto answer = client().Call(batch);
    ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  }
  EXPECT_THAT(client().Log(), SizeIs(2 * kMandates));
  v1::ListMandatesRequest list;
  list.set_page_size(1'000);
  int mandates = 0;
  do {
    const auto page = client().Call(list);
    ASSERT_TRUE(page.ok()) << Describe(page.status);
    mandates += page->mandates_size();
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(mandates, kMandates);
  v1::ListExpiringRequest expiring;
  expiring.set_page_size(1'000);
  int expire = 0;
  do {
    const auto page = client().Call(expiring);
    ASSERT_TRUE(page.ok()) << Describe(page.status);
    expire += page->expiring_size();
    expiring.set_page_token(page->next_page_token());
  } while (!expiring.page_token().empty());
  EXPECT_EQ(expire, kMandates);
}

TEST_F(RpcTest, ListOfMandatesFiltersAndShowsDecisionsWhenAsked) {
  EstablishMany(3, 2023, 6);
  v1::ListMandatesRequest list;
  list.set_filter("last_day < \"2023-06-02\"");
  list.set_view(v1::MANDATE_VIEW_FULL);
  const auto page = client().Call(list);
  ASSERT_TRUE(page.ok()) << Describe(page.status);
  ASSERT_THAT(page->mandates(), SizeIs(1));
  EXPECT_EQ(page->mandates(0).decisions_size(), 1);
}

TEST_F(RpcTest, SessionsAreListedWithTheProjectedOnes) {
  v1::ListSessionsRequest list;
  list.set_page_size(4);
  list.set_projected_count(3);
  std::vector<std::string> names;
  do {
    const auto page = client().Call(list);
    ASSERT_TRUE(page.ok()) << Describe(page.status);
    for (const auto& session : page->sessions()) {
      names.push_back(session.name());
    }
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(names, ElementsAre("sessions/hrc-51", "sessions/hrc-52",
                                 "sessions/hrc-53", "sessions/hrc-54",
                                 "sessions/hrc-55", "sessions/hrc-56",
                                 "sessions/hrc-57", "sessions/hrc-58"));
  v1::GetSessionRequest get;
  get.set_name("sessions/hrc-56");
  EXPECT_EQ(client().Call(get)->session().basis(),
            v1::CALENDAR_BASIS_PROJECTED);
}

TEST_F(RpcTest, ExpiringIsListedByDayAndByPage) {
  EstablishMany(5, 2023, 6);
  v1::ListExpiringRequest list;
  list.set_page_size(2);
  list.set_within("P6M");
  std::vector<std::string> names;
  do {
    const auto page = client().Call(list);
    ASSERT_TRUE(page.ok()) << Describe(page.status);
    for (const auto& name : NamesOf(page.response)) names.push_back(name);
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(names, ElementsAre("mandates/m-1", "mandates/m-2", "mandates/m-3",
                                 "mandates/m-4", "mandates/m-5"));
  list.set_within("P3M");
  EXPECT_THAT(client().Call(list)->expiring(), IsEmpty());
  *list.mutable_as_of() = Day(2023, 6, 1);
  list.set_within("P1D");
  const auto days = client().Call(list);
  EXPECT_THAT(NamesOf(days.response),
              ElementsAre("mandates/m-1", "mandates/m-2"));
  EXPECT_EQ(days->expiring(0).days_left(), 0);
}

TEST_F(RpcTest, ExpiringAtASessionAndGroupedBySession) {
  Record(DueAt54("a", 1));
  // Ends on the day session 54 ends, but at no session, between the others.
  Record(Establish("b", "A/HRC/RES/51/2", Day(2022, 10, 6),
                   TermUntil(Day(2023, 10, 13))));
  Record(DueAt54("c", 3));
  Record(Establish("d", "A/HRC/RES/51/4", Day(2022, 10, 6),
                   TermUntil(Day(2023, 6, 1))));
  v1::ListExpiringRequest list;
  list.set_session("sessions/hrc-54");
  EXPECT_THAT(NamesOf(client().Call(list).response),
              ElementsAre("mandates/a", "mandates/c"));
  list.clear_session();
  list.set_group_by(v1::EXPIRING_GROUPING_SESSION);
  const auto grouped = client().Call(list);
  ASSERT_TRUE(grouped.ok()) << Describe(grouped.status);
  EXPECT_THAT(grouped->expiring(), IsEmpty());
  std::map<std::string, int> counts;
  for (const auto& due : grouped->sessions()) {
    EXPECT_TRUE(
        counts.emplace(due.session().name(), due.expiring_size()).second)
        << "two groups for " << due.session().name();
  }
  EXPECT_EQ(counts,
            (std::map<std::string, int>{{"", 2}, {"sessions/hrc-54", 2}}));
}

TEST_F(RpcTest, SimulationForetellsWhatThenHappens) {
  EstablishMany(3, 2023, 6);
  v1::SimulateExpiriesRequest simulate;
  *simulate.mutable_to() = Day(2023, 7, 1);
  const int64_t head = client().Head();
  const auto plain = client().Call(simulate);
  ASSERT_TRUE(plain.ok()) << Describe(plain.status);
  const auto assumed = Extend("m-1", "A/HRC/RES/52/1", Day(2023, 3, 1),
                              TermUntil(Day(2026, 4, 3)));
  *simulate.add_assumed_decisions() = assumed;
  const auto with = client().Call(simulate);
  ASSERT_TRUE(with.ok()) << Describe(with.status);
  EXPECT_EQ(client().Head(), head);
  EXPECT_NE(with->events_size(), plain->events_size());
  const size_t before = client().Log().size();
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 3, 1)).ok());
  Record(assumed);
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 7, 1)).ok());
  const auto log = client().Log();
  std::vector<std::string> foretold;
  std::vector<std::string> happened;
  for (const auto& event : with->events()) foretold.push_back(event.id());
  for (size_t i = before; i < log.size(); ++i) happened.push_back(log[i].id());
  EXPECT_THAT(foretold, ElementsAreArray(happened));
}

TEST_F(RpcTest, ServerTellsWhatItIs) {
  const auto info = client().Call(v1::GetServerInfoRequest());
  ASSERT_TRUE(info.ok());
  EXPECT_NE(info->version(), "");
  EXPECT_THAT(info->store_id(), SizeIs(36));
  EXPECT_EQ(info->storage_engine(), "rocksdb");
  EXPECT_TRUE(info->clock_simulated());
  EXPECT_THAT(info->leads(),
              ElementsAre("P1Y", "P6M", "P3M", "P1M", "P1W", "P1D"));
  EXPECT_EQ(info->time_zone(), "Europe/Zurich");
  EXPECT_EQ(info->watchers(), 0);
  Watcher watcher(client(), WatchFromNow());
  ASSERT_TRUE(watcher.ReadUntilCaughtUp());
  EXPECT_EQ(client().Call(v1::GetServerInfoRequest())->watchers(), 1);
}

TEST_F(RpcTest, ClockSetBackFiresNothingTwice) {
  EstablishMany(3, 2023, 6);
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 10)).ok());
  const auto log = client().Log();
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 1, 5)).ok());
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 10)).ok());
  EXPECT_THAT(Lines(client().Log()), ElementsAreArray(Lines(log)));
}

}  // namespace
}  // namespace mandated::testing
