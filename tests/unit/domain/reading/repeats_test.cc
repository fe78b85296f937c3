#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/domain/reading/known_mandates.h"
#include "services/domain/reading/proposals.h"
#include "tests/unit/domain/reading/acts_fixture.h"

// Several mandates of one sentence, each with a term of its own.
namespace mandated::domain {
namespace {

using mandates::v1::Proposal;
using mandates::v1::Resolution;
using testing::ElementsAre;
using testing::IsEmpty;

struct Sentence {
  const char* language;
  const char* opener;
  const char* words;
};

void PrintTo(const Sentence& sentence, std::ostream* out) {
  *out << sentence.language;
}

// "EXTEND wg-business P1Y" for each proposal.
std::vector<std::string> DecidedTerms(const Resolution& resolution) {
  std::vector<std::string> all;
  for (const Proposal& proposal : resolution.proposals()) {
    const auto& decision = proposal.decision();
    const std::string mandate = proposal.new_mandate_name();
    all.push_back(mandates::v1::Act_Name(decision.act()).substr(4) + " " +
                  mandate.substr(mandate.find('/') + 1) + " " +
                  decision.term().period());
  }
  return all;
}

// Reads a paragraph with the catalogue's names.
std::vector<std::string> TermsDecidedBy(const Sentence& sentence) {
  const Calendar calendar = SmallCalendar();
  const MandateNames names(Languages::BuiltIn(), {}, KnownMandates());
  const auto read = ReadResolution(
      {&Languages::BuiltIn(), &names, &calendar},
      std::string(sentence.opener) + "\n1.\t" + sentence.words + "\n",
      sentence.language, "");
  return read.ok() ? DecidedTerms(*read) : std::vector<std::string>();
}

class RepeatsTest : public testing::TestWithParam<Sentence> {};

TEST_P(RepeatsTest, EachMandateHasItsOwnTerm) {
  EXPECT_THAT(
      TermsDecidedBy(GetParam()),
      ElementsAre("EXTEND wg-business P1Y", "EXTEND ie-older-persons P2Y"));
}

INSTANTIATE_TEST_SUITE_P(
    Languages, RepeatsTest,
    testing::Values(
        Sentence{"en", "The Human Rights Council,",
                 "Decides to extend the mandate of the Working Group on the "
                 "issue of human rights and transnational corporations and "
                 "other business enterprises for one year, and that of the "
                 "Independent Expert on the enjoyment of all human rights by "
                 "older persons for two years;"},
        Sentence{"fr", "Le Conseil des droits de l'homme,",
                 "Décide de proroger le mandat du Groupe de travail sur la "
                 "question des droits de l'homme et des sociétés "
                 "transnationales et autres entreprises pour un an, et celui "
                 "de l'Expert indépendant chargé de promouvoir l'exercice par "
                 "les personnes âgées de tous les droits de l'homme pour deux "
                 "ans ;"},
        Sentence{"es", "El Consejo de Derechos Humanos,",
                 "Decide prorrogar el mandato del Grupo de Trabajo sobre la "
                 "cuestión de los derechos humanos y las empresas "
                 "transnacionales y otras empresas por un año, y el del "
                 "Experto Independiente sobre el disfrute de todos los "
                 "derechos humanos por las personas de edad por dos años;"},
        Sentence{"ru", "Совет по правам человека,",
                 "постановляет продлить мандат Рабочей группы по вопросу о "
                 "правах человека и транснациональных корпорациях и других "
                 "предприятиях на один год, а мандат Независимого эксперта по "
                 "вопросу об осуществлении пожилыми людьми всех прав человека "
                 "- на два года;"},
        Sentence{"zh", "人权理事会，",
                 "决定将人权与跨国公司和其他工商企业问题工作组的任务延长一年，"
                 "将老年人享有所有人权问题独立专家的任务延长两年；"},
        Sentence{"ar", "إن مجلس حقوق الإنسان،",
                 "يقرر تمديد ولاية الفريق العامل المعني بمسألة حقوق الإنسان "
                 "والشركات عبر الوطنية وغيرها من مؤسسات الأعمال لمدة سنة "
                 "واحدة، وولاية الخبير المستقل المعني بتمتع كبار السن بجميع "
                 "حقوق الإنسان لمدة سنتين؛"}),
    [](const auto& tested) { return std::string(tested.param.language); });

std::vector<std::string> InEnglish(const std::string& words) {
  return TermsDecidedBy({"en", "The Human Rights Council,", words.c_str()});
}

TEST(RepeatsTest, OneTermHoldsForTitlesThatAreJoined) {
  EXPECT_THAT(
      InEnglish("Decides to extend the mandate of the Special "
                "Rapporteur on the right to food, and that of the "
                "Working Group on Arbitrary Detention, for three "
                "years;"),
      ElementsAre("EXTEND sr-food P3Y", "EXTEND wg-arbitrary-detention P3Y"));
}

TEST(RepeatsTest, WhatIsSaidOfTheMandateIsNoSecondExtension) {
  EXPECT_THAT(
      InEnglish("Decides to extend the mandate of the Special "
                "Rapporteur on the right to food for three years, and "
                "the mandate of the Special Rapporteur to be reviewed;"),
      ElementsAre("EXTEND sr-food P3Y"));
}

TEST(ExtendsTest, ParagraphMayEndWithTheExtension) {
  const std::string note =
      "Takes note of the report of the Special Rapporteur on the right to "
      "food, ";
  EXPECT_THAT(InEnglish(note + "and extends the mandate of the Special "
                               "Rapporteur on the right to food for a period "
                               "of three years;"),
              ElementsAre("EXTEND sr-food P3Y"));
  EXPECT_THAT(InEnglish(note + "and extends its mandate for one year;"),
              ElementsAre("EXTEND sr-food P1Y"));
  EXPECT_THAT(InEnglish(note + "which the Assembly welcomes and extends its "
                               "mandate for one year;"),
              IsEmpty());
}

}  // namespace
}  // namespace mandated::domain
