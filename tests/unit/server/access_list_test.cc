#include "services/server/access/access_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"

namespace mandated::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);  // January 2027

std::string Entry(const std::string& token, const std::string& rest) {
  return absl::StrCat(
      "[[token]]\nname = \"desk\"\nrole = \"editor\"\nsha256 = \"",
      absl::BytesToHexString(Sha256(token)), "\"\n", rest, "\n");
}

AccessList ListOf(const std::string& toml) {
  auto list = AccessList::Parse(toml);
  EXPECT_TRUE(list.ok()) << list.status();
  return *std::move(list);
}

std::string Refusal(const std::string& toml) {
  return std::string(AccessList::Parse(toml).status().message());
}

TEST(Sha256Test, IsTheOneOfTheStandard) {
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(AccessListTest, TokenIsFoundByItsHash) {
  const AccessList list = ListOf(Entry("secret", "") + Entry("other", ""));

  const auto found = list.FindToken("secret", kNow);

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->name, "desk");
  EXPECT_EQ(found->role, Role::kEditor);
}

TEST(AccessListTest, AnotherTokenIsUnknownAndTheRefusalDoesNotShowIt) {
  const AccessList list = ListOf(Entry("secret", ""));
  for (const char* token : {"Secret", "secret ", "secre", ""}) {
    const absl::Status refused = list.FindToken(token, kNow).status();
    EXPECT_EQ(domain::ReasonOf(refused), "CREDENTIALS_UNKNOWN") << token;
  }
  EXPECT_THAT(std::string(list.FindToken("hunter2", kNow).status().message()),
              Not(HasSubstr("hunter2")));
}

TEST(AccessListTest, TokenIsGoodUntilTheInstantItExpires) {
  const AccessList list =
      ListOf(Entry("secret", "expires = 2027-01-15T09:00:00+01:00"));
  const absl::Time end = absl::FromUnixSeconds(1'800'000'000);  // 08:00 UTC

  EXPECT_TRUE(list.FindToken("secret", end - absl::Nanoseconds(1)).ok());
  EXPECT_EQ(domain::ReasonOf(list.FindToken("secret", end).status()),
            "CREDENTIALS_EXPIRED");
}

TEST(AccessListTest, CertificateIsFoundByAnyOfItsNames) {
  const AccessList list = ListOf(
      "[[certificate]]\nsan = \"reminder.example\"\nrole = \"subscriber\"\n");

  const auto found = list.FindCertificate({"other", "reminder.example"});

  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->name, "reminder.example");
  EXPECT_EQ(found->role, Role::kSubscriber);
  EXPECT_FALSE(list.FindCertificate({"REMINDER.example", "*"}).has_value());
  EXPECT_FALSE(list.FindCertificate({}).has_value());
}

TEST(AccessListTest, EmptyListKnowsNobody) {
  EXPECT_FALSE(ListOf("").FindToken("secret", kNow).ok());
}

TEST(AccessListTest, WhatIsWrongIsToldWithItsLine) {
  EXPECT_THAT(Refusal("[[token"), HasSubstr("line 1: is not TOML"));
  EXPECT_THAT(Refusal("\n[[tokens]]\n"), HasSubstr("tokens is no key"));
  EXPECT_THAT(Refusal("token = 3"), HasSubstr("write [[token]]"));
  EXPECT_THAT(Refusal(Entry("a", "expire = 2027-01-01T00:00:00Z")),
              HasSubstr("line 5: expire is no key"));
  EXPECT_THAT(Refusal(Entry("a", "expires = 2027-01-01")),
              HasSubstr("expires is not an instant"));
  EXPECT_THAT(Refusal(Entry("a", "expires = 2027-01-01T00:00:00")),
              HasSubstr("expires is not an instant"));
  EXPECT_THAT(Refusal("[[token]]\nname = \"a\"\nrole = \"root\"\n"),
              HasSubstr("role is not one of"));
  EXPECT_THAT(
      Refusal("[[token]]\nname = \"a\"\nrole = \"admin\"\nsha256 = \"12\"\n"),
      HasSubstr("64 hex digits"));
  EXPECT_THAT(Refusal("[[certificate]]\nrole = \"admin\"\n"),
              HasSubstr("san is missing"));
}

}  // namespace
}  // namespace mandated::server
