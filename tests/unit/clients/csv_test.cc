#include "clients/mandatectl/csv.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ReadCsvTest, RecordsKnowTheLineTheyBeginOn) {
  const CsvRecords csv = ReadCsv("f.csv", "a,b\n1,\"x\ny\"\n\n2,z\n");
  ASSERT_THAT(csv.records, SizeIs(3));
  EXPECT_THAT(csv.problems, IsEmpty());
  EXPECT_EQ(csv.records[0].line, 1);
  EXPECT_EQ(csv.records[1].line, 2);
  EXPECT_EQ(csv.records[2].line, 5);
  EXPECT_THAT(csv.records[1].fields, ElementsAre("1", "x\ny"));
}

TEST(ReadCsvTest, QuotesAndCommasStandWithinQuotes) {
  const CsvRecords csv = ReadCsv("f.csv", "\"a,b\",\"say \"\"no\"\"\",");
  ASSERT_THAT(csv.records, SizeIs(1));
  EXPECT_THAT(csv.records[0].fields, ElementsAre("a,b", "say \"no\"", ""));
}

TEST(ReadCsvTest, WindowsLinesAndByteOrderMarkAreRead) {
  const CsvRecords csv = ReadCsv("f.csv",
                                 "\xEF\xBB\xBF"
                                 "a,ñ\r\n1,2\r\n");
  ASSERT_THAT(csv.records, SizeIs(2));
  EXPECT_THAT(csv.records[0].fields, ElementsAre("a", "ñ"));
  EXPECT_EQ(csv.records[1].line, 2);
}

TEST(ReadCsvTest, FileWithoutBytesHasNoRecords) {
  EXPECT_THAT(ReadCsv("f.csv", "").records, IsEmpty());
  EXPECT_THAT(ReadCsv("f.csv", "\n\n").records, IsEmpty());
}

TEST(ReadCsvTest, QuoteInsideAFieldIsRejectedAtItsLine) {
  const CsvRecords csv = ReadCsv("f.csv", "a\nb\nc\"d\ne\n");
  ASSERT_THAT(csv.problems, SizeIs(1));
  EXPECT_EQ(csv.problems[0].ToString().substr(0, 8), "f.csv:3:");
}

TEST(ReadCsvTest, QuoteThatNeverEndsIsRejectedWhereItBegan) {
  const CsvRecords csv = ReadCsv("f.csv", "a\n\"b\nc\nd\n");
  ASSERT_THAT(csv.problems, SizeIs(1));
  EXPECT_THAT(csv.problems[0].ToString(), HasSubstr("f.csv:2: a quoted field"));
}

TEST(ProblemTest, WholeFileHasNoLine) {
  EXPECT_EQ((Problem{"f.csv", 0, "is empty"}.ToString()), "f.csv: is empty");
}

}  // namespace
}  // namespace mandated::mandatectl
