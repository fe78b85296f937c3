#include "services/domain/reading/proposals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/domain/reading/findings.h"
#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::Proposal;
using mandates::v1::Resolution;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// "EXTEND mandates/sr-food P3Y" for each proposal.
std::vector<std::string> Decided(const Resolution& resolution) {
  std::vector<std::string> all;
  for (const Proposal& proposal : resolution.proposals()) {
    std::string line =
        mandates::v1::Act_Name(proposal.decision().act()).substr(4);
    for (const std::string& mandate : proposal.mandates())
      line += " " + mandate;
    if (proposal.mandates().empty()) line += " ?";
    const std::string period = proposal.decision().term().period();
    if (!period.empty()) line += " " + period;
    all.push_back(line);
  }
  return all;
}

std::vector<std::string> DecidedBy(const std::string& operative,
                                   const std::string& title = "Rights") {
  return Decided(ReadOperative(operative, title));
}

TEST(ProposalsTest, ExtensionIsReadWithItsProofs) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to extend the mandate of the Special Rapporteur on the "
      "right to food for a period of three years;");
  ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/sr-food P3Y"));
  const Proposal& proposal = resolution.proposals(0);
  EXPECT_EQ(proposal.decision().paragraph(), "1");
  EXPECT_EQ(proposal.decision().term().basis(), mandates::v1::BASIS_READ);
  EXPECT_EQ(proposal.mandate_reading().confidence(),
            mandates::v1::CONFIDENCE_READ);
  EXPECT_EQ(proposal.mandate_reading().evidence().words(),
            "Special Rapporteur on the right to food");
  const auto* term = FindReading(proposal.decision().readings(), "term.period");
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(term->evidence().words(), "for a period of three years");
  EXPECT_EQ(term->evidence().paragraph(), "1");
}

TEST(ProposalsTest, TermMayStandBeforeTheMandate) {
  EXPECT_THAT(
      DecidedBy("1.\tDecides to renew, for a period of three years, the "
                "mandate of the Working Group on Arbitrary Detention;"),
      ElementsAre("EXTEND mandates/wg-detention P3Y"));
  EXPECT_THAT(
      DecidedBy("1.\tDecides to extend for one year the mandate of the "
                "Independent Expert on the situation of human rights in "
                "Mali;"),
      ElementsAre("EXTEND mandates/ie-mali P1Y"));
}

TEST(ProposalsTest, VariousWordingsExtend) {
  const std::string title = "Special Rapporteur on the right to food";
  for (const std::string& wording :
       {"Renews the mandate of the " + title + " for a period of three years",
        "Also decides to continue the mandate of the " + title +
            " for a further period of three years",
        "Decides that the mandate of the " + title +
            " shall be extended for three years",
        "Decides to extend the mandate of " + title +
            ", as set out in resolution 6/2, for a period of three years",
        "Decides, in accordance with resolution 5/1, to extend the mandate "
        "of the " +
            title + " for a three-year period",
        "Decides to extend the current mandate of the " + title +
            " for a period of three years on the same terms"}) {
    EXPECT_THAT(DecidedBy("1.\t" + wording + ";"),
                ElementsAre("EXTEND mandates/sr-food P3Y"))
        << wording;
  }
}

TEST(ProposalsTest, WhatIsAskedOfTheHolderHasNoTerm) {
  EXPECT_THAT(
      DecidedBy("1.\tDecides to extend the mandate of the Special Rapporteur "
                "on the situation of human rights in Belarus for a period of "
                "one year, and requests the Special Rapporteur to monitor the "
                "situation for two years;"),
      ElementsAre("EXTEND mandates/sr-belarus P1Y"));
}

TEST(ProposalsTest, WordingsThatDecideNothingAreNone) {
  for (const char* wording :
       {"Recalls its decision to extend the mandate of the Special Rapporteur "
        "on the right to food for a period of three years",
        "Requests the Council to consider extending the mandate of the "
        "Special Rapporteur on the right to food for three years",
        "Encourages the Special Rapporteur on the right to food to continue "
        "to exercise the mandate for a period of one year",
        "Renews its request to the Special Rapporteur on the right to food to "
        "continue the mandate of cooperation for one year",
        "Decides to consider the extension of the mandate of the Special "
        "Rapporteur on the right to food at its next session",
        "Decides to continue its consideration of the mandate of the Special "
        "Rapporteur on the right to food",
        "Invites the General Assembly to decide to extend the mandate of the "
        "Special Rapporteur on the right to food for one year"}) {
    EXPECT_THAT(DecidedBy(std::string("1.\t") + wording + ";"), IsEmpty())
        << wording;
  }
}

