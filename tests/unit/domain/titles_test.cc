#include "services/domain/titles.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/validation.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Decision Renaming(const std::string& code, const std::string& title) {
  Decision decision;
  decision.set_act(mandates::v1::ACT_RENAME);
  decision.set_symbol("A/HRC/RES/44/11");
  decision.mutable_adopted_on()->set_year(2020);
  decision.mutable_adopted_on()->set_month(7);
  decision.mutable_adopted_on()->set_day(16);
  (*decision.mutable_new_titles())[code] = title;
  return decision;
}

std::vector<std::string> French(const Mandate& mandate) {
  const auto found = mandate.titles().find("fr");
  if (found == mandate.titles().end()) return {};
  return {found->second.titles().begin(), found->second.titles().end()};
}

// A mandate that a decision renamed, and what a person called it before.
Mandate Renamed() {
  Mandate mandate;
  mandate.set_name("mandates/x");
  mandate.set_title("Special Rapporteur on food");
  (*mandate.mutable_titles())["fr"].add_titles("Rapporteur sur les vivres");
  *mandate.add_decisions() = Renaming("fr", "Rapporteur sur le riz");
  return mandate;
}

TEST(NewTitlesTest, DecisionPutsItsTitleBeforeThoseOfItsLanguage) {
  Mandate mandate = Renamed();
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_THAT(French(mandate), ElementsAre("Rapporteur sur le riz",
                                           "Rapporteur sur les vivres"));
  EXPECT_EQ(mandate.title(), "Special Rapporteur on food");
}

TEST(NewTitlesTest, FoldingTwiceChangesNothing) {
  Mandate mandate = Renamed();
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  const std::vector<std::string> once = French(mandate);
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_EQ(French(mandate), once);
}

TEST(NewTitlesTest, TitleGoesWithADecisionThatIsTakenBack) {
  Mandate mandate = Renamed();
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  mandate.mutable_decisions(0)->set_retracted(true);
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_THAT(French(mandate), ElementsAre("Rapporteur sur les vivres"));
}

TEST(NewTitlesTest, LanguageWithoutATitleIsGone) {
  Mandate mandate = Renamed();
  mandate.clear_titles();
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_THAT(French(mandate), ElementsAre("Rapporteur sur le riz"));
  mandate.mutable_decisions(0)->set_retracted(true);
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_THAT(mandate.titles(), IsEmpty());
}

TEST(NewTitlesTest, FullListLosesItsLast) {
  Mandate mandate = Renamed();
  auto& titles = (*mandate.mutable_titles())["fr"];
  while (titles.titles_size() < limits::kTitlesMax) titles.add_titles("more");
  ASSERT_THAT(Fold(Calendar(), mandate), IsOk());
  EXPECT_EQ(French(mandate).size(), limits::kTitlesMax);
  EXPECT_EQ(French(mandate).front(), "Rapporteur sur le riz");
}

TEST(NewTitlesTest, RenamingInOneLanguageAloneIsEnough) {
  EXPECT_THAT(CheckDecision("decision", Renaming("fr", "Rapporteur")), IsOk());
}

TEST(NewTitlesTest, CodeAndTitleAreChecked) {
  EXPECT_THAT(CheckDecision("decision", Renaming("French", "Rapporteur")),
              IsError("LANGUAGE_CODE_INVALID"));
  EXPECT_THAT(CheckDecision("decision", Renaming("fr", " ")),
              IsError("FIELD_MISSING"));
}

TEST(ReadingsTest, DecisionTakesSoManyAndNoMore) {
  Decision decision = Renaming("fr", "Rapporteur");
  while (decision.readings_size() < limits::kReadingsMax) {
    decision.add_readings();
  }
  EXPECT_THAT(CheckDecision("decision", decision), IsOk());
  decision.add_readings();
  EXPECT_THAT(CheckDecision("decision", decision),
              IsError("FIELD_OUT_OF_RANGE"));
}

}  // namespace
}  // namespace mandated::domain
