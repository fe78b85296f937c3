#include "clients/mandatectl/output.h"

#include <sstream>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

class OutputTest : public ::testing::Test {
 protected:
  Output Make(Format format, bool terminal) {
    return Output(format, {}, terminal, &out_, &err_);
  }

  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(OutputTest, FormatDecidesWhatAResultBecomes) {
  const auto date = DateOf(2020, 7, 16);
  const auto render = [] { return std::string("for people\n"); };
  Make(Format::kTable, false).Result(date, render);
  Make(Format::kJsonLines, false).Result(date, render);
  EXPECT_EQ(out_.str(), "for people\n{\"year\":2020,\"month\":7,\"day\":16}\n");
}

TEST_F(OutputTest, ProgressIsDrawnOverOnATerminal) {
  Output output = Make(Format::kTable, true);
  output.Progress("1 of 2");
  output.Progress("2 of 2");
  output.Remark("done");
  EXPECT_EQ(err_.str(), "\r\033[K1 of 2\r\033[K2 of 2\r\033[Kdone\n");
}

TEST_F(OutputTest, ProgressIsPlainLinesElsewhere) {
  Output output = Make(Format::kTable, false);
  output.Progress("1 of 2");
  output.Text("result\n");
  EXPECT_EQ(err_.str(), "1 of 2\n");
  EXPECT_EQ(out_.str(), "result\n");
}

TEST_F(OutputTest, OutputThatCannotBeWrittenIsNoticed) {
  Output output = Make(Format::kTable, false);
  EXPECT_TRUE(output.Flush());
  out_.setstate(std::ios::badbit);
  EXPECT_FALSE(output.Flush());
}

TEST(StandardOutputTest, ColorFollowsTheOptionBeforeTheTerminal) {
  EXPECT_TRUE(StandardOutput(Format::kTable, ColorMode::kAlways).style().color);
  EXPECT_FALSE(StandardOutput(Format::kTable, ColorMode::kNever).style().color);
}

}  // namespace
}  // namespace mandated::mandatectl
