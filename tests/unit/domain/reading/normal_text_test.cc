#include "services/domain/reading/normal_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

NormalText Made(const std::string& text) {
  auto made = NormalText::Make("text", text);
  EXPECT_THAT(made, IsOk());
  return *std::move(made);
}

std::string Normal(const std::string& text) {
  return std::string(Made(text).normal());
}

TEST(NormalTextTest, CaseWidthAndSpaceMakeNoDifference) {
  EXPECT_EQ(Normal("Decides\u00a0 TO   extend"), "decides to extend");
  EXPECT_EQ(Normal("（１）"), "(1)");
}

TEST(NormalTextTest, MarksThatCannotBeSeenAreGone) {
  EXPECT_EQ(Normal("man\u00addate\u200f \ufeffof"), "mandate of");
}

TEST(NormalTextTest, DashesAndQuotesAreOfOneKind) {
  EXPECT_EQ(Normal("30 June\u201317 July \u201cx\u201d l\u2019homme"),
            "30 june-17 july \"x\" l'homme");
}

TEST(NormalTextTest, DigitsOfArabicAreDigits) {
  EXPECT_EQ(Normal("\u0664\u0664/\u0661\u0661"), "44/11");
}

TEST(NormalTextTest, SpacedDigitsOfASymbolAreJoined) {
  EXPECT_EQ(Normal("resolution 4 6 / 9 of"), "resolution 46/9 of");
}

TEST(NormalTextTest, FootnotesAreTakenOutAndKept) {
  const NormalText text =
      Made("Notes the report;[footnoteRef:2] [2: \tA/HRC/44/44.] \n");
  EXPECT_EQ(text.normal().find("footnote"), std::string_view::npos);
  ASSERT_EQ(text.notes().size(), 1U);
  EXPECT_EQ(text.notes()[0].mark, "2");
}

TEST(NormalTextTest, SpansLeadBackToTheBytes) {
  const std::string original = "Decides\u00a0to ex\u00adtend";
  const NormalText text = Made(original);
  const size_t at = text.normal().find("extend");
  const Span span = text.ToOriginal({at, at + 6});
  EXPECT_EQ(original.substr(span.begin, span.end - span.begin), "ex\u00adtend");
  EXPECT_EQ(text.Words({at, at + 6}), "extend");
}

TEST(NormalTextTest, TextThatCannotBeReadIsRefused) {
  EXPECT_THAT(NormalText::Make("text", ""), IsError("TEXT_EMPTY"));
  EXPECT_THAT(NormalText::Make("text", " \n\t\u00a0"), IsError("TEXT_EMPTY"));
  EXPECT_THAT(NormalText::Make("text", "a\xff"), IsError("TEXT_NOT_UTF8"));
  const std::string longest(limits::kResolutionTextBytesMax, 'x');
  EXPECT_THAT(NormalText::Make("text", longest), IsOk());
  EXPECT_THAT(NormalText::Make("text", longest + "x"),
              IsError("TEXT_TOO_LONG"));
}

TEST(NormalTextTest, PageNumberGoesThoughBlankLinesPartItFromTheHeader) {
  const NormalText text = Made(
      "Decides to remain seized.\n\n1\n\nGE.20-09820\n\n\fA/HRC/RES/44/99\n\n"
      "35th meeting\n");
  EXPECT_EQ(text.normal().find('1'), std::string_view::npos) << text.normal();
}

TEST(NormalTextTest, NoteAtThePagesFootGoesThoughItsMarkStandsAlone) {
  const NormalText text = Made(
      "Decides to extend the mandate on the\n\n__________________\n1\n\n"
      "See resolution 6/2,\nparagraph 2.\n\n*\nReissued.\n\n2\n\n"
      "\fA/HRC/RES/44/99\n\nright to food\n");
  EXPECT_EQ(text.normal().find("resolution"), std::string_view::npos)
      << text.normal();
  ASSERT_EQ(text.notes().size(), 2);
  EXPECT_EQ(text.notes()[0].mark, "1");
  const Span words = text.notes()[0].text;
  EXPECT_EQ(text.original().substr(words.begin, words.end - words.begin),
            "See resolution 6/2,\nparagraph 2.");
  EXPECT_EQ(text.notes()[1].mark, "*");
}

TEST(NormalTextTest, NotesBehindAWordFilesTextGoWithTheirMarks) {
  const NormalText text = Made(
      "1.  Notes the report;[1]\n\n2.  Decides [3] to act.[2]\n\n"
      "[1] A/HRC/44/44.\n\n[2] See resolution 6/2.\n");
  EXPECT_EQ(text.normal().find("[1]"), std::string_view::npos);
  EXPECT_EQ(text.normal().find("[2]"), std::string_view::npos);
  EXPECT_NE(text.normal().find("[3]"), std::string_view::npos);
  ASSERT_EQ(text.notes().size(), 2);
  EXPECT_EQ(text.notes()[0].mark, "1");
  const Span words = text.notes()[1].text;
  EXPECT_EQ(text.original().substr(words.begin, words.end - words.begin),
            "See resolution 6/2.");
}

}  // namespace
}  // namespace mandated::domain
