#include "services/domain/reading/acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/domain/reading/document.h"
#include "services/domain/reading/normal_text.h"
#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::ACT_EXTEND;
using mandates::v1::ACT_RENAME;
using testing::IsEmpty;

// The acts of a text, with what they point into.
class Read {
 public:
  explicit Read(const std::string& operative)
      : text_(*NormalText::Make("text", TextWith(operative))),
        document_(&text_, &English()),
        acts_(FindActs(document_)) {}

  const std::vector<FoundAct>& found() const { return acts_.found; }
  const std::vector<RefusedAct>& refused() const { return acts_.refused; }

 private:
  const NormalText text_;
  const Document document_;
  const Acts acts_;
};

constexpr char kFood[] = "the Special Rapporteur on the right to food";

TEST(ActsTest, ActHasItsTitleAndItsClause) {
  const Read read(std::string("1.\tDecides to extend the mandate of ") + kFood +
                  " for one year; and thanks her for two years;");
  ASSERT_EQ(read.found().size(), 1U);
  const FoundAct& act = read.found()[0];
  EXPECT_EQ(act.act, ACT_EXTEND);
  ASSERT_TRUE(act.title.has_value());
  EXPECT_EQ(act.Words(*act.title).substr(0, 22), "the special rapporteur");
  EXPECT_EQ(std::string(act.Words(act.clause)).find("two years"),
            std::string::npos);
}

TEST(ActsTest, QuotedActIsRefused) {
  const Read read(std::string("1.\tTakes note of the words \u201cDecides to "
                              "extend the mandate of ") +
                  kFood + " for one year\u201d;");
  EXPECT_THAT(read.found(), IsEmpty());
  ASSERT_EQ(read.refused().size(), 1U);
  EXPECT_TRUE(read.refused()[0].quoted);
}

TEST(ActsTest, WishIsRefused) {
  const Read read(std::string("1.\tRequests the Council to consider whether it "
                              "decides to extend the mandate of ") +
                  kFood + " for one year;");
  EXPECT_THAT(read.found(), IsEmpty());
  ASSERT_EQ(read.refused().size(), 1U);
  EXPECT_FALSE(read.refused()[0].quoted);
}

TEST(ActsTest, LetteredPartGoesOnTheVerbAbove) {
  const Read read(std::string("1.\tDecides:\n(a)\tTo extend the mandate of ") +
                  kFood + " for one year;");
  ASSERT_EQ(read.found().size(), 1U);
  EXPECT_EQ(read.found()[0].paragraph->number, "1 (a)");
  EXPECT_GT(read.found()[0].lead, 0U);
}

TEST(ActsTest, RenamingSharesTheClauseOfTheActBesideIt) {
  const Read read(
      std::string("1.\tDecides to change the title of the mandate of ") +
      kFood +
      " to Special Rapporteur on food, and to extend the mandate for one "
      "year;");
  ASSERT_EQ(read.found().size(), 2U);
  EXPECT_EQ(read.found()[0].act, ACT_RENAME);
  EXPECT_EQ(read.found()[1].act, ACT_EXTEND);
}

TEST(ActsTest, PreambleTakesNoAct) {
  const Read read("1.\tThanks all;");
  EXPECT_THAT(read.found(), IsEmpty());
}

}  // namespace
}  // namespace mandated::domain
