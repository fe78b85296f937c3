#include "clients/mandatectl/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "clients/mandatectl/pacer.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

TEST(InterruptTest, RequestCallsWhatIsSet) {
  Interrupt interrupt;
  int calls = 0;
  interrupt.Set([&] { ++calls; });
  EXPECT_FALSE(interrupt.requested());
  interrupt.Request();
  EXPECT_TRUE(interrupt.requested());
  EXPECT_EQ(calls, 1);
}

TEST(InterruptTest, WhatIsSetAfterARequestIsCalledAtOnce) {
  Interrupt interrupt;
  interrupt.Request();
  int calls = 0;
  interrupt.Set([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(InterruptTest, WhatWasForgottenIsNotCalled) {
  Interrupt interrupt;
  int calls = 0;
  interrupt.Set([&] { ++calls; });
  interrupt.Set(nullptr);
  interrupt.Request();
  EXPECT_EQ(calls, 0);
}

TEST(InterruptTest, WaitEndsWithARequest) {
  Interrupt interrupt;
  EXPECT_FALSE(interrupt.Wait(absl::ZeroDuration()));
  interrupt.Request();
  EXPECT_TRUE(interrupt.Wait(absl::Hours(1)));
}

// In a process of its own, whose other threads do not take the signal.
TEST(SignalWatchDeathTest, SignalRequestsAStop) {
  const auto stop_by_signal = [] {
    Interrupt interrupt;
    const SignalWatch watch(&interrupt);
    kill(getpid(), SIGTERM);
    _exit(interrupt.Wait(absl::Seconds(30)) ? 0 : 1);
  };
  EXPECT_EXIT(stop_by_signal(), ::testing::ExitedWithCode(0), "");
}

TEST(PacerTest, FastestPaceNeverWaits) {
  const Interrupt interrupt;
  Pacer pacer(0);
  for (int i = 0; i < 100'000; ++i) EXPECT_TRUE(pacer.Wait(interrupt));
}

TEST(PacerTest, SlowPaceEndsWithARequest) {
  Interrupt interrupt;
  interrupt.Request();
  Pacer pacer(0.001);
  EXPECT_FALSE(pacer.Wait(interrupt));
}

TEST(PacerTest, BeatsComeByThemselves) {
  const Interrupt interrupt;
  Pacer pacer(10'000);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(pacer.Wait(interrupt));
}

}  // namespace
}  // namespace mandated::mandatectl