TEST(ProposalsTest, WordsInQuotationMarksDecideNothing) {
  const Resolution resolution = ReadOperative(
      "1.\tTakes note of the proposal to insert \"Decides to extend the "
      "mandate of the Special Rapporteur on the right to food for one year\" "
      "in the text;");
  EXPECT_THAT(Decided(resolution), IsEmpty());
  EXPECT_THAT(ReasonsOf(resolution), Contains("QUOTED_WORDING"));
}

TEST(ProposalsTest, OtherBodiesAreNoSpecialProcedures) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to extend the mandate of the Special Rapporteur on the "
      "situation of human rights in Belarus for a further period of one "
      "year;\n"
      "2.\tAlso decides to extend the mandate of the independent "
      "international fact-finding mission on Belarus for a period of one "
      "year;\n"
      "3.\tDecides to extend the mandate of the open-ended intergovernmental "
      "working group for a period of two years;\n"
      "4.\tDecides to renew the mandate of the commission of inquiry for one "
      "year;");
  EXPECT_THAT(Decided(resolution),
              ElementsAre("EXTEND mandates/sr-belarus P1Y"));
  EXPECT_THAT(ReasonsOf(resolution), Contains("OTHER_BODY_EXTENDED").Times(3));
}

TEST(ProposalsTest, TextWithoutAMandateDecisionSaysSo) {
  EXPECT_THAT(ReasonsOf(ReadOperative("1.\tWelcomes the report;")),
              Contains("NO_MANDATE_DECISION"));
}

TEST(ProposalsTest, NounAloneIsTheMandateThatTheTitleNames) {
  const Resolution resolution = ReadOperative(
      "1.\tRenews the mandate of the Special Rapporteur for a period of three "
      "years;",
      "Special Rapporteur on contemporary forms of slavery, including its "
      "causes and consequences");
  ASSERT_THAT(Decided(resolution),
              ElementsAre("EXTEND mandates/sr-slavery P3Y"));
  EXPECT_EQ(resolution.proposals(0).mandate_reading().rule(),
            "NAMED_IN_THE_TITLE");
  EXPECT_EQ(resolution.proposals(0).mandate_reading().confidence(),
            mandates::v1::CONFIDENCE_INFERRED);
}

TEST(ProposalsTest, NounAloneIsTheOnlyOneNamedInFull) {
  const Resolution resolution = ReadOperative(
      "1.\tWelcomes the work of the Special Rapporteur on the right to "
      "food;\n"
      "2.\tDecides to extend the mandate of the Special Rapporteur, as "
      "established in resolution 6/2, for a further period of three years;");
  ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/sr-food P3Y"));
  EXPECT_EQ(resolution.proposals(0).mandate_reading().rule(), "ONLY_ONE_NAMED");
}

TEST(ProposalsTest, NounAloneAmongSeveralIsLeftOpen) {
  const Resolution resolution = ReadOperative(
      "1.\tWelcomes the work of the Special Rapporteur on the right to food "
      "and of the Special Rapporteur on trafficking in persons, especially "
      "women and children;\n"
      "2.\tDecides to extend the mandate of the Special Rapporteur for a "
      "period of three years;");
  EXPECT_THAT(Decided(resolution), ElementsAre("EXTEND ? P3Y"));
  EXPECT_THAT(ReasonsOf(resolution), Contains("MANDATE_NOT_NAMED"));
}

TEST(ProposalsTest, NounAloneIsTheOneOnTheStateOfTheTitle) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to extend the mandate of the Independent Expert for one "
      "year;",
      "Situation of human rights in Mali");
  ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/ie-mali P1Y"));
  EXPECT_EQ(resolution.proposals(0).mandate_reading().rule(),
            "STATE_OF_THE_TITLE");
}

TEST(ProposalsTest, UnknownTitleIsKeptAsANewMandate) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to extend the mandate of the Special Rapporteur on the "
      "rights of mountain peoples for a period of three years;");
  ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND ? P3Y"));
  EXPECT_THAT(ReasonsOf(resolution), Contains("MANDATE_NOT_FOUND"));
  EXPECT_EQ(resolution.proposals(0).new_mandate().title(),
            "Special Rapporteur on the rights of mountain peoples");
  EXPECT_EQ(resolution.proposals(0).new_mandate_name(),
            "mandates/sr-rights-mountain-peoples");
}

