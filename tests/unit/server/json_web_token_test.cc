#include "services/server/access/json_web_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/errors.h"
#include "services/server/limits.h"
#include "tests/support/tokens.h"

namespace mandated::server {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using mandated::testing::KeySetOf;
using mandated::testing::MakeForgery;
using mandated::testing::TokenMaker;

constexpr int64_t kNow = 1'800'000'000;
constexpr int64_t kSkew = limits::kClockSkewSeconds;
const TokenRules kRules = {.issuer = "https://id.example",
                           .audience = "mandated",
                           .role_claim = "roles"};

// Made once: keys of RSA take a while.
const TokenMaker& Maker() {
  static const auto* const kMaker = new TokenMaker(TokenMaker::Kind::kRsa);
  return *kMaker;
}
const TokenMaker& OtherMaker() {
  static const auto* const kMaker =
      new TokenMaker(TokenMaker::Kind::kP256, "k2");
  return *kMaker;
}

const KeySet& Keys() {
  static const auto* const kKeys =
      new KeySet(*KeySet::Parse(KeySetOf({Maker().Key(), OtherMaker().Key()})));
  return *kKeys;
}

Json Claims() {
  return {{"iss", "https://id.example"},
          {"aud", "mandated"},
          {"sub", "desk"},
          {"roles", {"offline", "editor"}},
          {"exp", kNow + 300},
          {"nbf", kNow - 300}};
}

Json With(const std::string& claim, const Json& value) {
  Json claims = Claims();
  claims[claim] = value;
  return claims;
}

Json Without(const std::string& claim) {
  Json claims = Claims();
  claims.erase(claim);
  return claims;
}

absl::StatusOr<TokenIdentity> Verify(const std::string& token,
                                     int64_t now = kNow) {
  return VerifyToken(token, Keys(), kRules, absl::FromUnixSeconds(now));
}

void ExpectRefused(const std::string& token, const std::string& why) {
  const absl::Status refused = Verify(token).status();
  EXPECT_EQ(domain::ReasonOf(refused), "CREDENTIALS_INVALID") << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(why));
}

TEST(VerifyTokenTest, TokenOfEitherAlgorithmIsTaken) {
  for (const TokenMaker* maker : {&Maker(), &OtherMaker()}) {
    const auto identity = Verify(maker->Make(Claims()));
    ASSERT_TRUE(identity.ok()) << identity.status();
    EXPECT_EQ(identity->owner.name, "desk");
    EXPECT_EQ(identity->owner.role, Role::kEditor);
    EXPECT_EQ(identity->expires, absl::FromUnixSeconds(kNow + 300 + kSkew));
  }
}

TEST(VerifyTokenTest, HighestRoleCountsAndOtherWordsDoNot) {
  const auto role = [](const Json& claim) {
    return Verify(OtherMaker().Make(With("roles", claim)))->owner.role;
  };
  EXPECT_EQ(role({"reader", "admin", "x"}), Role::kAdmin);
  EXPECT_EQ(role("subscriber"), Role::kSubscriber);
  EXPECT_EQ(role("administrator"), Role::kNone);
  EXPECT_EQ(role(Json::array()), Role::kNone);
  EXPECT_EQ(role({{"admin", true}}), Role::kNone);
  EXPECT_EQ(Verify(OtherMaker().Make(Without("roles")))->owner.role,
            Role::kNone);
}

TEST(VerifyTokenTest, AlgorithmNoneIsRefused) {
  ExpectRefused(MakeForgery("none", Claims(), ""), "algorithm");
}

// A verifier that lets the token choose takes the public key, which everybody
// has, for the secret of an HMAC.
TEST(VerifyTokenTest, PublicKeyAsTheSecretOfAnHmacIsRefused) {
  ExpectRefused(MakeForgery("HS256", Claims(), Maker().Key().dump()),
                "algorithm");
  ExpectRefused(MakeForgery("HS256", Claims(), Maker().Key()["n"]),
                "algorithm");
  ExpectRefused(MakeForgery("RS256", Claims(), Maker().Key().dump()),
                "signature");
}

TEST(VerifyTokenTest, SignatureOfAnotherKeyIsRefused) {
  const TokenMaker stranger(TokenMaker::Kind::kP256, "k2");
  ExpectRefused(stranger.Make(Claims()), "signature");
}

TEST(VerifyTokenTest, KeyIdOfAnotherKeyIsRefused) {
  ExpectRefused(Maker().Make(Claims(), {{"kid", "k2"}}), "signature");
  EXPECT_TRUE(Verify(Maker().Make(Claims(), Json::object())).ok());
}

