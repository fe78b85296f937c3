#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "services/domain/reading/resolution_reader.h"
#include "tests/unit/domain/reading/acts_fixture.h"

// Texts that are made to be slow are read in time that grows as they do: what
// four times the text costs is compared with what the text costs, in one run,
// so that no figure depends on the machine. A reader that goes through the text
// once for each line of it needs sixteen times as long; the bound lies between.
namespace mandated::domain {
namespace {

// Above limits::kParagraphBytesMax, up to which one paragraph may cost more
// than its share.
constexpr size_t kBytes = 96 << 10;
constexpr int kTimes = 4;
constexpr double kRatioMax = 10;
constexpr int kRounds = 3;

struct Hostile {
  const char* name;
  const char* piece;  // repeated as an operative part
};

void PrintTo(const Hostile& hostile, std::ostream* out) {
  *out << hostile.name;
}

std::string TextOf(const Hostile& hostile, size_t bytes) {
  std::string operative = "1.\tDecides to act;\n";
  while (operative.size() < bytes) operative += hostile.piece;
  return TextWith(operative);
}

// The processor's time of this thread: what else runs does not count.
double ThreadSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

double SecondsOf(const std::string& text) {
  const double begin = ThreadSeconds();
  ReadText(text);
  return ThreadSeconds() - begin;
}

// The median of a few rounds, so that one that was disturbed does not count.
double RatioOf(const Hostile& hostile) {
  const std::string small = TextOf(hostile, kBytes);
  const std::string large = TextOf(hostile, kBytes * kTimes);
  std::vector<double> ratios;
  for (int i = 0; i < kRounds; ++i) {
    const double once = SecondsOf(small);
    ratios.push_back(SecondsOf(large) / once);
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios[kRounds / 2];
}

class LinearityTest : public testing::TestWithParam<Hostile> {};

TEST_P(LinearityTest, FourTimesTheTextTakesAboutFourTimesAsLong) {
  EXPECT_LT(RatioOf(GetParam()), kRatioMax);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, LinearityTest,
    testing::Values(
        Hostile{"brackets", "[[[[[[[[(((((((("},
        Hostile{"states", "Afghanistan, Guinea, Guinea-Bissau, "},
        Hostile{"holders", "the Special Rapporteur and the Working Group and "},
        Hostile{
            "acts",
            "2.\tDecides to extend the mandate of the Special Rapporteur;\n"},
        Hostile{"its_mandate",
                "2.\tDecides to extend its mandate for a year;\n"},
        Hostile{"hyphens", "break-\ning-\n"},
        Hostile{"quotes", "\"decides to extend \""},
        Hostile{"rulers", "________\n1  note\n"},
        Hostile{"numbers", "1. 2. 3.\n4. 5\n"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mandated::domain
