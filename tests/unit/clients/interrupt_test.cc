#include "clients/mandatectl/interrupt.h"

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

TEST(SignalWatchTest, SignalRequestsAStop) {
  Interrupt interrupt;
  const SignalWatch watch(&interrupt);
  kill(getpid(), SIGTERM);
  EXPECT_TRUE(interrupt.Wait(absl::Seconds(30)));
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
