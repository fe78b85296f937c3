#include "clients/mandatectl/style.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

TEST(DisplayWidthTest, CharactersCountAndNotBytes) {
  EXPECT_EQ(DisplayWidth("Special Rapporteur"), 18);
  EXPECT_EQ(DisplayWidth("People’s"), 8);
  EXPECT_EQ(DisplayWidth("ñandú"), 5);
  EXPECT_EQ(DisplayWidth(""), 0);
}

TEST(DisplayWidthTest, CombiningMarksTakeNoColumn) {
  EXPECT_EQ(DisplayWidth("n\u0303andu\u0301"), 5);
}

TEST(DisplayWidthTest, ChineseTakesTwoColumnsEach) {
  EXPECT_EQ(DisplayWidth("人权"), 4);
}

TEST(DisplayWidthTest, BytesThatAreNoTextTakeOneColumnEach) {
  EXPECT_EQ(DisplayWidth("a\xFF\xFE"), 3);
  EXPECT_EQ(DisplayWidth("a\xE2\x80"), 2);  // a character cut short
}

TEST(TruncateTest, TextThatFitsStaysWhole) {
  EXPECT_EQ(Truncate("People’s", 8), "People’s");
}

TEST(TruncateTest, TextThatDoesNotFitEndsInAnEllipsis) {
  EXPECT_EQ(Truncate("People’s Republic", 9), "People’s…");
  EXPECT_EQ(Truncate("People’s", 7), "People…");
  EXPECT_EQ(Truncate("人权理事会", 4), "人…");
  EXPECT_EQ(Truncate("abc", 1), "…");
}

TEST(OneLineTest, WhatCommandsATerminalIsBlankedOut) {
  EXPECT_EQ(OneLine("a\nb\tc\x1B[31m"), "a b c [31m");
  EXPECT_EQ(OneLine("a\x7F"
                    "b\u009Bc"),
            "a b c");
}

TEST(OneLineTest, BytesThatAreNoTextBecomeReplacementCharacters) {
  EXPECT_EQ(OneLine("a\xFF"), "a\uFFFD");
  EXPECT_EQ(OneLine("People’s ñ"), "People’s ñ");
}

TEST(PaintTest, NothingIsPaintedWithoutColor) {
  EXPECT_EQ(Paint("late", Color::kRed, {.color = false}), "late");
  EXPECT_EQ(Paint("late", Color::kRed, {.color = true}), "\033[31mlate\033[0m");
  EXPECT_EQ(Paint("", Color::kRed, {.color = true}), "");
}

TEST(ColorOfDaysLeftTest, ColorsChangeRightAfterTheirLastDay) {
  EXPECT_EQ(ColorOfDaysLeft(-5), Color::kRed);
  EXPECT_EQ(ColorOfDaysLeft(30), Color::kRed);
  EXPECT_EQ(ColorOfDaysLeft(31), Color::kYellow);
  EXPECT_EQ(ColorOfDaysLeft(90), Color::kYellow);
  EXPECT_EQ(ColorOfDaysLeft(91), Color::kNone);
}

}  // namespace
}  // namespace mandated::mandatectl
