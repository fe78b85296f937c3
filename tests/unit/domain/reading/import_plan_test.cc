#include "services/domain/reading/import_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::ImportResolutionRequest;
using mandates::v1::Resolution;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

// A reading with nothing open: one extension of a mandate on record.
Resolution Reading() {
  return Parse<Resolution>(R"pb(
    name: "resolutions/a-hrc-res-44-11"
    symbol: "A/HRC/RES/44/11"
    proposals {
      decision {
        act: ACT_EXTEND
        symbol: "A/HRC/RES/44/11"
        adopted_on { year: 2020 month: 7 day: 16 }
        session: "sessions/hrc-44"
        term { period: "P3Y" basis: BASIS_READ }
        paragraph: "10"
        readings {
          field: "term.period"
          confidence: CONFIDENCE_READ
          evidence {
            paragraph: "10"
            end_byte: 30
            words: "for a period of three years"
          }
        }
      }
      mandates: "mandates/ie-solidarity"
      mandate_reading { confidence: CONFIDENCE_READ }
    })pb");
}

Decision Recorded() {
  return Parse<Decision>(R"pb(
    act: ACT_EXTEND
    symbol: "A/HRC/RES/44/11"
    adopted_on { year: 2020 month: 7 day: 16 }
    session: "sessions/hrc-44"
    term {
      period: "P3Y"
      end_of_session: "sessions/hrc-53"
      basis: BASIS_INFERRED
    })pb");
}

std::vector<std::string> FieldsOf(
    const std::vector<ImportObstacle>& obstacles) {
  std::vector<std::string> fields;
  for (const auto& obstacle : obstacles) fields.push_back(obstacle.field);
  return fields;
}

TEST(PlanImportTest, AReadingWithNothingOpenIsRecordedAsRead) {
  const auto plan = PlanImport(Reading(), ImportResolutionRequest());
  ASSERT_THAT(plan, IsOk());
  ASSERT_EQ(plan->requests.size(), 1U);
  EXPECT_EQ(plan->requests[0].mandate_name(), "mandates/ie-solidarity");
  EXPECT_EQ(plan->requests[0].decision().term().period(), "P3Y");
  EXPECT_EQ(plan->requests[0].decision().readings_size(), 1);
}

TEST(PlanImportTest, AReadingWithAnErrorIsRefused) {
  Resolution reading = Reading();
  auto& diagnostic = *reading.add_diagnostics();
  diagnostic.set_severity(mandates::v1::SEVERITY_ERROR);
  diagnostic.set_reason("IS_DRAFT");
  diagnostic.set_message("this is a draft");
  EXPECT_THAT(PlanImport(reading, ImportResolutionRequest()),
              IsError("IMPORT_REFUSED"));
}

TEST(PlanImportTest, AWarningAloneRefusesNothing) {
  Resolution reading = Reading();
  auto& diagnostic = *reading.add_diagnostics();
  diagnostic.set_severity(mandates::v1::SEVERITY_WARNING);
  diagnostic.set_reason("MEETING_NOT_READ");
  EXPECT_THAT(PlanImport(reading, ImportResolutionRequest()), IsOk());
}

TEST(PlanImportTest, TextThatContradictsItselfOnItsAdoptionIsOpen) {
  for (const char* reason : {"VOTE_CONTRADICTS", "ADOPTION_CONTRADICTS"}) {
    Resolution reading = Reading();
    auto& diagnostic = *reading.add_diagnostics();
    diagnostic.set_severity(mandates::v1::SEVERITY_WARNING);
    diagnostic.set_reason(reason);
    EXPECT_THAT(PlanImport(reading, ImportResolutionRequest()),
                IsError("IMPORT_OPEN"))
        << reason;
  }
}

TEST(PlanImportTest, NothingToRecordIsRefused) {
  Resolution reading = Reading();
  reading.clear_proposals();
  EXPECT_THAT(PlanImport(reading, ImportResolutionRequest()),
              IsError("IMPORT_REFUSED"));
}

