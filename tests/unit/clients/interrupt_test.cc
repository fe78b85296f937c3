#include "clients/mandatectl/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "clients/mandatectl/pacer.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

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
