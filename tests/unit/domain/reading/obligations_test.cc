#include "services/domain/reading/obligations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/domain/reading/acts_fixture.h"

namespace mandated::domain {
namespace {

using mandates::v1::OBLIGATION_KIND_CONSULT;
using mandates::v1::OBLIGATION_KIND_REPORT_TO_ASSEMBLY;
using mandates::v1::OBLIGATION_KIND_REPORT_TO_COUNCIL;
using testing::ElementsAre;
using testing::IsEmpty;

mandates::v1::Resolution Asking(const std::string& what) {
  return ReadOperative("1.\tRequests the Special Rapporteur " + what + ";");
}

TEST(ObligationsTest, ReportHasItsSessions) {
  const auto read = Asking(
      "to submit a report to the Human Rights Council at its forty-seventh "
      "session");
  ASSERT_EQ(read.obligations_size(), 1);
  EXPECT_EQ(read.obligations(0).kind(), OBLIGATION_KIND_REPORT_TO_COUNCIL);
  EXPECT_THAT(read.obligations(0).sessions(), ElementsAre("sessions/hrc-47"));
}

TEST(ObligationsTest, SessionsOfCouncilAndAssemblyAreKeptApart) {
  const auto read = Asking(
      "to report annually to the Human Rights Council and to the General "
      "Assembly at its seventy-sixth session");
  ASSERT_EQ(read.obligations_size(), 2);
  EXPECT_EQ(read.obligations(0).every(), "P1Y");
  EXPECT_THAT(read.obligations(0).sessions(), IsEmpty());
  EXPECT_EQ(read.obligations(1).kind(), OBLIGATION_KIND_REPORT_TO_ASSEMBLY);
  EXPECT_THAT(read.obligations(1).assembly_sessions(), ElementsAre(76));
}

TEST(ObligationsTest, LetteredPartsGoOnTheRequest) {
  const auto read = Asking("to:\n(a)\tConsult all States");
  ASSERT_EQ(read.obligations_size(), 1);
  EXPECT_EQ(read.obligations(0).kind(), OBLIGATION_KIND_CONSULT);
  EXPECT_EQ(read.obligations(0).evidence().paragraph(), "1 (a)");
}

TEST(ObligationsTest, WhatIsAskedOfOthersIsNone) {
  const auto read = ReadOperative(
      "1.\tRequests the Secretary-General to report to the Human Rights "
      "Council;");
  EXPECT_THAT(read.obligations(), IsEmpty());
}

// The session stands within the words that ask for the report.
TEST(ObligationsTest, SessionWithinChineseWordsIsRead) {
  const Calendar calendar = SmallCalendar();
  const ReadingContext context{&Languages::BuiltIn(), &SmallNames(), &calendar};
  const auto read = ReadResolution(
      context,
      "人权理事会\n第四十四届会议\n2020年6月30日至7月17日\n议程项目3\n"
      "人权理事会2020年7月16日通过的决议\n44/99.\t一项决议\n人权理事会，\n"
      "回顾《宪章》的宗旨，\n1.\t请特别报告员向人权理事会第四十七届会议和大会第"
      "七十六届会议提交报告；\n第27次会议\n2020年7月16日\n"
      "[未经表决获得通过。]\n",
      "zh", "");
  ASSERT_TRUE(read.ok());
  ASSERT_GE(read->obligations_size(), 1);
  EXPECT_THAT(read->obligations(0).sessions(), ElementsAre("sessions/hrc-47"));
}

}  // namespace
}  // namespace mandated::domain
