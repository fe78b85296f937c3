#include "services/engine/registry.h"

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using mandates::v1::RecordDecisionRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

RecordDecisionRequest EstablishRequest(const std::string& id) {
  auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Engine::Symbol("1"),
                             "2020-06-01");
  *decision.mutable_term()->mutable_fixed() = DateOf("2021-06-30");
  return Engine::RecordRequest(id, decision);
}

TEST(RegistryTest, ARetryWithTheSameRequestIdReturnsTheFirstResult) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.set_request_id("one");
  const auto first = engine.Record(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2022-06-30"), IsOk());
  const storage::Revision head = engine.head();

  const auto again = engine.Record(request);

  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->revision, first->revision);
  ASSERT_EQ(again->mandates.size(), 1U);
  EXPECT_EQ(again->mandates[0].SerializeAsString(),
            first->mandates[0].SerializeAsString());
  ASSERT_EQ(again->events.size(), first->events.size());
  EXPECT_EQ(again->events[0].SerializeAsString(),
            first->events[0].SerializeAsString());
  EXPECT_EQ(engine.head(), head);
}

// Holds the writer's thread, so that what is submitted meanwhile forms one
// group.
class Hold {
 public:
  explicit Hold(Writer& writer) {
    std::promise<void> held;
    writer.Submit({.prepare =
                       [this, &held](Draft&) {
                         held.set_value();
                         released_.get_future().wait();
                         return absl::OkStatus();
                       },
                   .done = [](const absl::StatusOr<storage::Revision>&,
                              const Draft&) {}});
    held.get_future().wait();
  }
  void Release() { released_.set_value(); }

 private:
  std::promise<void> released_;
};

using Promised = std::promise<absl::StatusOr<Told>>;

void Submit(Engine& engine, const RecordDecisionRequest& request,
            Promised& done) {
  // The request must live until it is done.
  const auto kept = std::make_shared<RecordDecisionRequest>(request);
  engine.registry().RecordDecision(
      *kept, [&done, kept](absl::StatusOr<Outcome> outcome) {
        done.set_value(ToTold(std::move(outcome)));
      });
}

TEST(RegistryTest, TwoOfOneRequestIdInOneGroupAreDoneOnce) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.set_request_id("one");
  Hold hold(engine.writer());
  Promised first;
  Promised second;
  Submit(engine, request, first);
  Submit(engine, request, second);
  hold.Release();

  const auto a = first.get_future().get();
  const auto b = second.get_future().get();

  ASSERT_THAT(a, IsOk());
  ASSERT_THAT(b, IsOk());
  EXPECT_EQ(a->revision, b->revision);
  EXPECT_EQ(a->mandates[0].SerializeAsString(),
            b->mandates[0].SerializeAsString());
  EXPECT_THAT(engine.Events(), ElementsAre("2020-06-01 ESTABLISHED x"));
}

TEST(RegistryTest, InOneGroupEachSeesThoseBeforeIt) {
  Engine engine;
  Hold hold(engine.writer());
  Promised establish;
  Promised extend;
  Promised other;
  Submit(engine, EstablishRequest("x"), establish);
  auto decision =
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-06-01");
  *decision.mutable_term()->mutable_fixed() = DateOf("2021-06-30");
  Submit(engine, Engine::RecordRequest("x", decision), extend);
  Submit(engine, EstablishRequest("y"), other);
  hold.Release();

  EXPECT_THAT(establish.get_future().get(), IsOk());
  EXPECT_THAT(extend.get_future().get(), IsError("TERM_NOT_EXTENDED"));
  EXPECT_THAT(other.get_future().get(), IsOk());
}

TEST(RegistryTest, ARequestIdOfAnotherRequestIsRefused) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.set_request_id("one");
  ASSERT_THAT(engine.Record(request), IsOk());
  RecordDecisionRequest other = EstablishRequest("y");
  other.set_request_id("one");
  const storage::Revision head = engine.head();
  EXPECT_THAT(engine.Record(other), IsError("REQUEST_ID_REUSED"));
  EXPECT_EQ(engine.head(), head);
}

TEST(RegistryTest, ARequestThatFailedMayComeAgainUnderItsId) {
  Engine engine;
  auto extend = Engine::RecordRequest(
      "x",
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-06-01"));
  extend.set_request_id("one");
  ASSERT_THAT(engine.Record(extend), IsError("MANDATE_NOT_FOUND"));
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  EXPECT_THAT(engine.Record(extend), IsOk());
}

TEST(RegistryTest, RequestIdsAreForgottenAfterAWeek) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.set_request_id("one");
  ASSERT_THAT(engine.Record(request), IsOk());
  for (int day = 2; day <= 8; ++day) {
    engine.AdvanceTo(Day("2020-06-01") + (day - 1));
  }
  ASSERT_THAT(engine.Record(request), IsOk());  // seven days later: known

  engine.AdvanceTo("2020-06-09");

  EXPECT_THAT(engine.Record(request), IsError("DECISION_ALREADY_RECORDED"));
}

