#include "clients/mandatectl/arguments.h"

#include "mandates/v1/event.pb.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ParseMandateTest, IdAndNameMeanTheSame) {
  EXPECT_EQ(ParseMandate("MANDATE", "sr-torture").value(),
            "mandates/sr-torture");
  EXPECT_EQ(ParseMandate("MANDATE", "mandates/sr-torture").value(),
            "mandates/sr-torture");
}

TEST(ParseMandateTest, WhatIsNoIdIsRejectedWithAnExample) {
  EXPECT_THAT(ParseMandate("MANDATE", "Sr Torture"),
              FailsWith("MANDATE: \"Sr Torture\" is not a mandate; write its "
                        "id, such as sr-torture"));
  EXPECT_THAT(ParseMandate("MANDATE", ""), FailsWith("MANDATE"));
}

TEST(ParseSessionTest, EachWayToWriteASessionIsUnderstood) {
  for (const char* text : {"62", "hrc-62", "HRC-62", "sessions/hrc-62"}) {
    EXPECT_EQ(ParseSession("SESSION", text).value(), "sessions/hrc-62");
  }
  for (const char* text : {"s-39", "S-39", "hrc-s-39", "sessions/hrc-s-39"}) {
    EXPECT_EQ(ParseSession("SESSION", text).value(), "sessions/hrc-s-39");
  }
}

TEST(ParseSessionTest, WhatIsNoSessionIsRejectedWithAnExample) {
  for (const char* text : {"", "0", "hrc-", "hrc-x", "s-", "62nd"}) {
    EXPECT_THAT(ParseSession("SESSION", text), FailsWith("write 62 or hrc-62"))
        << text;
  }
}

TEST(ParseMomentTest, DayAndInstantAreToldApart) {
  EXPECT_EQ(
      std::get<absl::CivilDay>(ParseMoment("--as-of", "2020-07-16").value()),
      absl::CivilDay(2020, 7, 16));
  EXPECT_EQ(
      std::get<absl::Time>(
          ParseMoment("--as-of", "2020-07-16T12:00:00+02:00").value()),
      absl::FromCivil(absl::CivilHour(2020, 7, 16, 10), absl::UTCTimeZone()));
}

TEST(ParseMomentTest, DayThatIsNoneIsRejectedWithTheReason) {
  EXPECT_THAT(ParseMoment("--as-of", "2011-02-31"),
              FailsWith("February 2011 has 28 days"));
  EXPECT_THAT(ParseMoment("--as-of", "2020-07-16T25:00:00Z"),
              FailsWith("2020-07-16T10:00:00Z"));
}

TEST(ParseVoteTest, TalliesComeInFavourAgainstAbstaining) {
  const auto vote = ParseVote("--vote", "31-15-1");
  ASSERT_TRUE(vote.ok());
  EXPECT_EQ(vote->in_favour(), 31);
  EXPECT_EQ(vote->against(), 15);
  EXPECT_EQ(vote->abstaining(), 1);
}

TEST(ParseVoteTest, AnythingButThreeTalliesIsRejected) {
  for (const char* text :
       {"", "31-15", "31-15-1-0", "31--1", "a-b-c", "31-15-1001"}) {
    EXPECT_THAT(ParseVote("--vote", text), FailsWith("31-15-1")) << text;
  }
}

TEST(ParseSpeedTest, DaysPerSecondMayHaveTheirUnit) {
  EXPECT_DOUBLE_EQ(ParseSpeed("--speed", "20d/s").value(), 20);
  EXPECT_DOUBLE_EQ(ParseSpeed("--speed", "0.5").value(), 0.5);
  EXPECT_DOUBLE_EQ(ParseSpeed("--speed", "max").value(), 0);
  EXPECT_DOUBLE_EQ(ParseSpeed("--speed", "0").value(), 0);
}

TEST(ParseSpeedTest, WhatIsNoSpeedIsRejected) {
  for (const char* text : {"", "d/s", "-1d/s", "fast", "10001d/s", "nan"}) {
    EXPECT_THAT(ParseSpeed("--speed", text), FailsWith("20d/s")) << text;
  }
}

TEST(ParseTimeoutTest, BareNumberCountsSeconds) {
  EXPECT_EQ(ParseTimeout("--timeout", "5").value(), absl::Seconds(5));
  EXPECT_EQ(ParseTimeout("--timeout", "500ms").value(),
            absl::Milliseconds(500));
  EXPECT_THAT(ParseTimeout("--timeout", "0"), FailsWith("30s"));
  EXPECT_THAT(ParseTimeout("--timeout", "-1s"), FailsWith("30s"));
  EXPECT_THAT(ParseTimeout("--timeout", "soon"), FailsWith("30s"));
}

