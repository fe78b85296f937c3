#include "services/domain/reading/references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::CONFIDENCE_INFERRED;
using mandates::v1::CONFIDENCE_READ;
using testing::ElementsAre;
using testing::IsEmpty;

mandates::v1::Resolution Recalling(const std::string& what) {
  return ReadText(TextWith("1.\tThanks all;", "A matter of rights",
                           "Recalling " + what + ",\n"));
}

std::vector<std::string> SymbolsOf(const mandates::v1::Resolution& resolution) {
  std::vector<std::string> symbols;
  for (const auto& reference : resolution.references()) {
    symbols.push_back(reference.symbol());
  }
  return symbols;
}

TEST(ReferencesTest, BodyThatIsNamedMakesTheSymbol) {
  const auto read = Recalling(
      "Human Rights Council resolution 6/2 and General Assembly "
      "resolution 60/251");
  EXPECT_THAT(SymbolsOf(read), ElementsAre("A/HRC/RES/6/2", "A/RES/60/251"));
  EXPECT_EQ(read.references(0).confidence(), CONFIDENCE_READ);
}

TEST(ReferencesTest, OwnResolutionIsInferredToBeTheCouncils) {
  const auto read = Recalling(
      "its resolutions 6/2 of 27 September 2007 and 7/14 "
      "of 27 March 2008");
  EXPECT_THAT(SymbolsOf(read), ElementsAre("A/HRC/RES/6/2", "A/HRC/RES/7/14"));
  EXPECT_EQ(read.references(0).confidence(), CONFIDENCE_INFERRED);
}

TEST(ReferencesTest, CommissionCountsByYears) {
  EXPECT_THAT(
      SymbolsOf(Recalling("Commission on Human Rights resolution 2005/55")),
      ElementsAre("E/CN.4/RES/2005/55"));
}

TEST(ReferencesTest, SpelledSymbolsAreTakenAsTheyStand) {
  EXPECT_THAT(SymbolsOf(Recalling("the report A/HRC/44/44/Add.1")),
              ElementsAre("A/HRC/44/44/Add.1"));
}

TEST(ReferencesTest, TextDoesNotReferToItself) {
  EXPECT_THAT(SymbolsOf(Recalling("resolution A/HRC/RES/44/99")), IsEmpty());
}

}  // namespace
}  // namespace mandated::domain
