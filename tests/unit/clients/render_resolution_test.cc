#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "clients/mandatectl/render.h"
#include "google/protobuf/text_format.h"

namespace mandated::mandatectl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

mandates::v1::Resolution Reading() {
  return Parse<mandates::v1::Resolution>(R"pb(
    symbol: "A/HRC/RES/44/11"
    title: "Mandate of the Independent Expert"
    adopted_on { year: 2020 month: 7 day: 16 }
    adoption: ADOPTION_RECORDED_VOTE
    vote { in_favour: 31 against: 15 abstaining: 1 }
    readings {
      field: "adopted_on"
      confidence: CONFIDENCE_READ
      evidence { paragraph: "front" words: "on 16 July 2020" }
    }
    readings {
      field: "vote"
      confidence: CONFIDENCE_READ
      evidence { paragraph: "back" words: "31 to 15" }
    }
    proposals {
      decision {
        act: ACT_EXTEND
        term { period: "P3Y" }
        readings {
          field: "term.period"
          confidence: CONFIDENCE_READ
          evidence { paragraph: "10" words: "three years" }
        }
      }
      mandates: "mandates/ie-solidarity"
      mandate_reading {
        confidence: CONFIDENCE_INFERRED
        rule: "ONLY_ONE_NAMED"
        evidence { paragraph: "10" words: "the Independent Expert" }
      }
    }
    diagnostics {
      severity: SEVERITY_WARNING
      reason: "MEETING_NOT_READ"
      message: "no meeting is named"
    })pb");
}

TEST(RenderReadingTest, EachFieldStandsOverTheWordsThatProveIt) {
  const std::string text = RenderReading(Reading(), Style());
  EXPECT_THAT(text, HasSubstr("adopted_on          2020-07-16\n"
                              "                    front: “on 16 July 2020”"));
  EXPECT_THAT(text, HasSubstr("vote                31-15-1\n"));
  EXPECT_THAT(text, HasSubstr("  term.period       P3Y\n"
                              "                    10: “three years”"));
}

TEST(RenderReadingTest, WhatIsInferredSaysByWhichRule) {
  const std::string text = RenderReading(Reading(), Style());
  EXPECT_THAT(text, HasSubstr("inferred: ONLY_ONE_NAMED"));
}

TEST(RenderReadingTest, WordsAreGreenWhereReadAndYellowWhereInferred) {
  const std::string text = RenderReading(Reading(), Style{.color = true});
  EXPECT_THAT(text, HasSubstr("\033[32m“three years”"));
  EXPECT_THAT(text, HasSubstr("\033[33m“the Independent Expert”"));
}

TEST(RenderReadingTest, NewTitleStandsInTheLanguageOfItsText) {
  auto reading = Reading();
  auto& proposal = *reading.add_proposals();
  proposal.mutable_decision()->set_act(mandates::v1::ACT_RENAME);
  (*proposal.mutable_decision()->mutable_new_titles())["fr"] = "Le riz";
  proposal.mutable_decision()->add_readings()->set_field("new_titles.fr");
  auto& titles = *proposal.mutable_new_mandate()->mutable_titles();
  titles["fr"].add_titles("Les vivres");
  const std::string text = RenderReading(reading, Style());
  EXPECT_THAT(text, HasSubstr("  new_titles.fr     Le riz\n"));
  EXPECT_THAT(text, HasSubstr("RENAME unknown: Les vivres"));
}

TEST(RenderWhyTest, DecisionThatGaveATitleIsNamedBesideTheOneOfTheTerm) {
  const auto mandate = Parse<mandates::v1::Mandate>(R"pb(
    title: "Special Rapporteur on food"
    term { open_ended {} }
    term_decision: "mandates/x/decisions/1"
    decisions { name: "mandates/x/decisions/1" symbol: "A/HRC/RES/1/1" }
    decisions {
      name: "mandates/x/decisions/2"
      symbol: "A/HRC/RES/2/2"
      paragraph: "4"
      new_titles { key: "fr" value: "Le riz" }
      readings {
        field: "new_titles.fr"
        confidence: CONFIDENCE_READ
        evidence { paragraph: "4" words: "le riz" }
      }
    })pb");
  const std::string text = RenderWhy(mandate, Style());
  EXPECT_THAT(text, HasSubstr("Renamed by A/HRC/RES/2/2"));
  EXPECT_THAT(text, HasSubstr("  new_titles.fr     Le riz\n"));
}

TEST(RenderReadingTest, DiagnosticsStandLast) {
  const std::string text = RenderReading(Reading(), Style());
  EXPECT_THAT(text, HasSubstr("MEETING_NOT_READ no meeting is named\n"));
}

TEST(RenderReadingTest, WhatATextHoldsDoesNotCommandTheTerminal) {
  auto reading = Reading();
  reading.mutable_readings(0)->mutable_evidence()->set_words("\033[2Jgone");
  EXPECT_THAT(RenderReading(reading, Style()), Not(HasSubstr("\033")));
}

TEST(RenderReadingLineTest, NamesTheDecisions) {
  EXPECT_EQ(RenderReadingLine(Reading()),
            "A/HRC/RES/44/11  EXTEND ie-solidarity P3Y");
}

mandates::v1::Mandate Proved() {
  return Parse<mandates::v1::Mandate>(R"pb(
    title: "Independent Expert on solidarity"
    term {
      period: "P3Y"
      end_of_session: "sessions/hrc-53"
      last_day { year: 2023 month: 7 day: 14 }
    }
    term_decision: "mandates/ie-solidarity/decisions/a-hrc-res-44-11"
    decisions {
      name: "mandates/ie-solidarity/decisions/a-hrc-res-44-11"
      symbol: "A/HRC/RES/44/11"
      adopted_on { year: 2020 month: 7 day: 16 }
      paragraph: "10"
      term { period: "P3Y" }
      source: "a table"
      readings {
        field: "term.period"
        confidence: CONFIDENCE_READ
        evidence { paragraph: "10" words: "three years" }
      }
    })pb");
}

TEST(RenderWhyTest, GoesFromTheDateDownToTheWords) {
  const std::string text = RenderWhy(Proved(), Style());
  EXPECT_THAT(text, HasSubstr("lasts through 2023-07-14: ends with session "
                              "hrc-53."));
  EXPECT_THAT(text, HasSubstr("Decided by A/HRC/RES/44/11, adopted 2020-07-16, "
                              "operative paragraph 10:"));
  EXPECT_THAT(text, HasSubstr("10: “three years”"));
}

TEST(RenderWhyTest, WithoutWordsItSaysWhereTheFactsAreFrom) {
  auto mandate = Proved();
  mandate.mutable_decisions(0)->clear_readings();
  const std::string text = RenderWhy(mandate, Style());
  EXPECT_THAT(text, HasSubstr("No words are on record; the facts are from: "
                              "a table"));
}

}  // namespace
}  // namespace mandated::mandatectl
