#include "services/domain/reading/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/domain/reading/normal_text.h"
#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::PARAGRAPH_KIND_OPERATIVE;
using mandates::v1::PARAGRAPH_KIND_PREAMBULAR;
using testing::ElementsAre;

// "number: text" of the operative paragraphs of a text.
std::vector<std::string> OperativeOf(const std::string& text) {
  const auto normal = NormalText::Make("text", text);
  const Document document(&*normal, &English());
  std::vector<std::string> all;
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.kind != PARAGRAPH_KIND_OPERATIVE) continue;
    all.push_back(paragraph.number + ": " + paragraph.text);
  }
  return all;
}

TEST(DocumentTest, ParagraphsAreCutByNumberAndLetter) {
  EXPECT_THAT(OperativeOf(TextWith("1.\tDecides:\n(a)\tTo act;\n2.\tThanks "
                                   "all;")),
              ElementsAre("1: decides:", "1 (a): to act;", "2: thanks all;"));
}

TEST(DocumentTest, LineEndWithinAParagraphIsASpace) {
  EXPECT_THAT(OperativeOf(TextWith("1.\tThanks all\nwho helped;")),
              ElementsAre("1: thanks all who helped;"));
}

TEST(DocumentTest, WordThatALineEndBrokeIsWhole) {
  EXPECT_THAT(OperativeOf(TextWith("1.\tThanks all the govern-\nments;",
                                   "Thanks to governments")),
              ElementsAre("1: thanks all the governments;"));
  // A State's name is known though it stands nowhere else.
  EXPECT_THAT(OperativeOf(TextWith("1.\tThanks Afghani-\nstan;")),
              ElementsAre("1: thanks afghanistan;"));
}

TEST(DocumentTest, HyphenOfTheWordItselfStays) {
  EXPECT_THAT(OperativeOf(TextWith("1.\tStresses non-\nrecurrence;")),
              ElementsAre("1: stresses non-recurrence;"));
  EXPECT_THAT(OperativeOf(TextWith("1.\tThanks Guinea-\nBissau;")),
              ElementsAre("1: thanks guinea-bissau;"));
}

TEST(DocumentTest, NotesAtTheFootOfAPageAreNoPartOfTheText) {
  EXPECT_THAT(
      OperativeOf(TextWith("1.\tThanks all\n____________\n1  See A/HRC/44/1.\n"
                           "2  Resolution 60/251, which\n   is older.\n"
                           "A/HRC/RES/44/99\nwho helped;")),
      ElementsAre("1: thanks all who helped;"));
}

TEST(DocumentTest, RulerBeforeAParagraphCutsNothing) {
  EXPECT_THAT(OperativeOf(TextWith("1.\tThanks all;\n____________\n2.\tThanks "
                                   "more;")),
              ElementsAre("1: thanks all;", "2: thanks more;"));
}

TEST(DocumentTest, EvidenceHasTheBytesOfTheText) {
  const std::string text = TextWith("1.\tDecides to act;");
  const auto normal = NormalText::Make("text", text);
  const Document document(&*normal, &English());
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.number != "1" ||
        paragraph.kind == PARAGRAPH_KIND_PREAMBULAR) {
      continue;
    }
    const auto evidence = document.EvidenceAt(paragraph, {0, 7});
    EXPECT_EQ(evidence.words(), "Decides");
    EXPECT_EQ(text.substr(static_cast<size_t>(evidence.begin_byte()), 7),
              "Decides");
  }
}

}  // namespace
}  // namespace mandated::domain
