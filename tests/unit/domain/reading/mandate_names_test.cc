#include "services/domain/reading/mandate_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Identified Identify(const std::string& title) {
  return SmallNames().Identify(English(), title);
}

TEST(MandateNamesTest, OwnTitleIsRead) {
  const Identified found = Identify("special rapporteur on the right to food");
  EXPECT_THAT(found.mandates, ElementsAre("mandates/sr-food"));
  EXPECT_EQ(found.rule, "");
}

TEST(MandateNamesTest, FormerTitleIsRead) {
  EXPECT_THAT(Identify("special rapporteur on hunger").mandates,
              ElementsAre("mandates/sr-food"));
}

TEST(MandateNamesTest, ArticlePunctuationAndSpaceMakeNoDifference) {
  EXPECT_THAT(Identify("the special rapporteur on violence against women its "
                       "causes, and consequences")
                  .mandates,
              ElementsAre("mandates/sr-women"));
}

TEST(MandateNamesTest, NameEndsBeforeWhatEndsATitle) {
  const std::string title =
      "working group on arbitrary detention for a period of three years";
  const Identified found = Identify(title);
  EXPECT_THAT(found.mandates, ElementsAre("mandates/wg-detention"));
  EXPECT_EQ(title.substr(0, found.span.end),
            "working group on arbitrary detention");
}

TEST(MandateNamesTest, LongerTitleThatIsNotKnownIsNone) {
  EXPECT_THAT(
      Identify("special rapporteur on the right to food and water").mandates,
      IsEmpty());
}

TEST(MandateNamesTest, PluralIsNotGuessed) {
  EXPECT_THAT(Identify("special rapporteur on violence against women, its "
                       "causes and consequence")
                  .mandates,
              IsEmpty());
}

TEST(MandateNamesTest, CountryAndHolderNameACountryMandate) {
  const Identified found =
      Identify("independent expert on human rights in mali");
  EXPECT_THAT(found.mandates, ElementsAre("mandates/ie-mali"));
  EXPECT_EQ(found.rule, "COUNTRY_AND_HOLDER");
}

TEST(MandateNamesTest, AnotherHolderOnTheSameCountryIsNone) {
  EXPECT_THAT(Identify("special rapporteur on human rights in mali").mandates,
              IsEmpty());
}

TEST(MandateNamesTest, TwoStatesInOneTitleAreNoCountryMandate) {
  EXPECT_THAT(Identify("independent expert on human rights in mali and belarus")
                  .mandates,
              IsEmpty());
}

TEST(MandateNamesTest, FindAllTakesTheLongestNames) {
  const auto all = SmallNames().FindAll(
      English(),
      "welcomes the work of the special rapporteur on the right to food and "
      "of the working group on arbitrary detention;");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_THAT(all[0].mandates, ElementsAre("mandates/sr-food"));
  EXPECT_THAT(all[1].mandates, ElementsAre("mandates/wg-detention"));
}

}  // namespace
}  // namespace mandated::domain
