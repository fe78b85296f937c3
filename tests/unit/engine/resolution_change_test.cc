#include "services/engine/resolution_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSymbol[] = "A/HRC/RES/44/11";
constexpr char kName[] = "resolutions/a-hrc-res-44-11";

mandates::v1::Decision ExtensionRead(const std::string& period) {
  auto decision =
      DecisionOf(mandates::v1::ACT_EXTEND, kSymbol, "2020-07-16", period);
  decision.mutable_term()->set_basis(mandates::v1::BASIS_READ);
  decision.set_paragraph("10");
  auto& reading = *decision.add_readings();
  reading.set_field("term.period");
  reading.set_confidence(mandates::v1::CONFIDENCE_READ);
  reading.mutable_evidence()->set_words("for a period of three years");
  return decision;
}

// A plan that extends mandate `id`.
domain::ImportPlan PlanOf(const std::string& id,
                          const std::string& period = "P3Y") {
  domain::ImportPlan plan;
  plan.resolution.set_name(kName);
  plan.resolution.set_symbol(kSymbol);
  auto request = Engine::RecordRequest(id, ExtensionRead(period));
  request.set_allow_missing(true);
  plan.requests.push_back(std::move(request));
  return plan;
}

absl::StatusOr<Told> Import(Engine& engine, domain::ImportPlan plan,
                            bool validate_only = false) {
  std::promise<absl::StatusOr<Told>> done;
  engine.registry().Import(std::move(plan), "tester", validate_only,
                           [&](absl::StatusOr<Outcome> outcome) {
                             done.set_value(ToTold(std::move(outcome)));
                           });
  return done.get_future().get();
}

// An engine on the day after the adoption, with or without the mandate.
Engine::Options After() { return {.today = "2020-07-17"}; }

TEST(ImportIntoTest, RecordsADecisionWithTheWordsThatProveIt) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  const auto outcome = Import(engine, PlanOf("x"));
  ASSERT_THAT(outcome, IsOk());
  EXPECT_FALSE(outcome->already_imported);
  EXPECT_THAT(outcome->resolution.decisions(),
              ElementsAre(Engine::NameOfDecision("x", kSymbol)));
  const auto mandate = engine.reader().GetMandate("x");
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(mandate->term().end_of_session(), "sessions/hrc-53");
  EXPECT_EQ(mandate->decisions(1).readings(0).evidence().words(),
            "for a period of three years");
}

std::vector<std::string> FrenchTitles(const Engine& engine,
                                      const std::string& id) {
  const auto mandate = engine.reader().GetMandate(id);
  if (!mandate.ok() || !mandate->titles().contains("fr")) return {};
  const auto& titles = mandate->titles().at("fr").titles();
  return {titles.begin(), titles.end()};
}

// As PlanOf, in French, with a new title.
domain::ImportPlan RenamingOf(const std::string& id) {
  domain::ImportPlan plan = PlanOf(id);
  auto& decision = *plan.requests[0].mutable_decision();
  (*decision.mutable_new_titles())["fr"] = "Rapporteur sur le riz";
  return plan;
}

TEST(ImportIntoTest, NewTitleIsOnRecordInTheLanguageOfItsText) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  ASSERT_THAT(Import(engine, RenamingOf("x")), IsOk());
  EXPECT_THAT(FrenchTitles(engine, "x"), ElementsAre("Rapporteur sur le riz"));
  EXPECT_EQ(engine.reader().GetMandate("x")->title(), "Title of x");
}

TEST(ImportIntoTest, DecisionOnRecordGetsTheNewTitleItLacked) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  ASSERT_THAT(engine.Record("x", ExtensionRead("P3Y")), IsOk());
  ASSERT_THAT(Import(engine, RenamingOf("x")), IsOk());
  EXPECT_THAT(FrenchTitles(engine, "x"), ElementsAre("Rapporteur sur le riz"));
}

TEST(ImportIntoTest, NewTitleGoesWithTheDecisionThatGaveIt) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  ASSERT_THAT(Import(engine, RenamingOf("x")), IsOk());
  ASSERT_THAT(engine.Amend("x", ExtensionRead("P3Y")), IsOk());
  EXPECT_THAT(FrenchTitles(engine, "x"), IsEmpty());
}

TEST(ImportIntoTest, CreatesAMandateThatIsNotOnRecord) {
  Engine engine(After());
  ASSERT_THAT(Import(engine, PlanOf("new")), IsOk());
  const auto mandate = engine.reader().GetMandate("new");
  ASSERT_THAT(mandate, IsOk());
  EXPECT_EQ(mandate->title(), "Title of new");
}

TEST(ImportIntoTest, RefusesANewMandateWithoutItsFacts) {
  Engine engine(After());
  domain::ImportPlan plan = PlanOf("new");
  plan.requests[0].mutable_mandate()->clear_title();
  const storage::Revision head = engine.head();
  EXPECT_FALSE(Import(engine, plan).ok());
  EXPECT_EQ(engine.head(), head);
}

