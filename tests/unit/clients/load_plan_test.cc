#include "clients/mandatectl/load_plan.h"

#include "mandates/client/error.h"
#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Decision;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

DecisionRow Row(const std::string& mandate, const std::string& symbol,
                int day) {
  DecisionRow row{.place = {"d.csv", day}, .mandate = mandate, .decision = {}};
  row.decision.set_act(mandates::v1::ACT_EXTEND);
  row.decision.set_symbol(symbol);
  *row.decision.mutable_adopted_on() = DateOf(2020, 7, day);
  row.decision.mutable_term()->set_period("P3Y");
  return row;
}

std::vector<std::string> SymbolsOf(const LoadPlan::Batch& batch) {
  std::vector<std::string> symbols;
  for (const DecisionRow* row : batch) {
    symbols.push_back(row->decision.symbol());
  }
  return symbols;
}

TEST(PlanLoadTest, AllDecisionsOfAMandateShareABatchInOrderOfAdoption) {
  Catalogue catalogue;
  catalogue.decisions = {Row("m/a", "A/1", 1), Row("m/b", "B/2", 2),
                         Row("m/c", "C/3", 3), Row("m/a", "A/4", 4),
                         Row("m/b", "B/5", 5)};
  const LoadPlan plan = PlanLoad(catalogue, {}, 4);
  ASSERT_THAT(plan.batches, SizeIs(2));
  EXPECT_THAT(SymbolsOf(plan.batches[0]),
              ElementsAre("A/1", "B/2", "A/4", "B/5"));
  EXPECT_THAT(SymbolsOf(plan.batches[1]), ElementsAre("C/3"));
}

TEST(PlanLoadTest, SameContentHasTheSameRequestId) {
  Catalogue catalogue;
  catalogue.decisions = {Row("m/a", "A/1", 1), Row("m/a", "A/2", 2)};
  const LoadPlan plan = PlanLoad(catalogue, {}, 1'000);
  const auto id = [&](const std::string& actor) {
    return MakeBatch(catalogue, {}, plan.batches[0], actor).request_id();
  };
  EXPECT_EQ(id("me"), id("me"));
  EXPECT_NE(id("me"), id("you"));
  EXPECT_LE(id("me").size(), 128U);
}

TEST(PlanLoadTest, DecisionThatWasTakenBackIsLeftAlone) {
  Catalogue catalogue;
  catalogue.decisions = {Row("m/a", "A/1", 1)};
  ServerState server;
  Decision& recorded = *server.mandates["m/a"].add_decisions();
  recorded.set_symbol("A/1");
  recorded.set_retracted(true);
  const LoadPlan plan = PlanLoad(catalogue, server, 1'000);
  EXPECT_THAT(plan.batches, IsEmpty());
  EXPECT_EQ(plan.decisions_taken_back, 1);
}

NameRow Name(const std::string& mandate, const std::string& language,
             const std::string& title) {
  return {.place = {"n.csv", 2},
          .mandate = mandate,
          .language = language,
          .title = title};
}

TEST(PlanLoadTest, TitlesThatTheRecordLacksAreAddedToThoseItHas) {
  Catalogue catalogue;
  catalogue.names = {Name("m/a", "fr", "Un"), Name("m/a", "zh", "一"),
                     Name("m/b", "fr", "Deux"), Name("m/c", "fr", "Trois")};
  ServerState server;
  server.mandates["m/a"].set_etag("7");
  (*server.mandates["m/a"].mutable_titles())["fr"].add_titles("Autre");
  (*server.mandates["m/b"].mutable_titles())["fr"].add_titles("Deux");
  const LoadPlan plan = PlanLoad(catalogue, server, 1'000);
  ASSERT_THAT(plan.titled, SizeIs(1));
  EXPECT_EQ(plan.titled[0].name(), "m/a");
  EXPECT_EQ(plan.titled[0].etag(), "7");
  EXPECT_THAT(plan.titled[0].titles().at("fr").titles(),
              ElementsAre("Autre", "Un"));
  EXPECT_THAT(plan.titled[0].titles().at("zh").titles(), ElementsAre("一"));
}

TEST(PlanLoadTest, SessionWithOtherDatesIsSentAgain) {
  Catalogue catalogue;
  catalogue.sessions.resize(1);
  auto& session = catalogue.sessions[0].session;
  session.set_name("sessions/hrc-44");
  *session.mutable_last_day() = DateOf(2020, 7, 17);
  ServerState server;
  server.sessions[session.name()] = session;
  EXPECT_THAT(PlanLoad(catalogue, server, 1'000).sessions, IsEmpty());
  *server.sessions[session.name()].mutable_last_day() = DateOf(2020, 7, 18);
  EXPECT_THAT(PlanLoad(catalogue, server, 1'000).sessions, SizeIs(1));
}

TEST(DifferenceOfTest, WhatTheServerWorkedOutIsNoDifference) {
  const Decision stated = Row("m/a", "A/1", 1).decision;
  Decision recorded = stated;
  recorded.set_session("sessions/hrc-44");
  recorded.mutable_term()->set_end_of_session("sessions/hrc-53");
  recorded.mutable_term()->set_basis(mandates::v1::BASIS_READ);
  *recorded.mutable_term()->mutable_last_day() = DateOf(2023, 7, 14);
  EXPECT_EQ(DifferenceOf(stated, recorded), "");
}

TEST(DifferenceOfTest, EndThatSomebodyStatedIsADifference) {
  const Decision stated = Row("m/a", "A/1", 1).decision;
  Decision recorded = stated;
  *recorded.mutable_term()->mutable_fixed() = DateOf(2021, 6, 30);
  EXPECT_THAT(DifferenceOf(stated, recorded), HasSubstr("end is"));
}

TEST(DifferenceOfTest, EveryFactThatDiffersIsNamed) {
  Decision stated = Row("m/a", "A/1", 1).decision;
  stated.set_paragraph("10");
  Decision recorded = stated;
  recorded.set_paragraph("9");
  recorded.set_act(mandates::v1::ACT_ROLLOVER);
  EXPECT_EQ(DifferenceOf(stated, recorded),
            "act is \"EXTEND\" here and \"ROLLOVER\" on record, paragraph is "
            "\"10\" here and \"9\" on record");
}

TEST(DifferenceOfTest, EmptyCellStatesNothing) {
  const Decision stated = Row("m/a", "A/1", 1).decision;
  Decision recorded = stated;
  recorded.set_note("added by hand");
  recorded.set_meeting(27);
  EXPECT_EQ(DifferenceOf(stated, recorded), "");
}

absl::Status ErrorOn(const std::string& field) {
  return mandates::client::ToStatus(
      Refusal(grpc::StatusCode::INVALID_ARGUMENT, "R", "wrong", field));
}

TEST(BlamedRowTest, FieldNamesItsRow) {
  const DecisionRow one = Row("m/a", "A/1", 1);
  const DecisionRow two = Row("m/a", "A/2", 2);
  const LoadPlan::Batch batch = {&one, &two};
  EXPECT_EQ(BlamedRow(batch, ErrorOn("requests[1].decision.term")), &two);
  EXPECT_EQ(BlamedRow(batch, ErrorOn("requests[2].decision.term")), nullptr);
  EXPECT_EQ(BlamedRow(batch, ErrorOn("requests[x].decision")), nullptr);
  EXPECT_EQ(BlamedRow(batch, ErrorOn("request_id")), nullptr);
  EXPECT_EQ(BlamedRow(batch, absl::UnavailableError("away")), nullptr);
}

}  // namespace
}  // namespace mandated::mandatectl