TEST(PlanImportTest, AMandateThatIsAmbiguousIsOpenUntilItIsSettled) {
  Resolution reading = Reading();
  reading.mutable_proposals(0)->add_mandates("mandates/ie-debt");
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  auto& settlement = *request.add_settlements();
  settlement.set_mandate_name("mandates/ie-debt");
  const auto plan = PlanImport(reading, request);
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->requests[0].mandate_name(), "mandates/ie-debt");
}

TEST(PlanImportTest, ANewMandateIsTakenByTheNameThatWasProposed) {
  Resolution reading = Reading();
  auto& proposal = *reading.mutable_proposals(0);
  proposal.clear_mandates();
  proposal.mutable_new_mandate()->set_title("Independent Expert on x");
  proposal.mutable_decision()->set_act(mandates::v1::ACT_ESTABLISH);
  EXPECT_THAT(PlanImport(reading, ImportResolutionRequest()),
              IsError("IMPORT_OPEN"));
  proposal.set_new_mandate_name("mandates/ie-x");
  const auto plan = PlanImport(reading, ImportResolutionRequest());
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->requests[0].mandate_name(), "mandates/ie-x");
  EXPECT_EQ(plan->requests[0].mandate().title(), "Independent Expert on x");
}

TEST(PlanImportTest, AnExtensionOfAMandateThatNobodyKnowsIsOpen) {
  Resolution reading = Reading();
  auto& proposal = *reading.mutable_proposals(0);
  proposal.clear_mandates();
  proposal.clear_mandate_reading();
  proposal.set_new_mandate_name("mandates/ie-x");
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  request.add_settlements()->set_mandate_name("mandates/ie-x");
  EXPECT_THAT(PlanImport(reading, request), IsOk());
}

TEST(PlanImportTest, FactsOfTheCallerOverlayThoseOfTheText) {
  Resolution reading = Reading();
  auto& proposal = *reading.mutable_proposals(0);
  proposal.clear_mandates();
  proposal.set_new_mandate_name("mandates/ie-x");
  proposal.mutable_new_mandate()->set_title("独立专家");
  proposal.mutable_new_mandate()->set_kind(mandates::v1::KIND_THEMATIC);
  ImportResolutionRequest request;
  request.add_settlements()->mutable_facts()->set_title(
      "Independent Expert on x");
  const auto plan = PlanImport(reading, request);
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->requests[0].mandate().title(), "Independent Expert on x");
  EXPECT_EQ(plan->requests[0].mandate().kind(), mandates::v1::KIND_THEMATIC);
}

TEST(PlanImportTest, ATermThatWasNotReadIsOpenUntilItIsSettled) {
  Resolution reading = Reading();
  reading.mutable_proposals(0)->mutable_decision()->clear_term();
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  request.add_settlements()->mutable_term()->set_period("P1Y");
  const auto plan = PlanImport(reading, request);
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->requests[0].decision().term().period(), "P1Y");
}

TEST(PlanImportTest, AnEmptyTermAcceptsThatNoneIsStated) {
  Resolution reading = Reading();
  reading.mutable_proposals(0)->mutable_decision()->clear_term();
  ImportResolutionRequest request;
  request.add_settlements()->mutable_term();
  EXPECT_THAT(PlanImport(reading, request), IsOk());
}

TEST(PlanImportTest, ATermThatReplacesAnotherHasNoWordsOfItsOwn) {
  ImportResolutionRequest request;
  request.add_settlements()->mutable_term()->set_period("P1Y");
  const auto plan = PlanImport(Reading(), request);
  ASSERT_THAT(plan, IsOk());
  EXPECT_THAT(plan->requests[0].decision().readings(), IsEmpty());
}

TEST(PlanImportTest, InferredFieldsAreOpenWhereOnlyReadOnesAreWanted) {
  Resolution reading = Reading();
  auto& mandate = *reading.mutable_proposals(0)->mutable_mandate_reading();
  mandate.set_confidence(mandates::v1::CONFIDENCE_INFERRED);
  mandate.set_rule("the only one");
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsOk());
  request.set_read_only(true);
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  request.add_settlements()->set_mandate_name("mandates/ie-solidarity");
  EXPECT_THAT(PlanImport(reading, request), IsOk());
}

