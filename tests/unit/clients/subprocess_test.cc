#include "clients/mandatectl/subprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace mandated::mandatectl {
namespace {

constexpr size_t kMax = 1 << 20;

TEST(RunProgramTest, ReturnsWhatItWroteAndItsStatus) {
  const auto finished =
      RunProgram({"sh", "-c", "echo out; echo err >&2; exit 3"}, "", kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->output, "out\n");
  EXPECT_EQ(finished->errors, "err\n");
  EXPECT_EQ(finished->status, 3);
}

TEST(RunProgramTest, GivesItMoreThanAPipeHolds) {
  const std::string input(kMax / 2, 'x');
  const auto finished = RunProgram({"cat"}, input, kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->output, input);
}

TEST(RunProgramTest, AProgramThatReadsNothingEndsAllTheSame) {
  const auto finished = RunProgram({"true"}, std::string(kMax, 'x'), kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->status, 0);
}

TEST(RunProgramTest, AProgramThatIsNotThereIsNotFound) {
  EXPECT_EQ(RunProgram({"no-such-program-here"}, "", kMax).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(RunProgramTest, ASignalShowsAsShellsShowIt) {
  const auto finished = RunProgram({"sh", "-c", "kill -9 $$"}, "", kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->status, 137);
}

TEST(RunProgramTest, OneThatWritesWithoutEndIsEnded) {
  EXPECT_EQ(RunProgram({"yes"}, "", kMax).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(RunProgramTest, ArgumentsAreNoCommandsOfAShell) {
  const auto finished = RunProgram({"printf", "%s", "$(id); `id`"}, "", kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->output, "$(id); `id`");
}

}  // namespace
}  // namespace mandated::mandatectl
