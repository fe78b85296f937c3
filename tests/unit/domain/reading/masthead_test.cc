#include "services/domain/reading/masthead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/domain/date.h"
#include "services/domain/reading/findings.h"
#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using ::testing::Contains;

std::string Replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string Text() { return TextWith("1.\tDecides to remain seized.\n"); }

std::string DayOf(const mandates::v1::Date& date) {
  return FormatDate(ToCivil(date));
}

TEST(MastheadTest, EveryFieldIsReadWithItsWords) {
  const auto read = ReadText(Text());
  EXPECT_EQ(read.symbol(), "A/HRC/RES/44/99");
  EXPECT_EQ(read.title(), "A matter of rights");
  EXPECT_EQ(read.body(), "HRC");
  EXPECT_EQ(read.session(), "sessions/hrc-44");
  EXPECT_EQ(DayOf(read.session_first_day()), "2020-06-30");
  EXPECT_EQ(DayOf(read.session_last_day()), "2020-07-17");
  EXPECT_EQ(read.agenda_item(), 3);
  EXPECT_EQ(DayOf(read.adopted_on()), "2020-07-16");
  for (const char* field : {"symbol", "title", "body", "session",
                            "session_first_day", "agenda_item", "adopted_on"}) {
    EXPECT_NE(FindReading(read.readings(), field), nullptr) << field;
  }
}

TEST(MastheadTest, ASessionInTwoPartsEndsWithTheSecond) {
  const auto read =
      ReadText(Replaced(Text(), "30 June-17 July 2020",
                        "24 February-13 March and 15-23 June 2020"));
  EXPECT_EQ(DayOf(read.session_first_day()), "2020-02-24");
  EXPECT_EQ(DayOf(read.session_last_day()), "2020-06-23");
}

TEST(MastheadTest, ASpanWithinOneMonthNamesItOnce) {
  const auto read = ReadText(
      Replaced(Text(), "30 June-17 July 2020", "9\u201327 September 2019"));
  EXPECT_EQ(DayOf(read.session_first_day()), "2019-09-09");
  EXPECT_EQ(DayOf(read.session_last_day()), "2019-09-27");
}

TEST(MastheadTest, ADayThatTheCalendarHasNotIsLeftOut) {
  const auto read = ReadText(
      Replaced(Text(), "30 June-17 July 2020", "31 June-17 July 2020"));
  EXPECT_FALSE(read.has_session_first_day());
  EXPECT_THAT(ReasonsOf(read), Contains("SESSION_DAYS_CONTRADICT"));
}

TEST(MastheadTest, ANumberThatIsNotOfTheSessionIsLeftOut) {
  const auto read = ReadText(Replaced(Text(), "44/99", "43/99"));
  EXPECT_EQ(read.symbol(), "");
  EXPECT_EQ(read.name(), "");
  EXPECT_THAT(ReasonsOf(read), Contains("SYMBOL_CONTRADICTS"));
}

TEST(MastheadTest, ReversedNumbersAreToldByTheSession) {
  EXPECT_EQ(ReadText(Replaced(Text(), "44/99", "99 / 44")).symbol(),
            "A/HRC/RES/44/99");
}

TEST(MastheadTest, ADecisionHasADecisionsSymbol) {
  EXPECT_EQ(ReadText(Replaced(Text(), "Resolution adopted", "Decision adopted"))
                .symbol(),
            "A/HRC/DEC/44/99");
}

TEST(MastheadTest, ASpecialSessionHasItsOwnNumbers) {
  const auto read = ReadText(Replaced(
      Replaced(Text(), "Forty-fourth session", "Thirty-first special session"),
      "44/99", "S-31/1"));
  EXPECT_EQ(read.session(), "sessions/hrc-s-31");
  EXPECT_EQ(read.symbol(), "A/HRC/RES/S-31/1");
}

TEST(MastheadTest, ATitleOverTwoLinesIsOne) {
  const auto read = ReadText(
      Replaced(Text(), "A matter of rights", "A matter of\nmany rights"));
  EXPECT_EQ(read.title(), "A matter of many rights");
}

TEST(MastheadTest, ADayOnTheNextLineIsRead) {
  const auto read =
      ReadText(Replaced(Text(), "Council on 16 July", "Council \non 16 July"));
  EXPECT_EQ(DayOf(read.adopted_on()), "2020-07-16");
}

}  // namespace
}  // namespace mandated::domain
