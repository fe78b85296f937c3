#include "services/server/access/authenticator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"
#include "tests/support/tokens.h"

namespace mandated::server {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using mandated::testing::KeySetOf;
using mandated::testing::TokenMaker;

constexpr int64_t kNow = 1'800'000'000;

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    Write("access.toml", EntryOf("secret", "desk", "editor"));
    Write("keys.json", KeySetOf({maker_.Key()}));
  }
  ~AuthenticatorTest() override { std::filesystem::remove_all(directory_); }

  static std::string EntryOf(const std::string& token, const std::string& name,
                             const std::string& role) {
    return absl::StrCat("[[token]]\nname = \"", name, "\"\nrole = \"", role,
                        "\"\nsha256 = \"",
                        absl::BytesToHexString(Sha256(token)), "\"\n");
  }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ / name) << text;
  }

  AccessFiles Files() const {
    return {.access_list = directory_ / "access.toml",
            .key_set = directory_ / "keys.json",
            .token_rules = {.issuer = "i", .audience = "a", .role_claim = "r"}};
  }

  std::unique_ptr<Authenticator> Create() const {
    auto created = Authenticator::Create(Files());
    EXPECT_TRUE(created.ok()) << created.status();
    return *std::move(created);
  }

  std::string Jwt(int64_t expires = kNow + 60) const {
    return maker_.Make({{"iss", "i"},
                        {"aud", "a"},
                        {"sub", "robot"},
                        {"r", "reader"},
                        {"exp", expires}});
  }

  static absl::StatusOr<Principal> Identify(Authenticator& authenticator,
                                            const std::string& header,
                                            int64_t now = kNow) {
    return authenticator.Identify({.authorization = header},
                                  absl::FromUnixSeconds(now));
  }

  const std::filesystem::path directory_ = [] {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "access-XXXXXX").string();
    return std::filesystem::path(mkdtemp(pattern.data()));
  }();
  const TokenMaker maker_{TokenMaker::Kind::kP256};
};

TEST_F(AuthenticatorTest, BearerIsAListedTokenOrAJwt) {
  const auto authenticator = Create();
  EXPECT_EQ(Identify(*authenticator, "Bearer secret")->name, "desk");
  EXPECT_EQ(Identify(*authenticator, "bearer secret")->name, "desk");
  EXPECT_EQ(Identify(*authenticator, "Bearer " + Jwt())->name, "robot");
}

TEST_F(AuthenticatorTest, NothingIsMissingAndAnotherSchemeIsInvalid) {
  const auto authenticator = Create();
  const auto nothing = authenticator->Identify({}, absl::FromUnixSeconds(kNow));
  EXPECT_EQ(domain::ReasonOf(nothing.status()), "CREDENTIALS_MISSING");
  for (const char* header :
       {"", "secret", "Basic c2VjcmV0", "Bearer", "Bearer "}) {
    EXPECT_EQ(domain::ReasonOf(Identify(*authenticator, header).status()),
              "CREDENTIALS_INVALID")
        << header;
  }
  EXPECT_EQ(domain::ReasonOf(
                Identify(*authenticator, "Bearer " + std::string(7'000, 'x'))
                    .status()),
            "CREDENTIALS_INVALID");
}

TEST_F(AuthenticatorTest, WrongTokenIsRefusedAlsoWithACertificate) {
  Write("access.toml", "[[certificate]]\nsan = \"c\"\nrole = \"admin\"\n");
  const auto authenticator = Create();
  const Credentials both = {.authorization = "Bearer wrong",
                            .certificate_names = {"c"}};
  EXPECT_FALSE(authenticator->Identify(both, absl::FromUnixSeconds(kNow)).ok());
  const Credentials certificate = {.authorization = std::nullopt,
                                   .certificate_names = {"c"}};
  const auto known =
      authenticator->Identify(certificate, absl::FromUnixSeconds(kNow));
  EXPECT_EQ(known->role, Role::kAdmin);
}

TEST_F(AuthenticatorTest, CertificateThatIsNotListedHasNoRole) {
  const auto authenticator = Create();
  const auto known = authenticator->Identify(
      {.authorization = std::nullopt, .certificate_names = {"stranger"}},
      absl::FromUnixSeconds(kNow));
  EXPECT_EQ(known->name, "stranger");
  EXPECT_EQ(known->role, Role::kNone);
}

TEST_F(AuthenticatorTest, RememberedJwtStillExpires) {
  const auto authenticator = Create();
  const std::string header = "Bearer " + Jwt(kNow + 60);
  EXPECT_TRUE(Identify(*authenticator, header).ok());
  EXPECT_TRUE(Identify(*authenticator, header, kNow + 60).ok());
  EXPECT_EQ(
      domain::ReasonOf(Identify(*authenticator, header, kNow + 3'600).status()),
      "CREDENTIALS_EXPIRED");
}

TEST_F(AuthenticatorTest, ReloadRevokesTokensAndKeys) {
  const auto authenticator = Create();
  const std::string jwt = "Bearer " + Jwt();
  EXPECT_TRUE(Identify(*authenticator, jwt).ok());
  Write("access.toml", EntryOf("other", "new", "reader"));
  Write("keys.json", KeySetOf({TokenMaker(TokenMaker::Kind::kP256).Key()}));

  const auto changed = authenticator->Reload();

  EXPECT_TRUE(changed.ok() && *changed);
  EXPECT_FALSE(Identify(*authenticator, "Bearer secret").ok());
  EXPECT_FALSE(Identify(*authenticator, jwt).ok());
  EXPECT_EQ(Identify(*authenticator, "Bearer other")->name, "new");
  EXPECT_FALSE(*authenticator->Reload());
}

TEST_F(AuthenticatorTest, FileThatIsWrongChangesNothingAndIsNamed) {
  const auto authenticator = Create();
  Write("access.toml", "[[token]]\n");

  const auto changed = authenticator->Reload();

  EXPECT_THAT(std::string(changed.status().message()),
              HasSubstr("access.toml: line 1"));
  EXPECT_TRUE(Identify(*authenticator, "Bearer secret").ok());
}

TEST_F(AuthenticatorTest, FileThatIsNotThereIsAnErrorAtTheStart) {
  std::filesystem::remove(directory_ / "keys.json");
  EXPECT_THAT(std::string(Authenticator::Create(Files()).status().message()),
              HasSubstr("keys.json cannot be read"));
}

}  // namespace
}  // namespace mandated::server
