#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/domain/limits.h"
#include "services/domain/reading/proposals.h"
#include "tests/unit/domain/reading/acts_fixture.h"

// What no resolution holds is no reading in part.
namespace mandated::domain {
namespace {

using mandates::v1::Resolution;
using testing::Contains;

// Paragraphs that each extend another mandate.
std::string Extensions(size_t count) {
  std::string operative;
  for (size_t i = 1; i <= count; ++i) {
    const std::string number = std::to_string(i);
    operative += number +
                 ".\tDecides to extend the mandate of the Special Rapporteur "
                 "on matter " +
                 number + " for a period of three years;\n";
  }
  return operative;
}

TEST(ManyDecisionsTest, MoreDecisionsThanAnyTextTakesAreNotReadInPart) {
  const int most = static_cast<int>(limits::kActsMax);
  const Resolution resolution = ReadOperative(Extensions(limits::kActsMax));
  EXPECT_EQ(resolution.proposals_size(), most);
  const Resolution beyond = ReadOperative(Extensions(limits::kActsMax + 1));
  EXPECT_THAT(ReasonsOf(beyond), Contains("TOO_MANY_DECISIONS"));
  EXPECT_EQ(beyond.proposals_size(), 0);
}

TEST(ManyDecisionsTest, MoreNamesBelowARolloverThanAnyTextHasAreNotReadInPart) {
  std::string operative = "1.\tDecides to extend all mandates:\n";
  for (size_t i = 0; i <= limits::kActsMax; ++i) {
    operative += "(a)\tThe Special Rapporteur on the right to food;\n";
  }
  const Resolution resolution = ReadOperative(operative);
  EXPECT_THAT(ReasonsOf(resolution), Contains("TOO_MANY_DECISIONS"));
  EXPECT_EQ(resolution.proposals_size(), 0);
}

}  // namespace
}  // namespace mandated::domain
