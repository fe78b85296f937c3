#include "mandates/client/stop_signal.h"

#include <gtest/gtest.h>

#include <thread>

namespace mandates::client {
namespace {

TEST(StopSignalTest, RequestCallsWhatWasSet) {
  StopSignal stop;
  int calls = 0;
  stop.Set([&] { ++calls; });
  EXPECT_FALSE(stop.requested());
  stop.Request();
  EXPECT_TRUE(stop.requested());
  EXPECT_EQ(calls, 1);
}

TEST(StopSignalTest, WhatIsSetAfterARequestIsCalledAtOnce) {
  StopSignal stop;
  stop.Request();
  int calls = 0;
  stop.Set([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(StopSignalTest, WhatWasForgottenIsNotCalled) {
  StopSignal stop;
  int calls = 0;
  stop.Set([&] { ++calls; });
  stop.Set(nullptr);
  stop.Request();
  EXPECT_EQ(calls, 0);
}

TEST(StopSignalTest, RequestEndsAWait) {
  StopSignal stop;
  EXPECT_FALSE(stop.Wait(absl::ZeroDuration()));
  std::thread other([&] { stop.Request(); });
  EXPECT_TRUE(stop.Wait(absl::Hours(1)));
  other.join();
}

}  // namespace
}  // namespace mandates::client