TEST(RegistryTest, AStaleEtagIsRefusedAndTheCurrentOneTaken) {
  Engine engine;
  const auto first = engine.EstablishUntil("x", "2020-06-01", "2021-06-30");
  ASSERT_THAT(first, IsOk());
  const std::string etag = first->mandates[0].etag();
  ASSERT_FALSE(etag.empty());
  auto decision =
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-06-01");
  *decision.mutable_term()->mutable_fixed() = DateOf("2022-06-30");
  auto request = Engine::RecordRequest("x", decision);
  request.set_etag(etag);
  ASSERT_THAT(engine.Record(request), IsOk());
  request.mutable_decision()->set_symbol(Engine::Symbol("3"));
  *request.mutable_decision()->mutable_term()->mutable_fixed() =
      DateOf("2023-06-30");
  const storage::Revision head = engine.head();

  EXPECT_THAT(engine.Record(request), IsError("ETAG_STALE"));
  EXPECT_EQ(engine.head(), head);
  request.set_etag(engine.reader().GetMandate("x")->etag());
  EXPECT_THAT(engine.Record(request), IsOk());
}

TEST(RegistryTest, ValidateOnlyAnswersAndWritesNothing) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.set_validate_only(true);
  request.set_request_id("one");
  const storage::Revision head = engine.head();

  const auto outcome = engine.Record(request);

  ASSERT_THAT(outcome, IsOk());
  EXPECT_EQ(outcome->revision, 0);
  EXPECT_THAT(Briefs(outcome->events), ElementsAre("2020-06-01 ESTABLISHED x"));
  EXPECT_EQ(Text(outcome->mandates[0].term().last_day()), "2021-06-30");
  EXPECT_EQ(engine.head(), head);
  EXPECT_THAT(engine.reader().GetMandate("x"), IsError("MANDATE_NOT_FOUND"));
  // Nor is its request id remembered.
  request.set_validate_only(false);
  const auto really = engine.Record(request);
  ASSERT_THAT(really, IsOk());
  EXPECT_GT(really->revision, 0);
}

TEST(RegistryTest, ABatchWithOneBadRowWritesNothingAndNamesTheRow) {
  Engine engine;
  mandates::v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = EstablishRequest("a");
  *batch.add_requests() = EstablishRequest("b");
  *batch.add_requests() = EstablishRequest("c");
  batch.mutable_requests(2)->clear_mandate();
  const storage::Revision head = engine.head();

  const auto outcome = engine.Call(&Registry::BatchRecordDecisions, batch);

  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(domain::FieldOf(outcome.status()), "requests[2].mandate");
  EXPECT_EQ(engine.head(), head);
  EXPECT_THAT(engine.reader().GetMandate("a"), IsError("MANDATE_NOT_FOUND"));
}

TEST(RegistryTest, ABatchIsOneCommitEvenOnOneMandate) {
  Engine engine;
  mandates::v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = EstablishRequest("b");
  *batch.add_requests() = EstablishRequest("a");
  auto extend =
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-06-01");
  *extend.mutable_term()->mutable_fixed() = DateOf("2022-06-30");
  *batch.add_requests() = Engine::RecordRequest("b", extend);

  const auto outcome = engine.Call(&Registry::BatchRecordDecisions, batch);

  ASSERT_THAT(outcome, IsOk());
  ASSERT_EQ(outcome->mandates.size(), 2U);
  EXPECT_EQ(outcome->mandates[0].name(), "mandates/a");
  EXPECT_EQ(outcome->mandates[1].decisions_size(), 2);
  EXPECT_THAT(engine.Events(outcome->revision - 1),
              ElementsAre("2020-06-01 ESTABLISHED b",
                          "2020-06-01 ESTABLISHED a", "2020-06-01 EXTENDED b"));
}

TEST(RegistryTest, AnExtensionOfAMissingMandateNeedsLeave) {
  Engine engine;
  auto decision =
      DecisionOf(mandates::v1::ACT_EXTEND, Engine::Symbol("2"), "2020-06-01");
  *decision.mutable_term()->mutable_fixed() = DateOf("2021-06-30");
  auto request = Engine::RecordRequest("x", decision);
  EXPECT_THAT(engine.Record(request), IsError("MANDATE_NOT_FOUND"));
  request.set_allow_missing(true);
  EXPECT_THAT(engine.Record(request), IsOk());
}

