#include "services/domain/reading/titles.h"

#include <gtest/gtest.h>

#include <string>

#include "services/domain/reading/normal_text.h"
#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

const Language& Chinese() { return *Languages::BuiltIn().Find("zh"); }

std::string Cut(const Language& language, const std::string& stretch) {
  const std::string normal = NormalText::Of(stretch);
  const Span cut = CutTitle(language, normal);
  return normal.substr(cut.begin, cut.end - cut.begin);
}

TEST(TitlesTest, TitleEndsBeforeItsTermAndItsGrounds) {
  const std::string food = "special rapporteur on the right to food";
  EXPECT_EQ(Cut(English(), "the " + food + " for a period of one year"), food);
  EXPECT_EQ(Cut(English(), food + ", as set out in resolution 6/2"), food);
  EXPECT_EQ(Cut(English(), food + " (resolution 49/13)"), food);
  EXPECT_EQ(Cut(English(), food + " established for three years"), food);
  EXPECT_EQ(Cut(English(), food + " for the remainder of the term"), food);
  EXPECT_EQ(Cut(English(), food + " and"), food);
}

TEST(TitlesTest, CommaAloneEndsNoTitle) {
  const std::string torture =
      "special rapporteur on torture and other cruel, inhuman or degrading "
      "treatment or punishment";
  EXPECT_EQ(Cut(English(), torture + " for three years"), torture);
}

TEST(TitlesTest, TitleEndsWithItsNounWhereTheNounStandsLast) {
  EXPECT_EQ(Cut(Chinese(), "一名食物权问题特别报告员的任务期限"),
            "食物权问题特别报告员");
}

TEST(TitlesTest, NextTitleIsJoinedByAndAlone) {
  const auto joined = JoinedTitle(
      English(), " and of the special rapporteur on the right to education");
  ASSERT_TRUE(joined.has_value());
  EXPECT_EQ(*joined, std::string(" and of the ").size());
  EXPECT_FALSE(JoinedTitle(English(), " and requests the special rapporteur"));
}

TEST(TitlesTest, NextTitleIsJoinedWhereTheNounStandsLast) {
  EXPECT_TRUE(JoinedTitle(Chinese(), "和受教育权问题特别报告员"));
  EXPECT_TRUE(JoinedTitle(Chinese(), "的任务和受教育权问题特别报告员"));
  EXPECT_FALSE(JoinedTitle(Chinese(), "的任务期限,请特别报告员"));
}

TEST(TitlesTest, NounAloneIsShort) {
  EXPECT_TRUE(IsShortTitle(English(), "special rapporteur"));
  EXPECT_TRUE(IsShortTitle(English(), "mandate holder"));
  EXPECT_FALSE(IsShortTitle(English(), "special rapporteur on food"));
}

TEST(TitlesTest, BodyThatIsNoSpecialProcedureHasNoHolder) {
  EXPECT_FALSE(HasHolderAtItsEdge(
      English(), "open-ended intergovernmental working group on peasants"));
  EXPECT_TRUE(
      HasHolderAtItsEdge(English(), "working group on arbitrary detention"));
}

}  // namespace
}  // namespace mandated::domain