TEST(ParseNumberTest, EndsOfTheRangeCount) {
  EXPECT_EQ(ParseNumber("--limit", "1", 1, 10).value(), 1);
  EXPECT_EQ(ParseNumber("--limit", "10", 1, 10).value(), 10);
  EXPECT_THAT(ParseNumber("--limit", "0", 1, 10), FailsWith("from 1 to 10"));
  EXPECT_THAT(ParseNumber("--limit", "11", 1, 10), FailsWith("from 1 to 10"));
  EXPECT_THAT(ParseNumber("--limit", "1x", 1, 10), FailsWith("whole number"));
}

TEST(ParseAssumptionTest, DayOfAdoptionIsOptional) {
  const auto plain = ParseAssumption("--extend", "sr-torture=P3Y");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain->mandate, "mandates/sr-torture");
  EXPECT_EQ(plain->period, "P3Y");
  EXPECT_FALSE(plain->adopted_on.has_value());
  const auto dated = ParseAssumption("--extend", "sr-torture=P1Y@2026-07-10");
  ASSERT_TRUE(dated.ok());
  EXPECT_EQ(dated->adopted_on->day(), 10);
}

TEST(ParseAssumptionTest, EachPartIsChecked) {
  EXPECT_THAT(ParseAssumption("--extend", "sr-torture"),
              FailsWith("MANDATE=PERIOD"));
  EXPECT_THAT(ParseAssumption("--extend", "sr-torture=3Y"), FailsWith("P3Y"));
  EXPECT_THAT(ParseAssumption("--extend", "!=P3Y"), FailsWith("mandate"));
  EXPECT_THAT(ParseAssumption("--extend", "sr-torture=P3Y@soon"),
              FailsWith("YYYY-MM-DD"));
}

mandates::v1::WatchStart StartOf(std::string_view text) {
  const auto start = ParseStart("--from", text);
  EXPECT_TRUE(start.ok()) << start.status();
  return std::get<mandates::v1::WatchStart>(*start);
}

TEST(ParseStartTest, EachKindOfStartIsTold) {
  EXPECT_TRUE(StartOf("now").has_now());
  EXPECT_TRUE(StartOf("snapshot").has_snapshot());
  EXPECT_EQ(StartOf("42").revision(), 42);
  EXPECT_TRUE(std::holds_alternative<Moment>(
      ParseStart("--from", "2026-01-31").value()));
  EXPECT_TRUE(std::holds_alternative<Moment>(
      ParseStart("--from", "2026-01-31T10:00:00Z").value()));
}

TEST(ParseStartTest, TokenComesBackAsItWasWritten) {
  const std::string token("\x01\xFF\x00\xFE token", 10);
  EXPECT_EQ(StartOf(FormatToken(token)).resume_token(), token);
}

TEST(ParseStartTest, WhatIsNoneIsRejected) {
  EXPECT_THAT(ParseStart("--from", "0"), FailsWith("from 1"));
  EXPECT_THAT(ParseStart("--from", "yesterday!"), FailsWith("snapshot"));
  EXPECT_THAT(ParseStart("--from", ""), FailsWith("snapshot"));
  EXPECT_THAT(ParseStart("--from", "2026-02-31"),
              FailsWith("February 2026 has 28 days"));
}

TEST(ParseEnumTest, CaseSeparatorAndPrefixDoNotMatter) {
  for (const char* text :
       {"special-rapporteur", "SPECIAL_RAPPORTEUR",
        "HOLDER_TYPE_SPECIAL_RAPPORTEUR", "Special-Rapporteur"}) {
    EXPECT_EQ(
        ParseEnum<mandates::v1::HolderType>("--holder-type", text).value(),
        mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  }
}

TEST(ParseEnumTest, UnknownWordIsRejectedWithTheKnownOnes) {
  EXPECT_THAT(ParseEnum<mandates::v1::Kind>("--kind", "city"),
              FailsWith("thematic, country"));
  EXPECT_THAT(ParseEnum<mandates::v1::Kind>("--kind", "unspecified"),
              FailsWith("--kind"));
}

TEST(WordsOfTest, ZeroValueIsLeftOut) {
  EXPECT_THAT(WordsOf(*mandates::v1::Basis_descriptor()),
              ElementsAre("read", "inferred"));
}

}  // namespace
}  // namespace mandated::mandatectl
