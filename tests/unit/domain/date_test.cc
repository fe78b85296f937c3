#include "services/domain/date.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using ::testing::HasSubstr;

mandates::v1::Date DateOf(int year, int month, int day) {
  mandates::v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string WhyWrong(int year, int month, int day) {
  const auto checked = CheckDate("adopted_on", DateOf(year, month, day));
  EXPECT_THAT(checked, IsError("DATE_INVALID"));
  EXPECT_EQ(FieldOf(checked.status()), "adopted_on");
  return std::string(checked.status().message());
}

TEST(CheckDateTest, FirstAndLastDayOfTheRangeAreDates) {
  EXPECT_EQ(CheckDate("f", DateOf(1900, 1, 1)).value(),
            absl::CivilDay(1900, 1, 1));
  EXPECT_EQ(CheckDate("f", DateOf(9999, 12, 31)).value(),
            absl::CivilDay(9999, 12, 31));
}

TEST(CheckDateTest, YearOutsideTheRangeIsRejected) {
  EXPECT_THAT(WhyWrong(1899, 12, 31), HasSubstr("[1900, 9999]"));
  EXPECT_THAT(WhyWrong(10000, 1, 1), HasSubstr("[1900, 9999]"));
}

TEST(CheckDateTest, DayPastTheMonthIsRejectedWithItsLength) {
  EXPECT_EQ(WhyWrong(2011, 2, 31),
            "adopted_on: 2011-02-31 is not a date: February 2011 has 28 days");
  EXPECT_THAT(WhyWrong(2026, 4, 31), HasSubstr("April 2026 has 30 days"));
  EXPECT_THAT(WhyWrong(9999, 12, 32), HasSubstr("December 9999 has 31 days"));
}

TEST(CheckDateTest, LeapDayExistsInLeapYearsAlone) {
  EXPECT_THAT(CheckDate("f", DateOf(2024, 2, 29)), IsOk());
  EXPECT_THAT(CheckDate("f", DateOf(2000, 2, 29)), IsOk());
  EXPECT_THAT(WhyWrong(2023, 2, 29), HasSubstr("February 2023 has 28 days"));
  EXPECT_THAT(WhyWrong(2100, 2, 29), HasSubstr("February 2100 has 28 days"));
}

TEST(CheckDateTest, PartThatIsZeroOrNegativeIsRejected) {
  WhyWrong(0, 0, 0);
  WhyWrong(2026, 0, 1);
  WhyWrong(2026, 1, 0);
  WhyWrong(2026, -1, -1);
  WhyWrong(-2026, 1, 1);
}

TEST(CheckDateTest, NumbersAtTheirLimitsAreRejected) {
  constexpr int kMax = std::numeric_limits<int>::max();
  constexpr int kMin = std::numeric_limits<int>::min();
  WhyWrong(kMax, kMax, kMax);
  WhyWrong(kMin, kMin, kMin);
  WhyWrong(2026, kMax, kMin);
}

TEST(ParseDateTest, TextIsReadAndWrittenAgain) {
  for (const char* text : {"2020-07-16", "1900-01-01", "9999-12-31"}) {
    EXPECT_EQ(FormatDate(ParseDate("f", text).value()), text);
  }
}

TEST(ParseDateTest, EveryOtherFormIsRejected) {
  for (const char* text :
       {"", "2020", "2020-7-16", "2020-07-16 ", " 2020-07-16", "20200716",
        "2020-07-16T00", "2020/07/16", "-020-07-16", "+020-07-16", "2020--1-01",
        "2020-01--1", "2020-01-+1", "2020-01- 1", "abcd-ef-gh", "2020-07-1x"}) {
    EXPECT_THAT(ParseDate("f", text), IsError("DATE_INVALID")) << text;
  }
}

TEST(ParseDateTest, DayThatDoesNotExistIsRejected) {
  const auto parsed = ParseDate("f", "2011-02-31");

  EXPECT_THAT(std::string(parsed.status().message()),
              HasSubstr("2011-02-31 is not a date: February 2011 has 28 days"));
}

TEST(ToCivilTest, ConversionsAreInverses) {
  for (absl::CivilDay day(2023, 12, 1); day.year() < 2025; ++day) {
    EXPECT_EQ(ToCivil(ToDate(day)), day);
  }
}

TEST(ToCivilTest, YearThatArithmeticReachedIsKept) {
  EXPECT_EQ(ToCivil(ToDate(absl::CivilDay(10099, 12, 31))),
            absl::CivilDay(10099, 12, 31));
}

TEST(ToCivilDeathTest, WhatIsNoDateIsABug) {
  EXPECT_DEATH(ToCivil(DateOf(2011, 2, 31)), "");
  EXPECT_DEATH(ToCivil(DateOf(0, 0, 0)), "");
}

}  // namespace
}  // namespace mandated::domain
