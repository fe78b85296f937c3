#include "services/domain/period.h"

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using absl::CivilDay;

constexpr int kMonthsMax = limits::kPeriodYearsMax * 12;

Period Months(int months) { return {.months = months, .days = 0}; }

Period P(const std::string& text) {
  const auto period = ParsePeriod("f", text);
  EXPECT_THAT(period, IsOk());
  return period.value_or(Period{});
}

bool IsLeap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysIn(int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// A model that goes one month, then one day, at a time.
CivilDay Walk(CivilDay day, int months, int days) {
  const int step = months < 0 ? -1 : 1;
  int64_t year = day.year();
  int month = day.month();
  for (int i = 0; i != months; i += step) {
    month += step;
    if (month == 0 || month == 13) {
      year += step;
      month = step < 0 ? 12 : 1;
    }
  }
  CivilDay walked(year, month, std::min(day.day(), DaysIn(year, month)));
  for (; days > 0; --days) ++walked;
  for (; days < 0; ++days) --walked;
  return walked;
}

CivilDay AnyDay(std::mt19937_64& chance) {
  return CivilDay(1900, 1, 1) + Draw(chance, 0, 146'097);
}

// Draws periods up to a century; half of them a few months and days.
Period AnyPeriod(std::mt19937_64& chance) {
  const bool small = Draw(chance, 0, 1) == 0;
  const int months = static_cast<int>(Draw(chance, 0, small ? 14 : kMonthsMax));
  const int64_t days_max =
      int64_t{limits::kPeriodDaysMax} * (kMonthsMax - months) / kMonthsMax;
  return {.months = months,
          .days = static_cast<int>(Draw(chance, 0, small ? 40 : days_max))};
}

TEST(AddTest, MonthsClampToTheLastDayOfTheMonth) {
  EXPECT_EQ(Add(CivilDay(2026, 1, 31), P("P1M")), CivilDay(2026, 2, 28));
  EXPECT_EQ(Add(CivilDay(2024, 1, 31), P("P1M")), CivilDay(2024, 2, 29));
  EXPECT_EQ(Add(CivilDay(2024, 2, 29), P("P1Y")), CivilDay(2025, 2, 28));
  EXPECT_EQ(Add(CivilDay(2024, 2, 29), P("P4Y")), CivilDay(2028, 2, 29));
}

TEST(AddTest, MonthsComeBeforeDays) {
  EXPECT_EQ(Add(CivilDay(2026, 1, 31), P("P1M1D")), CivilDay(2026, 3, 1));
}

TEST(SubtractTest, MonthsClampToTheLastDayOfTheMonth) {
  EXPECT_EQ(Subtract(CivilDay(2026, 5, 31), P("P1M")), CivilDay(2026, 4, 30));
  EXPECT_EQ(Subtract(CivilDay(2026, 3, 31), P("P1M")), CivilDay(2026, 2, 28));
  EXPECT_EQ(Subtract(CivilDay(2026, 3, 28), P("P1M")), CivilDay(2026, 2, 28));
  EXPECT_EQ(Subtract(CivilDay(2024, 2, 29), P("P1Y")), CivilDay(2023, 2, 28));
}

TEST(SubtractTest, MonthsComeBeforeDays) {
  EXPECT_EQ(Subtract(CivilDay(2026, 3, 31), P("P1M1D")), CivilDay(2026, 2, 27));
}

TEST(SubtractTest, YearsCrossTheTurnOfTheYear) {
  EXPECT_EQ(Subtract(CivilDay(2026, 1, 15), P("P1M")), CivilDay(2025, 12, 15));
  EXPECT_EQ(Add(CivilDay(2025, 12, 15), P("P1M")), CivilDay(2026, 1, 15));
}

TEST(PeriodPropertyTest, ArithmeticAgreesWithAWalk) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 2'000; ++i) {
    const CivilDay day = AnyDay(chance);
    const Period period = AnyPeriod(chance);
    ASSERT_EQ(Add(day, period), Walk(day, period.months, period.days))
        << day << " + " << period.months << " months, " << period.days;
    ASSERT_EQ(Subtract(day, period), Walk(day, -period.months, -period.days))
        << day << " - " << period.months << " months, " << period.days;
  }
}

