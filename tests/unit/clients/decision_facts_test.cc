#include "clients/mandatectl/decision_facts.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Decision;
using ::testing::ElementsAre;

// A decision of three years as the server returns it.
Decision ThreeYearsFromSession44() {
  Decision decision;
  decision.set_symbol("A/HRC/RES/44/11");
  decision.set_session("sessions/hrc-44");
  decision.mutable_term()->set_period("P3Y");
  decision.mutable_term()->set_end_of_session("sessions/hrc-53");
  *decision.mutable_term()->mutable_last_day() = DateOf(2023, 7, 14);
  return decision;
}

// Facts of which one was given.
template <typename Value, typename Given>
DecisionFacts Only(Value DecisionFacts::*fact, Given given) {
  DecisionFacts facts;
  facts.*fact = given;
  return facts;
}

TEST(ApplyTest, OnlyTheGivenFactsChange) {
  Decision decision = ThreeYearsFromSession44();
  Apply(Only(&DecisionFacts::paragraph, "10"), decision);
  EXPECT_EQ(decision.paragraph(), "10");
  EXPECT_EQ(decision.term().period(), "P3Y");
  EXPECT_EQ(decision.term().end_of_session(), "sessions/hrc-53");
  EXPECT_FALSE(decision.term().has_last_day());
}

TEST(ApplyTest, EndThatFollowedFromThePeriodFollowsFromTheNewOne) {
  Decision decision = ThreeYearsFromSession44();
  Apply(Only(&DecisionFacts::period, "P1Y"), decision);
  EXPECT_EQ(decision.term().period(), "P1Y");
  EXPECT_FALSE(decision.term().has_end_of_session());
}

TEST(ApplyTest, EndThatWasStatedStaysWithANewPeriod) {
  Decision decision = ThreeYearsFromSession44();
  decision.mutable_term()->set_end_of_session("sessions/hrc-47");
  Apply(Only(&DecisionFacts::period, "P1Y"), decision);
  EXPECT_EQ(decision.term().end_of_session(), "sessions/hrc-47");
}

TEST(ApplyTest, StatedEndReplacesTheOneBefore) {
  Decision decision = ThreeYearsFromSession44();
  Apply(Only(&DecisionFacts::open_ended, true), decision);
  EXPECT_TRUE(decision.term().has_open_ended());
}

TEST(ApplyTest, TalliesMakeItARecordedVote) {
  Decision decision;
  mandates::v1::Vote vote;
  vote.set_in_favour(31);
  Apply(Only(&DecisionFacts::vote, vote), decision);
  EXPECT_EQ(decision.adoption(), mandates::v1::ADOPTION_RECORDED_VOTE);
  Apply(Only(&DecisionFacts::adoption, mandates::v1::ADOPTION_WITHOUT_A_VOTE),
        decision);
  EXPECT_FALSE(decision.has_vote());
}

TEST(ApplyTest, DecisionWithoutTermFactsHasNoTerm) {
  Decision decision;
  Apply(Only(&DecisionFacts::symbol, "A/1"), decision);
  EXPECT_FALSE(decision.has_term());
}

TEST(ApplyToMandateTest, PathsNameWhatChanged) {
  mandates::v1::Mandate mandate;
  (*mandate.mutable_labels())["desk"] = "africa";
  MandateFacts facts;
  facts.holder = "Ms X";
  facts.labels = {{"desk", ""}, {"a", "b"}};
  const auto paths = Apply(facts, mandate);
  EXPECT_THAT(paths, ElementsAre("holder", "labels"));
  EXPECT_EQ(mandate.holder(), "Ms X");
  EXPECT_EQ(mandate.labels().size(), 1U);
  EXPECT_EQ(mandate.labels().at("a"), "b");
}

TEST(HasDerivedEndTest, RhythmOfThreeSessionsAYearTells) {
  Decision decision = ThreeYearsFromSession44();
  EXPECT_TRUE(HasDerivedEnd(decision));
  decision.mutable_term()->set_end_of_session("sessions/hrc-52");
  EXPECT_FALSE(HasDerivedEnd(decision));
  decision.set_session("sessions/hrc-s-31");
  EXPECT_TRUE(HasDerivedEnd(decision));
}

TEST(HasDerivedEndTest, AnniversaryIsDerivedForPartsOfYears) {
  Decision decision;
  decision.mutable_term()->set_period("P6M");
  decision.mutable_term()->mutable_anniversary();
  EXPECT_TRUE(HasDerivedEnd(decision));
  decision.mutable_term()->set_period("P1Y");
  EXPECT_FALSE(HasDerivedEnd(decision));
}

mandates::v1::Mandate MandateWith(const std::vector<std::string>& symbols) {
  mandates::v1::Mandate mandate;
  mandate.set_name("mandates/sr-food");
  for (const std::string& symbol : symbols) {
    mandate.add_decisions()->set_symbol(symbol);
  }
  return mandate;
}

TEST(FindDecisionTest, SymbolShortFormAndIdMeanTheSame) {
  const auto mandate = MandateWith({"A/HRC/RES/4/11", "A/HRC/RES/44/11"});
  for (const char* text : {"A/HRC/RES/44/11", "44/11", "a-hrc-res-44-11"}) {
    const auto found = FindDecision(mandate, text);
    ASSERT_TRUE(found.ok()) << text << found.status();
    EXPECT_EQ(found->symbol(), "A/HRC/RES/44/11");
  }
}

TEST(FindDecisionTest, ShortFormOfTwoIsRejectedWithBoth) {
  const auto mandate = MandateWith({"A/HRC/RES/44/11", "A/HRC/DEC/44/11"});
  EXPECT_THAT(FindDecision(mandate, "44/11"),
              FailsWith("both A/HRC/RES/44/11 and A/HRC/DEC/44/11"));
}

TEST(FindDecisionTest, DecisionThatIsNotThereIsNotFound) {
  EXPECT_THAT(FindDecision(MandateWith({"A/HRC/RES/44/11"}), "53/5"),
              FailsWith("has no decision 53/5; see mandatectl history "
                        "sr-food"));
  EXPECT_THAT(FindDecision(MandateWith({"A/HRC/RES/44/11"}), ""),
              FailsWith("has no decision"));
}

}  // namespace
}  // namespace mandated::mandatectl