TEST(ImportIntoTest, ASecondImportChangesNothingAndSaysWhatTheFirstDid) {
  Engine engine(After());
  const auto first = Import(engine, PlanOf("x"));
  ASSERT_THAT(first, IsOk());
  const storage::Revision head = engine.head();
  const auto second = Import(engine, PlanOf("x"));
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->already_imported);
  EXPECT_EQ(second->revision, 0);
  EXPECT_EQ(engine.head(), head);
  EXPECT_EQ(second->resolution.SerializeAsString(),
            first->resolution.SerializeAsString());
  EXPECT_EQ(Briefs(second->events), Briefs(first->events));
}

TEST(ImportIntoTest, AnotherReadingOfTheSameSymbolIsRefused) {
  Engine engine(After());
  ASSERT_THAT(Import(engine, PlanOf("x")), IsOk());
  const storage::Revision head = engine.head();
  EXPECT_THAT(Import(engine, PlanOf("x", "P1Y")),
              IsError("IMPORT_CONTRADICTS"));
  EXPECT_THAT(Import(engine, PlanOf("other")), IsError("IMPORT_CONTRADICTS"));
  EXPECT_EQ(engine.head(), head);
}

TEST(ImportIntoTest, ADecisionOnRecordIsProvedWithoutAnEvent) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  auto recorded =
      DecisionOf(mandates::v1::ACT_EXTEND, kSymbol, "2020-07-16", "P3Y");
  recorded.mutable_term()->set_basis(mandates::v1::BASIS_INFERRED);
  ASSERT_THAT(engine.Record("x", recorded), IsOk());
  const storage::Revision before = engine.head();
  ASSERT_THAT(Import(engine, PlanOf("x")), IsOk());
  EXPECT_THAT(engine.Events(before), IsEmpty());
  const auto mandate = engine.reader().GetMandate("x");
  ASSERT_THAT(mandate, IsOk());
  const auto& decision = mandate->decisions(1);
  EXPECT_EQ(decision.paragraph(), "10");
  EXPECT_EQ(decision.readings_size(), 1);
  EXPECT_EQ(decision.term().basis(), mandates::v1::BASIS_READ);
  EXPECT_EQ(decision.corrections(), 0);
}

TEST(ImportIntoTest, ADecisionOnRecordWithOtherFactsIsRefused) {
  Engine engine(After());
  ASSERT_THAT(engine.Establish("x", "2020-06-30", "P1Y"), IsOk());
  ASSERT_THAT(engine.Record("x", DecisionOf(mandates::v1::ACT_EXTEND, kSymbol,
                                            "2020-07-16", "P2Y")),
              IsOk());
  const storage::Revision head = engine.head();
  EXPECT_THAT(Import(engine, PlanOf("x")), IsError("IMPORT_CONTRADICTS"));
  EXPECT_EQ(engine.head(), head);
}

TEST(ImportIntoTest, ValidateOnlyWritesNothing) {
  Engine engine(After());
  const storage::Revision head = engine.head();
  const auto outcome = Import(engine, PlanOf("x"), true);
  ASSERT_THAT(outcome, IsOk());
  EXPECT_EQ(outcome->mandates.size(), 1U);
  EXPECT_EQ(engine.head(), head);
  EXPECT_THAT(engine.reader().GetResolution(kName),
              IsError("RESOLUTION_NOT_FOUND"));
}

TEST(ImportIntoTest, OneBadDecisionOfSeveralRecordsNone) {
  Engine engine(After());
  domain::ImportPlan plan = PlanOf("x");
  plan.requests.push_back(plan.requests[0]);
  plan.requests[1].set_mandate_name("mandates/y");
  plan.requests[1].mutable_decision()->mutable_adopted_on()->set_year(2021);
  const storage::Revision head = engine.head();
  EXPECT_FALSE(Import(engine, plan).ok());
  EXPECT_EQ(engine.head(), head);
}

TEST(ImportIntoTest, TheResolutionIsKeptAndListed) {
  Engine engine(After());
  domain::ImportPlan plan = PlanOf("x");
  plan.resolution.add_paragraphs()->set_number("10");
  ASSERT_THAT(Import(engine, plan), IsOk());
  const auto kept = engine.reader().GetResolution(kName);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->paragraphs_size(), 1);
  EXPECT_TRUE(kept->has_import_time());
  const auto page = engine.reader().ListResolutions("", 10);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->items.size(), 1U);
  EXPECT_EQ(page->items[0].name(), kName);
  EXPECT_EQ(page->items[0].paragraphs_size(), 0);
  EXPECT_EQ(page->next_key, "");
}

}  // namespace
}  // namespace mandated::engine
