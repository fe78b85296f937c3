// What is no filter, and how its error shows where and why.
#include "services/domain/filter_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/domain/filter.h"
#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using ::testing::HasSubstr;

// Expects an error at `position` whose text has `expected`.
void ExpectInvalid(const std::string& text, size_t position,
                   const std::string& expected) {
  const absl::Status error = Filter::Parse(text).status();
  EXPECT_THAT(error, IsError("FILTER_INVALID")) << text;
  EXPECT_EQ(FieldOf(error), "filter");
  EXPECT_EQ(MetadataOf(error)["position"], std::to_string(position)) << text;
  EXPECT_THAT(MetadataOf(error)["expected"], HasSubstr(expected)) << text;
}

TEST(FilterErrorTest, UnknownFieldIsRejectedWithTheKnownOnes) {
  ExpectInvalid("a AND colour = red", 6,
                "a field: name, title, kind, country, holder_type, holder, "
                "body, state, last_day, days_left, successor, "
                "established_year, labels.KEY or labels:KEY");
  ExpectInvalid("Title = x", 0, "a field");
  ExpectInvalid("title.x = y", 0, "a field");
  ExpectInvalid("labelsx = y", 0, "a field");
}

TEST(FilterErrorTest, UnknownValueIsRejectedWithTheAllowedOnes) {
  ExpectInvalid("kind = REGIONAL", 7, "one of THEMATIC, COUNTRY");
  ExpectInvalid("kind = KIND_UNSPECIFIED", 7, "one of THEMATIC, COUNTRY");
  ExpectInvalid("kind = ''", 7, "one of THEMATIC, COUNTRY");
  ExpectInvalid("kind = THEM*", 7, "one of THEMATIC, COUNTRY");
  ExpectInvalid("state=GONE", 6,
                "one of IN_FORCE, OVERDUE, LAPSED, TERMINATED, MERGED, "
                "DORMANT");
  ExpectInvalid("holder_type = X", 14, "INDEPENDENT_EXPERT");
  ExpectInvalid("last_day < 2026", 11, "a date such as 2026-09-30");
  ExpectInvalid("last_day < 2026-02-30", 11, "a date");
}

TEST(FilterErrorTest, ValueThatIsNoWholeNumberIsRejected) {
  for (const char* value :
       {"x", "1.5", "--1", "'+1'", "' 1'", "'1 '", "-", "''", "1-1",
        "9223372036854775808", "0x10", "1e3"}) {
    ExpectInvalid("days_left = " + std::string(value), 12, "a whole number");
  }
}

TEST(FilterErrorTest, ComparatorThatTheFieldLacksIsRejected) {
  ExpectInvalid("title < a", 6, "one of = != : after title");
  ExpectInvalid("kind >= THEMATIC", 5, "one of = != : after kind");
  ExpectInvalid("labels = a", 7, "one of : after labels");
  ExpectInvalid("labels.a > b", 9, "one of = != : after labels");
  ExpectInvalid("last_day : 2026-09-30", 11, "\"*\" after \":\"");
  ExpectInvalid("days_left : 5", 12, "\"*\" after \":\"");
}

TEST(FilterErrorTest, KeyThatNoLabelHasIsRejected) {
  ExpectInvalid("labels. = b", 7, "a label's key");
  ExpectInvalid("labels.A = b", 7, "a label's key");
  ExpectInvalid("labels.a.b = c", 7, "a label's key");
  ExpectInvalid("labels:1", 7, "a label's key");
  ExpectInvalid("labels:''", 7, "a label's key");
  ExpectInvalid("labels:" + std::string(64, 'a'), 7, "a label's key");
}

TEST(FilterErrorTest, IncompleteFilterIsRejectedAtItsEnd) {
  ExpectInvalid("a AND", 5, "a term");
  ExpectInvalid("a OR ", 5, "a term");
  ExpectInvalid("NOT", 3, "a term");
  ExpectInvalid("title =", 7, "a value");
  ExpectInvalid("(a", 2, "\")\"");
  ExpectInvalid("'a", 2, "the closing quote '");
  ExpectInvalid("\"a\\", 3, "after a backslash");
  ExpectInvalid("-", 1, "a term right after \"-\"");
}

TEST(FilterErrorTest, MisplacedTokenIsRejectedWhereItStands) {
  ExpectInvalid("AND a", 0, "a term");
  ExpectInvalid("a OR AND b", 5, "a term");
  ExpectInvalid("a AND AND b", 6, "a term");
  ExpectInvalid("()", 1, "a term");
  ExpectInvalid("a)", 1, "no \")\" without a \"(\"");
  ExpectInvalid("(a))", 3, "no \")\" without a \"(\"");
  ExpectInvalid("= a", 0, "a term");
  ExpectInvalid("title = = a", 8, "a value");
  ExpectInvalid("title = AND", 8, "a value");
  ExpectInvalid("title = (a OR b)", 8, "a value");
  ExpectInvalid("'title' = a", 0, "a field without quotes");
  ExpectInvalid("NOT NOT a", 4, "a term");
  ExpectInvalid("--a", 1, "a term");
  ExpectInvalid("- a", 1, "a term right after \"-\"");
  ExpectInvalid("a ! b", 2, "text in quotes");
  ExpectInvalid("a \\ b", 2, "text in quotes");
  ExpectInvalid(std::string("a \0", 3), 2, "text in quotes");
  ExpectInvalid("\"a\\n\"", 3, "after a backslash");
}

TEST(FilterErrorTest, TermsThatTouchAreRejected) {
  for (const auto& [text, position] :
       std::vector<std::pair<std::string, size_t>>{{"a(b)", 1},
                                                   {"(a)(b)", 3},
                                                   {"'a''b'", 3},
                                                   {"a\"b\"", 1},
                                                   {"'a'b", 3},
                                                   {"(a)b", 3},
                                                   {"(a)OR b", 3},
                                                   {"(a)-b", 3},
                                                   {"NOT(a)", 3}}) {
    ExpectInvalid(text, position, "white space before the next term");
  }
}

std::string Nested(int levels) {
  return std::string(levels, '(') + "a" + std::string(levels, ')');
}

TEST(FilterLimitTest, DepthIsLimited) {
  EXPECT_THAT(Filter::Parse(Nested(limits::kFilterDepthMax)), IsOk());
  ExpectInvalid(Nested(limits::kFilterDepthMax + 1), limits::kFilterDepthMax,
                "32 levels");
  // What closes counts no longer.
  std::string row;
  for (int i = 0; i < 50; ++i) row += "(a) ";
  EXPECT_THAT(Filter::Parse(row), IsOk());
}

TEST(FilterLimitTest, SizeIsLimited) {
  EXPECT_THAT(Filter::Parse(std::string(limits::kFilterBytesMax, 'a')), IsOk());
  ExpectInvalid(std::string(limits::kFilterBytesMax + 1, 'a'),
                limits::kFilterBytesMax, "4096 bytes at most");
  ExpectInvalid(std::string(limits::kFilterBytesMax, '('),
                limits::kFilterDepthMax, "32 levels");
}

}  // namespace
}  // namespace mandated::domain