TEST(PlanImportTest, TheDayOfAdoptionMayBeSupplied) {
  Resolution reading = Reading();
  reading.mutable_proposals(0)->mutable_decision()->clear_adopted_on();
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  request.mutable_adopted_on()->set_year(2020);
  request.mutable_adopted_on()->set_month(7);
  request.mutable_adopted_on()->set_day(16);
  EXPECT_THAT(PlanImport(reading, request), IsOk());
}

TEST(PlanImportTest, TwoProposalsForOneMandateAreOpen) {
  Resolution reading = Reading();
  *reading.add_proposals() = reading.proposals(0);
  ImportResolutionRequest request;
  EXPECT_THAT(PlanImport(reading, request), IsError("IMPORT_OPEN"));
  auto& settlement = *request.add_settlements();
  settlement.set_proposal(1);
  settlement.set_skip(true);
  EXPECT_THAT(PlanImport(reading, request), IsOk());
}

TEST(PlanImportTest, ASettlementOfNoProposalIsInvalid) {
  ImportResolutionRequest request;
  request.add_settlements()->set_proposal(1);
  EXPECT_THAT(PlanImport(Reading(), request), IsError("FIELD_OUT_OF_RANGE"));
}

TEST(PlanImportTest, TwoSettlementsOfOneProposalAreInvalid) {
  ImportResolutionRequest request;
  request.add_settlements();
  request.add_settlements();
  EXPECT_THAT(PlanImport(Reading(), request), IsError("SETTLEMENT_REPEATED"));
}

TEST(PlanImportTest, ASettledTermMustBeOne) {
  ImportResolutionRequest request;
  request.add_settlements()->mutable_term()->set_period("three years");
  EXPECT_THAT(PlanImport(Reading(), request), IsError("PERIOD_INVALID"));
}

TEST(ContradictionsTest, WhatFollowsFromTheSameFactsIsNone) {
  EXPECT_THAT(Contradictions(Recorded(), Reading().proposals(0).decision()),
              IsEmpty());
}

TEST(ContradictionsTest, EachFactThatDiffersIsNamed) {
  Decision read = Reading().proposals(0).decision();
  read.mutable_term()->set_period("P1Y");
  read.mutable_adopted_on()->set_day(17);
  EXPECT_THAT(FieldsOf(Contradictions(Recorded(), read)),
              ElementsAre("adopted_on", "term.period"));
}

TEST(ContradictionsTest, AnEndWithoutAPeriodIsCompared) {
  Decision recorded = Recorded();
  recorded.mutable_term()->clear_period();
  Decision read = recorded;
  read.mutable_term()->set_end_of_session("sessions/hrc-54");
  EXPECT_THAT(FieldsOf(Contradictions(recorded, read)),
              ElementsAre("term.end"));
}

TEST(ContradictionsTest, TitlesAreComparedWithinALanguage) {
  Decision recorded = Recorded();
  (*recorded.mutable_new_titles())["fr"] = "Le riz";
  Decision read = recorded;
  (*read.mutable_new_titles())["es"] = "El arroz";
  EXPECT_THAT(Contradictions(recorded, read), IsEmpty());
  (*read.mutable_new_titles())["fr"] = "Les vivres";
  EXPECT_THAT(FieldsOf(Contradictions(recorded, read)),
              ElementsAre("new_titles.fr"));
}

TEST(ContradictionsTest, WhatOneSideDoesNotStateIsNone) {
  Decision recorded = Recorded();
  recorded.set_meeting(27);
  recorded.clear_session();
  EXPECT_THAT(Contradictions(recorded, Reading().proposals(0).decision()),
              IsEmpty());
}

TEST(ProveTest, FillsInWhatTheRecordLacksAndKeepsTheRest) {
  Decision recorded = Recorded();
  recorded.set_source("a table");
  const Decision proved = Prove(recorded, Reading().proposals(0).decision());
  EXPECT_EQ(proved.paragraph(), "10");
  EXPECT_EQ(proved.source(), "a table");
  EXPECT_EQ(proved.readings_size(), 1);
  EXPECT_EQ(proved.term().basis(), mandates::v1::BASIS_READ);
  EXPECT_EQ(proved.term().end_of_session(), "sessions/hrc-53");
}

}  // namespace
}  // namespace mandated::domain
