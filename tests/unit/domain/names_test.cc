#include "services/domain/names.h"

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using ::testing::HasSubstr;

TEST(ParseMandateNameTest, IdIsReturned) {
  EXPECT_EQ(ParseMandateName("name", "mandates/housing").value(), "housing");
  EXPECT_EQ(ParseMandateName("name", "mandates/sr-1-b").value(), "sr-1-b");
  EXPECT_EQ(ParseMandateName("name", "mandates/a").value(), "a");
}

TEST(ParseMandateNameTest, LongestIdHas63Characters) {
  const std::string longest(limits::kMandateIdBytesMax, 'a');

  EXPECT_THAT(ParseMandateName("name", "mandates/" + longest), IsOk());
  EXPECT_THAT(ParseMandateName("name", "mandates/a" + longest),
              IsError("NAME_INVALID"));
}

TEST(ParseMandateNameTest, EveryOtherFormIsRejected) {
  for (const char* name :
       {"", "housing", "mandates", "mandates/", "/mandates/a", "Mandates/a",
        "mandates/A", "mandates/1a", "mandates/-a", "mandates/a-",
        "mandates/a_b", "mandates/a b", "mandates/a/b", "mandates/a/",
        "mandates/\xc3\xa9", "mandates/a\n", "sessions/hrc-44"}) {
    EXPECT_THAT(ParseMandateName("name", name), IsError("NAME_INVALID"))
        << name;
  }
}

TEST(ParseMandateNameTest, ErrorNamesTheFieldAndTheForm) {
  const absl::Status error = ParseMandateName("mandate_name", "x").status();

  EXPECT_EQ(FieldOf(error), "mandate_name");
  EXPECT_EQ(MetadataOf(error)["name"], "x");
  EXPECT_THAT(std::string(error.message()), HasSubstr("send mandates/{id}"));
}

TEST(ParseSessionNameTest, RegularAndSpecialSessionsAreToldApart) {
  EXPECT_EQ(ParseSessionName("session", "sessions/hrc-44").value(),
            (SessionName{.body = "HRC", .number = 44, .special = false}));
  EXPECT_EQ(ParseSessionName("session", "sessions/hrc-s-31").value(),
            (SessionName{.body = "HRC", .number = 31, .special = true}));
  EXPECT_EQ(ParseSessionName("session", "sessions/chr-61").value().body, "CHR");
}

TEST(ParseSessionNameTest, NameIsWrittenAsItWasRead) {
  for (const char* name :
       {"sessions/hrc-1", "sessions/hrc-9999", "sessions/hrc-s-31",
        "sessions/chr-61", "sessions/s-5", "sessions/s-s-5"}) {
    EXPECT_EQ(ParseSessionName("session", name).value().ToString(), name);
  }
}

TEST(ParseSessionNameTest, EveryOtherFormIsRejected) {
  for (const char* name : {"",
                           "hrc-44",
                           "sessions/",
                           "sessions/hrc",
                           "sessions/hrc-",
                           "sessions/-44",
                           "sessions/44",
                           "sessions/HRC-44",
                           "sessions/hrc-0",
                           "sessions/hrc-044",
                           "sessions/hrc--44",
                           "sessions/hrc-4 4",
                           "sessions/hrc-10000",
                           "sessions/hrc-99999999999999999999",
                           "sessions/hrc-s-",
                           "sessions/hrc-s31",
                           "sessions/hrc-s-s-31",
                           "sessions/-s-31",
                           "sessions/hrc-x-31",
                           "sessions/hrc-44/",
                           "sessions/hrc-44\n",
                           "sessions/hrc-+44",
                           "mandates/hrc-44"}) {
    EXPECT_THAT(ParseSessionName("session", name), IsError("NAME_INVALID"))
        << name;
  }
}

TEST(SessionNameTest, SessionsOfABodyAreOrderedByNumber) {
  const SessionName ninth{.body = "HRC", .number = 9, .special = false};
  const SessionName tenth{.body = "HRC", .number = 10, .special = false};

  EXPECT_LT(ninth, tenth);
}

TEST(ParseDecisionNameTest, BothSegmentsAreReturned) {
  constexpr char kName[] = "mandates/housing/decisions/a-hrc-res-52-10";

  const auto parsed = ParseDecisionName("name", kName);

  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->mandate, "mandates/housing");
  EXPECT_EQ(parsed->decision, "a-hrc-res-52-10");
  EXPECT_EQ(parsed->ToString(), kName);
}

TEST(ParseDecisionNameTest, EveryOtherFormIsRejected) {
  for (const char* name :
       {"", "mandates/housing", "mandates/housing/decisions",
        "mandates/housing/decisions/", "mandates/decisions/a",
        "mandates//decisions/a", "decisions/a", "mandates/housing/decisions/A",
        "mandates/housing/decisions/a/b", "mandates/HOUSING/decisions/a",
        "mandates/housing/decisions/a/decisions/b"}) {
    EXPECT_THAT(ParseDecisionName("name", name), IsError("NAME_INVALID"))
        << name;
  }
}

TEST(SlugOfSymbolTest, RunsOfOtherCharactersBecomeOneDash) {
  EXPECT_EQ(SlugOfSymbol("A/HRC/RES/44/11"), "a-hrc-res-44-11");
  EXPECT_EQ(SlugOfSymbol("E/CN.4/RES/1985/33"), "e-cn-4-res-1985-33");
  EXPECT_EQ(SlugOfSymbol("A/HRC/DEC/43/115 (II)"), "a-hrc-dec-43-115-ii");
  EXPECT_EQ(SlugOfSymbol("//A//"), "a");
  EXPECT_EQ(SlugOfSymbol("人"), "");
  EXPECT_EQ(SlugOfSymbol(""), "");
}

TEST(SlugOfSymbolTest, SlugOfASymbolNamesADecision) {
  for (const std::string& symbol :
       {std::string("A/HRC/RES/44/11"), std::string("A/"),
        "A/" + std::string(limits::kSymbolBytesMax - 2, 'B')}) {
    ASSERT_TRUE(IsSymbol(symbol));
    EXPECT_THAT(ParseDecisionName(
                    "name", "mandates/a/decisions/" + SlugOfSymbol(symbol)),
                IsOk());
  }
}

TEST(IsSymbolTest, SymbolsOfTheCouncilAndItsPredecessorAreSymbols) {
  EXPECT_TRUE(IsSymbol("A/HRC/RES/44/11"));
  EXPECT_TRUE(IsSymbol("E/CN.4/RES/1985/33"));
  EXPECT_TRUE(IsSymbol("A/HRC/DEC/43/115 (II)"));
  EXPECT_TRUE(IsSymbol("S/RES/1325"));
}

TEST(IsSymbolTest, OtherTextIsNot) {
  for (const char* text : {"", "44/11", "HRC", "a/hrc/res/44/11", "/A/HRC",
                           "A/HRC\n", "A/HRC/RES/44/11;", "A/ÉCRIT", " A/1"}) {
    EXPECT_FALSE(IsSymbol(text)) << text;
  }
}

}  // namespace
}  // namespace mandated::domain
