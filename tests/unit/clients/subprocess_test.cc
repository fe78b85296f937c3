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

TEST(RunProgramTest, OneThatDoesNotEndInTimeIsEndedWithWhatItStarted) {
  for (const char* command :
       {"cat /dev/zero | sleep 1000; true", "exec >&- 2>&-; sleep 1000"}) {
    EXPECT_EQ(RunProgram({"sh", "-c", command}, "", kMax, absl::Seconds(1))
                  .status()
                  .code(),
              absl::StatusCode::kDeadlineExceeded)
        << command;
  }
}

TEST(RunProgramTest, WhatThisProcessIgnoresTheProgramDoesNot) {
  // Ignored from the first RunProgram on, and `yes` would write for ever.
  const auto finished =
      RunProgram({"sh", "-c", "yes | head -1"}, "", kMax, absl::Seconds(60));
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->output, "y\n");
}

TEST(RunProgramTest, ArgumentsAreNoCommandsOfAShell) {
  const auto finished = RunProgram({"printf", "%s", "$(id); `id`"}, "", kMax);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->output, "$(id); `id`");
}

}  // namespace
}  // namespace mandated::mandatectl