TEST(PeriodPropertyTest, ResultsRiseWithTheDay) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 20'000; ++i) {
    const CivilDay day = AnyDay(chance);
    const Period period = AnyPeriod(chance);
    ASSERT_LE(Subtract(day, period), Subtract(day + 1, period)) << day;
    ASSERT_LE(Add(day, period), Add(day + 1, period)) << day;
  }
}

// Crossings rise with the last day, so that the days next to the bounds speak
// for all beyond them.
void ExpectClampDaysSuffice(CivilDay day, Period period) {
  const CivilDay about = Add(day, period);
  ASSERT_LT(Subtract(about - kClampDays - 1, period), day)
      << day << ", " << period.months << " months, " << period.days << " days";
  ASSERT_GT(Subtract(about + kClampDays + 1, period), day)
      << day << ", " << period.months << " months, " << period.days << " days";
}

TEST(DaysMaxTest, NothingIsSubtractedFurther) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 100'000; ++i) {
    const CivilDay day = AnyDay(chance);
    const Period period = AnyPeriod(chance);
    ASSERT_LE(day - Subtract(day, period), DaysMax(period))
        << day << ", " << period.months << " months, " << period.days
        << " days";
  }
  EXPECT_EQ(CivilDay(2026, 3, 31) - Subtract(CivilDay(2026, 3, 31), Months(1)),
            DaysMax(Months(1)));
}

TEST(ClampDaysTest, NoCrossingIsOutsideThem) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 100'000; ++i) {
    ExpectClampDaysSuffice(AnyDay(chance), AnyPeriod(chance));
  }
}

TEST(ClampDaysTest, EveryDayOfFourYearsIsInsideThemForEveryCommonLead) {
  const Period leads[] = {P("P1Y"),   P("P6M"),    P("P3M"),  P("P1M"),
                          P("P1W"),   P("P1D"),    P("P90D"), P("P1M30D"),
                          P("P1M1W"), P("P1Y1M3W")};
  for (const Period lead : leads) {
    for (CivilDay day(2024, 1, 1); day.year() < 2028; ++day) {
      ExpectClampDaysSuffice(day, lead);
    }
  }
}

TEST(ClampDaysTest, OneLessWouldMissACrossingOnEitherSide) {
  // The first last day that crosses P61M2164D on 2091-03-01 or later.
  const Period late{.months = 61, .days = 2164};
  const CivilDay first = Add(CivilDay(2091, 3, 1), late) - kClampDays;
  EXPECT_GE(Subtract(first, late), CivilDay(2091, 3, 1));
  EXPECT_LT(Subtract(first - 1, late), CivilDay(2091, 3, 1));

  // The last one that crosses P61M2218D on 2097-01-31 or earlier.
  const Period early{.months = 61, .days = 2218};
  const CivilDay last = Add(CivilDay(2097, 1, 31), early) + kClampDays;
  EXPECT_LE(Subtract(last, early), CivilDay(2097, 1, 31));
  EXPECT_GT(Subtract(last + 1, early), CivilDay(2097, 1, 31));
}

TEST(ParsePeriodTest, EveryUnitIsRead) {
  EXPECT_EQ(P("P3Y"), Months(36));
  EXPECT_EQ(P("P6M"), Months(6));
  EXPECT_EQ(P("P1W"), (Period{.months = 0, .days = 7}));
  EXPECT_EQ(P("P90D"), (Period{.months = 0, .days = 90}));
  EXPECT_EQ(P("P1Y6M2W3D"), (Period{.months = 18, .days = 17}));
  EXPECT_EQ(P("P0Y6M"), Months(6));
}

