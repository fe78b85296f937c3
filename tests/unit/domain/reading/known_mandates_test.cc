#include "services/domain/reading/known_mandates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/validation.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

TEST(KnownMandatesTest, EachIsFitToBeRecorded) {
  ASSERT_FALSE(KnownMandates().empty());
  for (const auto& mandate : KnownMandates()) {
    EXPECT_THAT(CheckMandateFacts("mandate", mandate), IsOk())
        << mandate.name();
  }
}

TEST(KnownMandatesTest, TheSeedHasItsTitleInTheLanguageOfTheSeed) {
  for (const auto& mandate : KnownMandates()) {
    if (mandate.name() != "mandates/ie-international-solidarity") continue;
    EXPECT_EQ(mandate.title(),
              "Independent Expert on human rights and international "
              "solidarity");
    EXPECT_THAT(mandate.titles().at("zh").titles(),
                ::testing::Contains("人权与国际团结独立专家"));
    return;
  }
  FAIL() << "it is not there";
}

}  // namespace
}  // namespace mandated::domain
