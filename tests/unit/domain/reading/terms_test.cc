#include "services/domain/reading/terms.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::Term;

TermRead Read(const std::string& clause) { return ReadTerm(English(), clause); }

std::string PeriodOf(const std::string& clause) {
  const TermRead read = Read(clause);
  return read.term ? read.term->period() : "";
}

TEST(TermsTest, YearsAndMonthsArePeriods) {
  EXPECT_EQ(PeriodOf("for a period of three years"), "P3Y");
  EXPECT_EQ(PeriodOf("for a further period of one year"), "P1Y");
  EXPECT_EQ(PeriodOf("for three more years"), "P3Y");
  EXPECT_EQ(PeriodOf("for one year"), "P1Y");
  EXPECT_EQ(PeriodOf("for a further year"), "P1Y");
  EXPECT_EQ(PeriodOf("for a three-year period"), "P3Y");
  EXPECT_EQ(PeriodOf("for a period of six months"), "P6M");
}

TEST(TermsTest, PeriodHasNoEndOfItsOwn) {
  const TermRead read = Read("for a period of three years");
  ASSERT_TRUE(read.term);
  EXPECT_EQ(read.term->end_case(), Term::END_NOT_SET);
  EXPECT_EQ(read.term->basis(), mandates::v1::BASIS_READ);
}

TEST(TermsTest, ProofPointsAtTheWords) {
  const std::string clause = "decides to extend it for a period of three years";
  const TermRead read = Read(clause);
  ASSERT_EQ(read.proofs.size(), 1u);
  EXPECT_EQ(clause.substr(read.proofs[0].span.begin),
            "for a period of three years");
}

TEST(TermsTest, UntilASessionEndsWithIt) {
  const TermRead read = Read("until its fifty-third session");
  ASSERT_TRUE(read.term);
  EXPECT_EQ(read.term->end_of_session(), "sessions/hrc-53");
  EXPECT_EQ(
      Read("until the end of its fifteenth session").term->end_of_session(),
      "sessions/hrc-15");
}

TEST(TermsTest, FromTheEndOfASessionBeginsThere) {
  const TermRead read =
      Read("for a period of one year from the end of its fifty-sixth session");
  ASSERT_TRUE(read.term);
  EXPECT_EQ(read.term->period(), "P1Y");
  EXPECT_EQ(read.term->starts_at_end_of(), "sessions/hrc-56");
  EXPECT_EQ(read.term->end_case(), Term::END_NOT_SET);
}

TEST(TermsTest, UntilADayOrAMonthIsFixed) {
  EXPECT_EQ(Read("until 31 march 2021").term->fixed().month(), 3);
  const TermRead month = Read("until june 2011");
  ASSERT_TRUE(month.term);
  EXPECT_EQ(month.term->fixed().day(), 30);
  EXPECT_EQ(month.term->fixed().year(), 2011);
}

TEST(TermsTest, UntilAnEventKeepsItsWords) {
  const TermRead read = Read("until such time as the council can act on them");
  ASSERT_TRUE(read.term);
  EXPECT_EQ(read.term->until_event().words(), "the council can act on them");
}

TEST(TermsTest, TwoTermsThatDifferAreNone) {
  const TermRead read =
      Read("for a period of three years, and for a period of one year");
  EXPECT_FALSE(read.term);
  EXPECT_EQ(read.contradictions.size(), 2u);
}

TEST(TermsTest, TheSameTermTwiceIsOne) {
  EXPECT_EQ(PeriodOf("for one year, that is for a period of one year"), "P1Y");
}

TEST(TermsTest, NothingStatedIsNothingRead) {
  const TermRead read = Read("decides to extend the mandate");
  EXPECT_FALSE(read.term);
  EXPECT_TRUE(read.contradictions.empty());
}

}  // namespace
}  // namespace mandated::domain
