#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <map>
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
  const char* language = "en";
};

// The line behind which a body begins, by language.
std::string OpenerOf(const std::string& language) {
  const std::map<std::string, std::string> openers = {
      {"ar", "إن مجلس حقوق الإنسان،"},
      {"en", "The Human Rights Council,"},
      {"es", "El Consejo de Derechos Humanos,"},
      {"fr", "Le Conseil des droits de l'homme,"},
      {"ru", "Совет по правам человека,"},
      {"zh", "人权理事会，"}};
  return openers.at(language) + "\n";
}

void PrintTo(const Hostile& hostile, std::ostream* out) {
  *out << hostile.name;
}

std::string TextOf(const Hostile& hostile, size_t bytes) {
  std::string text = OpenerOf(hostile.language) + "1.\t";
  while (text.size() < bytes) text += hostile.piece;
  return text;
}

// The processor's time of this thread: what else runs does not count.
double ThreadSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

double SecondsOf(const Hostile& hostile, const std::string& text) {
  const double begin = ThreadSeconds();
  ReadText(text, hostile.language);
  return ThreadSeconds() - begin;
}

// The median of a few rounds, so that one that was disturbed does not count.
double RatioOf(const Hostile& hostile) {
  const std::string small = TextOf(hostile, kBytes);
  const std::string large = TextOf(hostile, kBytes * kTimes);
  std::vector<double> ratios;
  for (int i = 0; i < kRounds; ++i) {
    const double once = SecondsOf(hostile, small);
    ratios.push_back(SecondsOf(hostile, large) / once);
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
        Hostile{"numbers", "1. 2. 3.\n4. 5\n"},
        Hostile{"letters", "(a) (b)\n(c)\n"}, Hostile{"page_ends", "\r\n\f"},
        Hostile{"no_spaces", "abcdefghij"},
        Hostile{"references", "resolutions 6/14 of 28 September 2007, 15/2, "},
        Hostile{"joined_titles",
                "Decides to extend the mandates of the Special Rapporteur on "
                "food, and of the Special Rapporteur on water, "},
        Hostile{"rollovers", "Decides to extend all the mandates;\n"},
        Hostile{"requests",
                "requests the special rapporteur to report to the "
                "council at its fiftieth session, "},
        Hostile{"other_bodies", "the commission of inquiry, its mandate, "},
        Hostile{"french_acts",
                "décide de proroger le mandat du Rapporteur spécial sur la "
                "question pour trois ans, ",
                "fr"},
        Hostile{"spanish_acts",
                "decide prorrogar el mandato del Relator Especial sobre la "
                "cuestión por tres años, ",
                "es"},
        Hostile{"russian_acts",
                "постановляет продлить мандат Специального докладчика по "
                "вопросу на три года, ",
                "ru"},
        Hostile{"chinese_acts", "决定将问题特别报告员的任务延长三年，", "zh"},
        Hostile{"arabic_marks", "يُقَرِّرُ تَمْدِيدَ وِلَايَةِ ", "ar"},
        Hostile{"han_dates", "二〇二六年九月三十日", "zh"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mandated::domain