TEST(RegistryTest, ADecisionIsRecordedOnceOnly) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  EXPECT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"),
              IsError("DECISION_ALREADY_RECORDED"));
}

TEST(RegistryTest, ARetractedDecisionMayBeRecordedAgainButNotAmended) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2022-06-30"), IsOk());
  ASSERT_THAT(engine.Retract("x", "2"), IsOk());
  ASSERT_EQ(Text(engine.reader().GetMandate("x")->term().last_day()),
            "2021-06-30");
  EXPECT_THAT(engine.Retract("x", "2"), IsError("DECISION_RETRACTED"));
  EXPECT_THAT(
      engine.Amend("x", DecisionOf(mandates::v1::ACT_EXTEND,
                                   Engine::Symbol("2"), "2020-06-01", "P3Y")),
      IsError("DECISION_RETRACTED"));

  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2022-06-30"), IsOk());

  const auto log = engine.Log();
  ASSERT_EQ(log.size(), 4U);
  EXPECT_EQ(Brief(log[1]), Brief(log[3]));
  EXPECT_NE(log[1].id(), log[3].id());
}

TEST(RegistryTest, WhatIsRecordedDoesNotCarryWhatACallerMayNotSay) {
  Engine engine;
  RecordDecisionRequest request = EstablishRequest("x");
  request.mutable_decision()->set_retracted(true);
  request.mutable_decision()->set_corrections(7);
  request.mutable_mandate()->set_state(mandates::v1::STATE_MERGED);
  const auto outcome = engine.Record(request);
  ASSERT_THAT(outcome, IsOk());
  EXPECT_FALSE(outcome->mandates[0].decisions(0).retracted());
  EXPECT_EQ(outcome->mandates[0].decisions(0).corrections(), 0);
  EXPECT_EQ(outcome->mandates[0].state(), mandates::v1::STATE_IN_FORCE);
}

TEST(RegistryTest, AnUpdateChangesTheFactsItNamesAndAnnouncesNothing) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-06-20"), IsOk());
  const size_t events = engine.Events().size();
  mandates::v1::UpdateMandateRequest update;
  update.mutable_mandate()->set_name("mandates/x");
  update.mutable_mandate()->set_holder("Ms. A");
  update.mutable_mandate()->set_title("not in the mask");
  update.mutable_update_mask()->add_paths("holder");

  const auto outcome = engine.Call(&Registry::UpdateMandate, update);

  ASSERT_THAT(outcome, IsOk());
  EXPECT_EQ(engine.reader().GetMandate("x")->holder(), "Ms. A");
  EXPECT_EQ(engine.reader().GetMandate("x")->title(), "Title of x");
  EXPECT_EQ(engine.Events().size(), events);
}

TEST(RegistryTest, TitlesInOtherLanguagesAreKeptAndReplacedWithoutAnEvent) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-06-20"), IsOk());
  const size_t events = engine.Events().size();
  mandates::v1::UpdateMandateRequest update;
  update.mutable_mandate()->set_name("mandates/x");
  update.mutable_update_mask()->add_paths("titles");
  for (const char* title : {"Titre", "Nouveau titre"}) {
    auto& titles = *update.mutable_mandate()->mutable_titles();
    titles["fr"].clear_titles();
    titles["fr"].add_titles(title);
    ASSERT_THAT(engine.Call(&Registry::UpdateMandate, update), IsOk());
  }
  const auto mandate = engine.reader().GetMandate("x");
  ASSERT_EQ(mandate->titles().size(), 1U);
  EXPECT_THAT(mandate->titles().at("fr").titles(),
              ::testing::ElementsAre("Nouveau titre"));
  EXPECT_EQ(engine.Events().size(), events);
}

TEST(RegistryTest, ASessionThatIsRecordedAgainAsItIsWritesNothing) {
  Engine engine;
  const storage::Revision head = engine.head();
  const auto outcome =
      engine.UpsertSession("hrc-44", "2020-06-30", "2020-07-17");
  ASSERT_THAT(outcome, IsOk());
  EXPECT_EQ(outcome->revision, 0);
  EXPECT_GT(outcome->session.revision(), 0);
  EXPECT_EQ(engine.head(), head);
}

TEST(RegistryTest, AStoppedWriterAnswersThatItShutsDown) {
  Engine engine;
  engine.writer().Stop();
  const auto outcome = engine.EstablishUntil("x", "2020-06-01", "2021-06-30");
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mandated::engine
