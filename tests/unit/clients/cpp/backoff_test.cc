#include "mandates/client/backoff.h"

#include <gtest/gtest.h>

namespace mandates::client {
namespace {

TEST(BackoffTest, BoundDoublesFromATenthOfASecondToHalfAMinute) {
  Backoff backoff([] { return 0.5; });
  absl::Duration expected = absl::Milliseconds(50);
  for (int i = 0; i < 9; ++i, expected *= 2) {
    EXPECT_EQ(backoff.Next(), expected) << i;
  }
  EXPECT_EQ(backoff.Next(), absl::Seconds(15));
  EXPECT_EQ(backoff.Next(), absl::Seconds(15));
}

TEST(BackoffTest, WaitIsAnyPartOfTheBound) {
  double fraction = 0;
  Backoff backoff([&] { return fraction; });
  EXPECT_EQ(backoff.Next(), absl::ZeroDuration());
  fraction = 0.25;
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(50));
}

TEST(BackoffTest, ResetBeginsAgain) {
  Backoff backoff([] { return 0.5; });
  backoff.Next();
  backoff.Next();
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(50));
}

TEST(RandomFractionTest, NumbersLieBetweenZeroAndOneAndDiffer) {
  const auto random = RandomFraction();
  const double first = random();
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const double next = random();
    EXPECT_GE(next, 0);
    EXPECT_LT(next, 1);
    differs |= next != first;
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace mandates::client
