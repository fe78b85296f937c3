#include "services/stream/resume_token.h"

#include <gtest/gtest.h>

#include <string>

#include "services/domain/errors.h"

namespace mandated::stream {
namespace {

constexpr storage::Position kPosition{.revision = 7, .index = 3};

TEST(TokenMakerTest, TokenGivesItsPositionBack) {
  const TokenMaker maker("store");
  const std::string token = maker.Make("all", kPosition);

  const auto position = maker.Check(token, "all", 1, 7);

  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(*position, kPosition);
}

TEST(TokenMakerTest, EachChangedByteIsNoticed) {
  const TokenMaker maker("store");
  const std::string token = maker.Make("all", kPosition);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_EQ(domain::ReasonOf(maker.Check(damaged, "all", 1, 7).status()),
              "TOKEN_MALFORMED")
        << "byte " << i;
  }
  EXPECT_EQ(domain::ReasonOf(maker.Check("", "all", 1, 7).status()),
            "TOKEN_MALFORMED");
}

TEST(TokenMakerTest, TokenOfAnotherStoreIsRefused) {
  const std::string token = TokenMaker("other").Make("all", kPosition);
  EXPECT_EQ(
      domain::ReasonOf(TokenMaker("store").Check(token, "all", 1, 7).status()),
      "TOKEN_FOREIGN");
}

TEST(TokenMakerTest, TokenOfAnotherSelectionIsRefused) {
  const TokenMaker maker("store");
  EXPECT_EQ(
      domain::ReasonOf(
          maker.Check(maker.Make("all", kPosition), "some", 1, 7).status()),
      "TOKEN_FILTER_CHANGED");
}

TEST(TokenMakerTest, PositionAfterTheHeadIsRefused) {
  const TokenMaker maker("store");
  const std::string token = maker.Make("all", kPosition);
  EXPECT_TRUE(maker.Check(token, "all", 1, 7).ok());
  EXPECT_EQ(domain::ReasonOf(maker.Check(token, "all", 1, 6).status()),
            "TOKEN_IN_FUTURE");
}

TEST(TokenMakerTest, PositionWhoseSuccessorLeftTheLogIsRefused) {
  const TokenMaker maker("store");
  const std::string within = maker.Make("all", kPosition);
  const std::string end = maker.Make("all", EndOf(7));
  EXPECT_TRUE(maker.Check(within, "all", 7, 9).ok());
  EXPECT_EQ(domain::ReasonOf(maker.Check(within, "all", 8, 9).status()),
            "TOKEN_COMPACTED");
  EXPECT_TRUE(maker.Check(end, "all", 8, 9).ok());
  EXPECT_EQ(domain::ReasonOf(maker.Check(end, "all", 9, 9).status()),
            "TOKEN_COMPACTED");
}

}  // namespace
}  // namespace mandated::stream