TEST(ProposalsTest, EstablishmentProposesANewMandate) {
  for (const char* wording :
       {"Decides to appoint, for a period of three years, a special "
        "rapporteur on the rights of mountain peoples, with the following "
        "mandate:",
        "Decides to establish for a period of three years the mandate of the "
        "special rapporteur on the rights of mountain peoples;",
        "Decides to create a mandate of special rapporteur on the rights of "
        "mountain peoples for a period of three years;"}) {
    const Resolution resolution = ReadOperative(std::string("1.\t") + wording);
    EXPECT_THAT(Decided(resolution), ElementsAre("ESTABLISH ? P3Y")) << wording;
    EXPECT_THAT(ReasonsOf(resolution), Not(Contains("MANDATE_NOT_FOUND")));
    ASSERT_EQ(resolution.proposals_size(), 1);
    EXPECT_EQ(resolution.proposals(0).new_mandate().title(),
              "special rapporteur on the rights of mountain peoples");
  }
}

TEST(ProposalsTest, EstablishmentWithoutATermSaysSo) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to appoint a special rapporteur to monitor the situation "
      "of human rights in Mali, whose tasks will be:");
  EXPECT_THAT(ReasonsOf(resolution), Contains("TERM_NOT_STATED"));
}

TEST(ProposalsTest, EstablishingSomethingElseIsNone) {
  for (const char* wording :
       {"Decides to establish an open-ended intergovernmental working group "
        "on peasants",
        "Decides to establish a forum on minority issues, guided by the "
        "Independent Expert on minority issues",
        "Decides to appoint a panel of three experts, including a special "
        "rapporteur on the right to food"}) {
    EXPECT_THAT(DecidedBy(std::string("1.\t") + wording + ";"), IsEmpty())
        << wording;
  }
}

TEST(ProposalsTest, MandateIsEnded) {
  for (const char* wording :
       {"Decides to end the mandate of the Independent Expert on the "
        "situation of human rights in the Sudan",
        "Decides not to extend the mandate of the Independent Expert on the "
        "situation of human rights in the Sudan",
        "Decides to discontinue the mandate of the Independent Expert on the "
        "situation of human rights in the Sudan, with immediate effect"}) {
    EXPECT_THAT(DecidedBy(std::string("1.\t") + wording + ";"),
                ElementsAre("TERMINATE mandates/ie-sudan"))
        << wording;
  }
}

TEST(ProposalsTest, MandatesExtendedInOneBreathAreTwo) {
  EXPECT_THAT(
      DecidedBy("1.\tDecides to extend the mandates of the Working Group on "
                "Arbitrary Detention and of the Special Rapporteur on the "
                "right to food for a period of three years;"),
      ElementsAre("EXTEND mandates/wg-detention P3Y",
                  "EXTEND mandates/sr-food P3Y"));
}

TEST(ProposalsTest, MergerEndsBothAndEstablishesTheirSuccessor) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to merge the mandates of the Special Rapporteur on "
      "contemporary forms of slavery, including its causes and consequences, "
      "and the Special Rapporteur on trafficking in persons, especially women "
      "and children, into a single mandate of Special Rapporteur on slavery "
      "and trafficking, for a period of three years;");
  ASSERT_THAT(Decided(resolution),
              ElementsAre("MERGE mandates/sr-slavery",
                          "MERGE mandates/sr-trafficking", "ESTABLISH ? P3Y"));
  EXPECT_EQ(resolution.proposals(0).decision().successor(),
            "mandates/sr-slavery-trafficking");
  EXPECT_EQ(resolution.proposals(2).new_mandate_name(),
            "mandates/sr-slavery-trafficking");
}

TEST(ProposalsTest, RenamingGoesToTheExtensionBesideIt) {
  for (const char* wording :
       {"Decides to extend the mandate of the Special Rapporteur on the right "
        "to food for a period of three years, and to change the title of the "
        "mandate to Special Rapporteur on food systems",
        "Decides to rename the mandate of the Special Rapporteur on the right "
        "to food as Special Rapporteur on food systems, and to extend its "
        "mandate for a period of three years"}) {
    const Resolution resolution =
        ReadOperative(std::string("1.\t") + wording + ";");
    ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/sr-food P3Y"))
        << wording;
    EXPECT_EQ(resolution.proposals(0).decision().new_title(),
              "Special Rapporteur on food systems");
  }
}

