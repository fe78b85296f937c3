#include "services/domain/reading/back_matter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// A resolution whose back ends with `vote`.
mandates::v1::Resolution ReadVote(const std::string& vote) {
  std::string text = TextWith("1.\tDecides to remain seized.\n");
  const std::string without = "[Adopted without a vote.]";
  return ReadText(text.replace(text.find(without), without.size(), vote));
}

constexpr char kVote[] =
    "[Adopted by a recorded vote of 3 to 2, with 1 abstention. The voting was "
    "as follows:\nIn favour:\nAfghanistan, Venezuela (Bolivarian Republic of) "
    "and Uruguay\nAgainst:\nAustralia and Bosnia and Herzegovina\n"
    "Abstaining:\nMexico]";

std::vector<std::string> CountriesOf(
    const mandates::v1::Resolution& resolution) {
  std::vector<std::string> countries;
  for (const auto& vote : resolution.state_votes()) {
    countries.push_back(vote.country());
  }
  return countries;
}

TEST(BackMatterTest, AdoptionWithoutAVoteHasNoTallies) {
  const auto read = ReadVote("[Adopted without a vote.]");
  EXPECT_EQ(read.adoption(), mandates::v1::ADOPTION_WITHOUT_A_VOTE);
  EXPECT_FALSE(read.has_vote());
  EXPECT_EQ(read.meeting(), 27);
}

TEST(BackMatterTest, TalliesAndListsAreRead) {
  const auto read = ReadVote(kVote);
  EXPECT_EQ(read.adoption(), mandates::v1::ADOPTION_RECORDED_VOTE);
  EXPECT_EQ(read.vote().in_favour(), 3);
  EXPECT_EQ(read.vote().against(), 2);
  EXPECT_EQ(read.vote().abstaining(), 1);
  EXPECT_THAT(CountriesOf(read),
              ElementsAre("AFG", "VEN", "URY", "AUS", "BIH", "MEX"));
  EXPECT_EQ(read.state_votes(1).name(), "Venezuela (Bolivarian Republic of)");
  EXPECT_EQ(read.state_votes(5).ballot(), mandates::v1::BALLOT_ABSTAINING);
}

TEST(BackMatterTest, ATallyThatItsListContradictsIsLeftOut) {
  std::string vote = kVote;
  vote.replace(vote.find("3 to 2"), 6, "4 to 2");
  const auto read = ReadVote(vote);
  EXPECT_FALSE(read.has_vote());
  EXPECT_THAT(ReasonsOf(read), Contains("VOTE_CONTRADICTS"));
}

TEST(BackMatterTest, TalliesWithoutListsAreRead) {
  const auto read = ReadVote(
      "[Adopted by a recorded vote of 24 to 10, with 13 abstentions.]");
  EXPECT_EQ(read.vote().abstaining(), 13);
  EXPECT_THAT(read.state_votes(), IsEmpty());
  EXPECT_THAT(ReasonsOf(read), Not(Contains("VOTE_CONTRADICTS")));
}

TEST(BackMatterTest, AStateThatIsNotKnownIsNamedAndCounted) {
  std::string vote = kVote;
  vote.replace(vote.find("Mexico"), 6, "Atlantis");
  const auto read = ReadVote(vote);
  EXPECT_EQ(read.state_votes(5).country(), "");
  EXPECT_EQ(read.state_votes(5).name(), "Atlantis");
  EXPECT_TRUE(read.has_vote());
  EXPECT_THAT(ReasonsOf(read), Contains("STATE_UNKNOWN"));
}

TEST(BackMatterTest, TalliesThatRejectAreNoAdoption) {
  const auto read =
      ReadVote("[Adopted by a recorded vote of 4 to 25, with 18 abstentions.]");
  EXPECT_FALSE(read.has_vote());
}

TEST(BackMatterTest, TwoWaysOfAdoptionContradict) {
  const auto read =
      ReadVote(std::string(kVote) + "\n[Adopted without a vote.]");
  EXPECT_EQ(read.adoption(), mandates::v1::ADOPTION_UNSPECIFIED);
  EXPECT_THAT(ReasonsOf(read), Contains("ADOPTION_CONTRADICTS"));
}

TEST(BackMatterTest, TwoDaysOfAdoptionAreNone) {
  std::string text = TextWith("1.\tDecides to remain seized.\n");
  const std::string day = "\n16 July 2020\n[";
  text.replace(text.find(day), day.size(), "\n17 July 2020\n[");
  const auto read = ReadText(text);
  EXPECT_FALSE(read.has_adopted_on());
  EXPECT_THAT(ReasonsOf(read), Contains("ADOPTED_ON_CONTRADICTS"));
}

}  // namespace
}  // namespace mandated::domain
