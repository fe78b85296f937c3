#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/stream/resume_token.h"
#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

using storage::Position;

// Clients keep tokens for years: this is one of the first version.
TEST(TokenLayoutTest, TokenOfTheFirstVersionIsReadForEver) {
  const std::string token = TokenMaker("store").Make("filter", {7, 2});

  EXPECT_EQ(token.size(), 33u);
  EXPECT_EQ(token[0], '\x01');
  EXPECT_EQ(token.substr(1, 3), "\x82\x4d\x80");  // sha256sum of "store"
  EXPECT_EQ(token.substr(9, 3), "\xdf\xc3\x37");  // sha256sum of "filter"
  EXPECT_EQ(token.substr(17, 12),
            std::string("\0\0\0\0\0\0\0\x07\0\0\0\x02", 12));
}

TEST(TokenLayoutTest, NothingIsCompactedBeforeTheFirstTrim) {
  const TokenMaker maker("store");
  const std::string token = maker.Make("filter", {0, 0});

  const auto position = maker.Check(token, "filter", 1, 9);

  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(*position, (Position{0, 0}));
}

TEST(TokenLayoutTest, RandomAndCutBytesAreMalformed) {
  const TokenMaker maker("store");
  const std::string token = maker.Make("filter", {7, 2});
  std::vector<std::string> bad = {token + "x"};
  for (size_t i = 0; i < token.size(); ++i) bad.push_back(token.substr(0, i));
  std::mt19937_64 random(Seed());
  for (int i = 0; i < 1000; ++i) {
    std::string bytes(random() % 64, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    bad.push_back(bytes);
  }
  for (const std::string& bytes : bad) {
    EXPECT_THAT(maker.Check(bytes, "filter", 1, 9), IsError("TOKEN_MALFORMED"));
  }
}

}  // namespace
}  // namespace mandated::stream