TEST(VerifyTokenTest, ClaimsThatWereChangedAreRefused) {
  const std::string reader = OtherMaker().Make(With("roles", "reader"));
  const std::string admin = OtherMaker().Make(With("roles", "admin"));
  const std::string mixed =
      admin.substr(0, admin.rfind('.')) + reader.substr(reader.rfind('.'));
  ExpectRefused(mixed, "signature");
}

TEST(VerifyTokenTest, CriticalExtensionIsRefused) {
  ExpectRefused(OtherMaker().Make(Claims(), {{"crit", {"exp"}}}), "critical");
}

TEST(VerifyTokenTest, OtherIssuerIsRefused) {
  ExpectRefused(OtherMaker().Make(With("iss", "https://id.example/")),
                "issuer");
  ExpectRefused(OtherMaker().Make(Without("iss")), "issuer");
}

TEST(VerifyTokenTest, OtherAudienceIsRefused) {
  ExpectRefused(OtherMaker().Make(With("aud", "other")), "audience");
  ExpectRefused(OtherMaker().Make(With("aud", {"a", "b"})), "audience");
  ExpectRefused(OtherMaker().Make(Without("aud")), "audience");
  EXPECT_TRUE(Verify(OtherMaker().Make(With("aud", {"a", "mandated"}))).ok());
}

TEST(VerifyTokenTest, ExpiryCountsWithTheSkewAndNotBeyond) {
  const std::string token = OtherMaker().Make(Claims());
  EXPECT_TRUE(Verify(token, kNow + 300 + kSkew - 1).ok());
  EXPECT_EQ(domain::ReasonOf(Verify(token, kNow + 300 + kSkew).status()),
            "CREDENTIALS_EXPIRED");
  ExpectRefused(OtherMaker().Make(Without("exp")), "no expiry");
  ExpectRefused(OtherMaker().Make(With("exp", "tomorrow")), "no expiry");
}

TEST(VerifyTokenTest, NotBeforeCountsWithTheSkewAndNotBeyond) {
  const std::string token = OtherMaker().Make(Claims());
  EXPECT_TRUE(Verify(token, kNow - 300 - kSkew).ok());
  EXPECT_FALSE(Verify(token, kNow - 300 - kSkew - 1).ok());
  ExpectRefused(OtherMaker().Make(With("nbf", kNow + kSkew + 1)),
                "not valid yet");
  ExpectRefused(OtherMaker().Make(With("nbf", "now")), "not valid yet");
  EXPECT_TRUE(Verify(OtherMaker().Make(Without("nbf"))).ok());
}

TEST(VerifyTokenTest, SubjectIsRequired) {
  ExpectRefused(OtherMaker().Make(Without("sub")), "subject");
  ExpectRefused(OtherMaker().Make(With("sub", std::string(256, 's'))),
                "subject");
}

TEST(VerifyTokenTest, WhatIsNoTokenIsRefused) {
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "....",
                           "eyJhbGciOiJFUzI1NiJ9..", "\xff.\xff.\xff"}) {
    EXPECT_FALSE(Verify(text).ok()) << text;
  }
}

std::string Refusal(const std::string& json) {
  return std::string(KeySet::Parse(json).status().message());
}

TEST(KeySetTest, KeysThatAreNoPublicSigningKeysAreRefused) {
  EXPECT_THAT(Refusal("[]"), HasSubstr("no JSON Web Key Set"));
  EXPECT_THAT(Refusal(KeySetOf({})), HasSubstr("no key"));
  EXPECT_THAT(
      Refusal(KeySetOf({Json::object({{"kty", "oct"}, {"k", "c2VjcmV0"}})})),
      HasSubstr("keys[0] is neither"));
  EXPECT_THAT(Refusal(KeySetOf({Maker().Key(true)})), HasSubstr("private"));
  EXPECT_THAT(Refusal(KeySetOf({TokenMaker(TokenMaker::Kind::kP384).Key()})),
              HasSubstr("keys[0] is neither"));
  EXPECT_THAT(
      Refusal(KeySetOf({TokenMaker(TokenMaker::Kind::kShortRsa).Key()})),
      HasSubstr("fewer than 2048"));
  EXPECT_THAT(Refusal(KeySetOf(
                  {Json::object({{"kty", "RSA"}, {"n", "!"}, {"e", "AQAB"}})})),
              HasSubstr("keys[0]"));
  EXPECT_THAT(Refusal(KeySetOf({Json(3)})), HasSubstr("keys[0]"));
}

TEST(KeySetTest, KeysForEncryptionAreSkipped) {
  Json other = OtherMaker().Key();
  other["use"] = "enc";
  EXPECT_THAT(Refusal(KeySetOf({other})), HasSubstr("no key"));
  EXPECT_TRUE(KeySet::Parse(KeySetOf({other, Maker().Key()})).ok());
}

}  // namespace
}  // namespace mandated::server