TEST(ParsePeriodTest, ACenturyIsTheLongest) {
  EXPECT_EQ(P("P100Y"), Months(1200));
  EXPECT_EQ(P("P1200M"), Months(1200));
  EXPECT_EQ(P("P36525D"), (Period{.months = 0, .days = 36'525}));
  EXPECT_EQ(P("P50Y18262D"), (Period{.months = 600, .days = 18'262}));
  for (const char* text : {"P101Y", "P1201M", "P100Y1M", "P36526D", "P5218W",
                           "P100Y1D", "P50Y18263D", "P99999999999999999999D"}) {
    EXPECT_THAT(ParsePeriod("f", text), IsError("PERIOD_INVALID")) << text;
  }
}

TEST(ParsePeriodTest, EveryOtherFormIsRejected) {
  for (const char* text :
       {"",      "P",     "6M",   "P6",    "p6m",  "P6m",   "P-6M",  "P+6M",
        "-P6M",  "P6M ",  " P6M", "PT6H",  "P6MT", "P1.5Y", "P1,5Y", "P6M1Y",
        "P1Y1Y", "P1D1W", "P0D",  "P0Y0M", "PP1Y", "PM",    "P1X",   "P1"}) {
    EXPECT_THAT(ParsePeriod("f", text), IsError("PERIOD_INVALID")) << text;
  }
}

TEST(ParsePeriodTest, ErrorNamesFieldAndText) {
  const absl::Status error = ParsePeriod("leads[2]", "6M").status();

  EXPECT_EQ(FieldOf(error), "leads[2]");
  EXPECT_EQ(MetadataOf(error)["period"], "6M");
}

TEST(ParsePeriodPropertyTest, RandomTextNeverCrashes) {
  std::mt19937_64 chance = Chance();
  constexpr std::string_view kBytes = "PYMWDT0123456789-. ";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "P";
    for (int64_t left = Draw(chance, 0, 8); left > 0; --left) {
      text += kBytes[Draw(chance, 0, kBytes.size() - 1)];
    }
    const auto period = ParsePeriod("f", text);
    if (!period.ok()) continue;
    ASSERT_GT(period->months + period->days, 0) << text;
    ASSERT_LE(period->months, kMonthsMax) << text;
    ASSERT_LE(period->days, limits::kPeriodDaysMax) << text;
  }
}

TEST(WholeYearsTest, OnlyYearsWithoutRestCount) {
  EXPECT_EQ(P("P3Y").whole_years(), 3);
  EXPECT_EQ(P("P12M").whole_years(), 1);
  EXPECT_EQ(P("P6M").whole_years(), 0);
  EXPECT_EQ(P("P1Y6M").whole_years(), 0);
  EXPECT_EQ(P("P1Y1D").whole_years(), 0);
  EXPECT_EQ(P("P365D").whole_years(), 0);
}

TEST(IsWiderTest, DefaultLeadsAreOrderedByLength) {
  const char* const leads[] = {"P1Y", "P6M", "P3M", "P1M", "P1W", "P1D"};
  for (size_t i = 1; i < std::size(leads); ++i) {
    EXPECT_TRUE(IsWider(leads[i - 1], P(leads[i - 1]), leads[i], P(leads[i])));
    EXPECT_FALSE(IsWider(leads[i], P(leads[i]), leads[i - 1], P(leads[i - 1])));
  }
}

TEST(IsWiderTest, MonthsCountBackFromTheEndOf2001) {
  EXPECT_TRUE(IsWider("P31D", P("P31D"), "P30D", P("P30D")));
  // 31 December - P1M = 30 November, 31 days before.
  EXPECT_TRUE(IsWider("P1M", P("P1M"), "P30D", P("P30D")));
  EXPECT_TRUE(IsWider("P32D", P("P32D"), "P1M", P("P1M")));
}

TEST(IsWiderTest, EqualLengthsAreOrderedBySpelling) {
  EXPECT_TRUE(IsWider("P12M", P("P12M"), "P1Y", P("P1Y")));
  EXPECT_FALSE(IsWider("P1Y", P("P1Y"), "P12M", P("P12M")));
  EXPECT_FALSE(IsWider("P1Y", P("P1Y"), "P1Y", P("P1Y")));
}

}  // namespace
}  // namespace mandated::domain