TEST(ProposalsTest, ExtensionUnderTheNewTitleIsOfTheMandateRenamed) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to rename the mandate of the Special Rapporteur on the "
      "right to food as Special Rapporteur on food systems;\n"
      "2.\tAlso decides to extend the mandate of the Special Rapporteur on "
      "food systems for a period of three years;");
  ASSERT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/sr-food P3Y"));
  EXPECT_EQ(resolution.proposals(0).mandate_reading().rule(),
            "RENAMED_IN_THIS_TEXT");
}

TEST(ProposalsTest, RenamingAloneIsADecision) {
  EXPECT_THAT(DecidedBy("1.\tDecides to change the title of the mandate of the "
                        "Special Rapporteur on the right to food to \"Special "
                        "Rapporteur on food systems\";"),
              ElementsAre("RENAME mandates/sr-food"));
}

TEST(ProposalsTest, RolloverOfAllLeavesTheMandatesOpen) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to extend the mandates of all special procedures that "
      "would otherwise expire until such time as the Council can act on "
      "them;");
  EXPECT_THAT(Decided(resolution), ElementsAre("ROLLOVER ?"));
  EXPECT_THAT(ReasonsOf(resolution), Contains("ROLLOVER_MANDATES_NOT_NAMED"));
  EXPECT_EQ(resolution.proposals(0).decision().term().until_event().words(),
            "the Council can act on them");
}

TEST(ProposalsTest, RolloverOfAListNamesEach) {
  EXPECT_THAT(
      DecidedBy("1.\tDecides to extend for one year the mandates of the "
                "following special procedures:\n"
                "(a)\tSpecial Rapporteur on the right to food;\n"
                "(b)\tWorking Group on Arbitrary Detention;\n"
                "2.\tRemains seized of the matter."),
      ElementsAre("ROLLOVER mandates/sr-food P1Y",
                  "ROLLOVER mandates/wg-detention P1Y"));
}

TEST(ProposalsTest, TechnicalExtensionUntilAMonthIsFixed) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides to postpone the renewal of the mandate of the Independent "
      "Expert on human rights and international solidarity to its "
      "fifty-third session, and to extend the mandate until June 2021;");
  ASSERT_THAT(Decided(resolution),
              ElementsAre("EXTEND mandates/ie-solidarity"));
  EXPECT_EQ(resolution.proposals(0).decision().term().fixed().month(), 6);
}

TEST(ProposalsTest, PartOfAParagraphTakesItsVerb) {
  const Resolution resolution = ReadOperative(
      "1.\tDecides:\n"
      "(a)\tTo extend the mandate of the Special Rapporteur on the right to "
      "food for a period of three years;\n"
      "(b)\tTo remain seized of the matter.");
  EXPECT_THAT(Decided(resolution), ElementsAre("EXTEND mandates/sr-food P3Y"));
  ASSERT_EQ(resolution.proposals_size(), 1);
  EXPECT_THAT(resolution.proposals(0).decision().paragraph(), StartsWith("1"));
}

TEST(ProposalsTest, TwoTermsForOneMandateContradict) {
  EXPECT_THAT(
      ReasonsOf(ReadOperative(
          "1.\tDecides to extend the mandate of the Special Rapporteur on the "
          "right to food for a period of three years;\n"
          "2.\tDecides to extend the mandate of the Special Rapporteur on the "
          "right to food for a period of one year;")),
      Contains("DECISION_TWICE"));
}

TEST(ProposalsTest, WhatShallNotBeExtendedEnds) {
  const std::string begin =
      "1.\tDecides that the mandate of the Special Rapporteur on the right to "
      "food ";
  EXPECT_THAT(DecidedBy(begin + "shall not be extended;"),
              ElementsAre("TERMINATE mandates/sr-food"));
  for (const char* end : {"not be further renewed;", "is not to be extended;",
                          "should no longer be extended;"}) {
    EXPECT_THAT(DecidedBy(begin + end),
                ElementsAre("TERMINATE mandates/sr-food"));
  }
  EXPECT_THAT(DecidedBy(begin + "is extended for a period of one year;"),
              ElementsAre("EXTEND mandates/sr-food P1Y"));
  EXPECT_THAT(DecidedBy(begin + "shall not be extended unless the Council "
                                "decides otherwise;"),
              IsEmpty());
  EXPECT_THAT(DecidedBy(begin + "shall be extended for one year, provided "
                                "that the Government agrees;"),
              IsEmpty());
}

}  // namespace
}  // namespace mandated::domain
