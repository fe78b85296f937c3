#include "clients/mandatectl/command_line.h"

#include <sstream>
#include <vector>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::variant<Options, ExitCode> Parse(std::vector<const char*> arguments,
                                      std::string* out, std::string* err) {
  arguments.insert(arguments.begin(), "mandatectl");
  std::ostringstream out_stream;
  std::ostringstream err_stream;
  auto parsed = ParseCommandLine(static_cast<int>(arguments.size()),
                                 arguments.data(), out_stream, err_stream);
  *out = out_stream.str();
  *err = err_stream.str();
  return parsed;
}

// The options of a line that is right.
Options Right(const std::vector<const char*>& arguments) {
  std::string out;
  std::string err;
  auto parsed = Parse(arguments, &out, &err);
  EXPECT_EQ(err, "");
  return std::get<Options>(std::move(parsed));
}

template <typename Command>
Command CommandOf(const std::vector<const char*>& arguments) {
  return std::get<Command>(Right(arguments).command);
}

// What is said about a line that is wrong.
std::string WhyWrong(const std::vector<const char*>& arguments) {
  std::string out;
  std::string err;
  const auto parsed = Parse(arguments, &out, &err);
  EXPECT_TRUE(std::holds_alternative<ExitCode>(parsed));
  EXPECT_EQ(std::get<ExitCode>(parsed), kExitUsage);
  EXPECT_EQ(out, "");
  return err;
}

TEST(CommandLineTest, GlobalOptionsStandBeforeAndBehindTheCommand) {
  for (const Options& options :
       {Right({"--output=json", "--timeout", "5", "list"}),
        Right({"list", "--output", "json", "--timeout=5s"})}) {
    EXPECT_EQ(options.global.format, Format::kJson);
    EXPECT_EQ(options.global.timeout, absl::Seconds(5));
    EXPECT_FALSE(options.global.actor.empty());
  }
}

TEST(CommandLineTest, HelpShowsExitCodesAndEndsWell) {
  std::string out;
  std::string err;
  const auto parsed = Parse({"--help"}, &out, &err);
  EXPECT_EQ(std::get<ExitCode>(parsed), kExitDone);
  EXPECT_THAT(out, HasSubstr("Exit codes:"));
  EXPECT_EQ(err, "");
}

TEST(CommandLineTest, MistakeIsToldWithTheHelpToRead) {
  EXPECT_THAT(WhyWrong({"get", "Not A Mandate"}),
              HasSubstr("try mandatectl get --help"));
  EXPECT_THAT(WhyWrong({}), HasSubstr("try mandatectl --help"));
  EXPECT_THAT(WhyWrong({"fly"}), HasSubstr("there is no command fly"));
  EXPECT_THAT(WhyWrong({"list", "--output", "xml"}), HasSubstr("jsonl"));
  EXPECT_THAT(WhyWrong({"sessions", "set"}),
              HasSubstr("try mandatectl sessions set --help"));
}

TEST(CommandLineTest, DateThatIsNoneIsRejectedWithTheReason) {
  EXPECT_THAT(WhyWrong({"expiring", "--as-of", "2011-02-31"}),
              HasSubstr("--as-of: 2011-02-31 is not a date: February 2011 has "
                        "28 days"));
}

TEST(CommandLineTest, DueTakesASessionInAnyForm) {
  EXPECT_EQ(CommandOf<DueOptions>({"due", "62"}).session, "sessions/hrc-62");
}

TEST(CommandLineTest, OverdueIsIncludedUnlessRefused) {
  EXPECT_TRUE(CommandOf<ExpiringOptions>({"expiring"}).include_overdue);
  EXPECT_FALSE(CommandOf<ExpiringOptions>({"expiring", "--no-include-overdue"})
                   .include_overdue);
}

TEST(CommandLineTest, WatchTakesManyTypesAndLeads) {
  const auto watch = CommandOf<WatchOptions>({"watch", "--from", "snapshot",
                                              "--type", "expiring", "--type",
                                              "LAPSED", "--lead", "P6M"});
  EXPECT_THAT(watch.types, ElementsAre(mandates::v1::EVENT_TYPE_EXPIRING,
                                       mandates::v1::EVENT_TYPE_LAPSED));
  EXPECT_THAT(watch.leads, ElementsAre("P6M"));
  EXPECT_TRUE(std::get<mandates::v1::WatchStart>(watch.start).has_snapshot());
}

TEST(CommandLineTest, ExtendReadsItsDecision) {
  const auto record = CommandOf<RecordOptions>(
      {"extend", "sr-food", "--symbol", "A/HRC/RES/58/10", "--adopted",
       "2025-04-03", "--period", "P3Y", "--vote", "31-15-1", "--dry-run"});
  EXPECT_EQ(record.act, mandates::v1::ACT_EXTEND);
  EXPECT_EQ(record.mandate, "mandates/sr-food");
  EXPECT_EQ(record.decision.period, "P3Y");
  EXPECT_EQ(record.decision.vote->against(), 15);
  EXPECT_TRUE(record.write.dry_run);
}

TEST(CommandLineTest, EachRecordingCommandHasItsAct) {
  const std::vector<const char*> rest = {"sr-food", "--symbol", "A/1",
                                         "--adopted", "2025-04-03"};
  const auto act_of = [&](std::vector<const char*> line) {
    line.insert(line.begin() + 1, rest.begin(), rest.end());
    return CommandOf<RecordOptions>(line).act;
  };
  EXPECT_EQ(act_of({"terminate"}), mandates::v1::ACT_TERMINATE);
  EXPECT_EQ(act_of({"extend", "--rollover"}), mandates::v1::ACT_ROLLOVER);
  EXPECT_EQ(act_of({"rename", "--new-title", "T"}), mandates::v1::ACT_RENAME);
  EXPECT_EQ(act_of({"establish", "--title", "T", "--kind", "thematic",
                    "--holder-type", "working-group"}),
            mandates::v1::ACT_ESTABLISH);
}

TEST(CommandLineTest, RestoreTakesOnePointAtMost) {
  const auto restore = CommandOf<RestoreBackupOptions>(
      {"backup", "restore", "/b", "--into", "/s", "--revision", "7"});
  EXPECT_EQ(restore.directory, "/b");
  EXPECT_EQ(restore.store, "/s");
  EXPECT_EQ(restore.revision, 7);
  EXPECT_THAT(WhyWrong({"backup", "restore", "/b", "--into", "/s", "--revision",
                        "7", "--backup", "1"}),
              HasSubstr("excludes"));
  EXPECT_THAT(WhyWrong({"backup", "restore", "/b"}), HasSubstr("--into"));
}

TEST(CommandLineTest, TermHasOneEndAtMost) {
  EXPECT_THAT(WhyWrong({"extend", "sr-food", "--symbol", "A/1", "--adopted",
                        "2025-04-03", "--open-ended", "--until", "2026-01-01"}),
              HasSubstr("excludes"));
}

TEST(CommandLineTest, WhatIsRequiredIsNamed) {
  EXPECT_THAT(WhyWrong({"extend", "sr-food", "--adopted", "2025-04-03"}),
              HasSubstr("--symbol is required"));
  EXPECT_THAT(WhyWrong({"correct", "sr-food", "44/11", "--retract"}),
              HasSubstr("--reason is required"));
  EXPECT_THAT(WhyWrong({"advance-clock"}), HasSubstr("--by or --to"));
}

TEST(CommandLineTest, SessionsAreListedOrSet) {
  EXPECT_EQ(CommandOf<SessionsOptions>({"sessions"}).projected, 3);
  const auto set =
      CommandOf<SetSessionOptions>({"sessions", "set", "64", "--first",
                                    "2027-02-22", "--last", "2027-03-26"});
  EXPECT_EQ(set.session.name(), "sessions/hrc-64");
  EXPECT_EQ(set.session.basis(), mandates::v1::CALENDAR_BASIS_STATED);
  EXPECT_EQ(set.session.last_day().day(), 26);
}

TEST(CommandLineTest, LoadTakesManyPaths) {
  const auto load =
      CommandOf<LoadOptions>({"load", "a.csv", "b.csv", "--skip-invalid"});
  EXPECT_THAT(load.paths, ElementsAre("a.csv", "b.csv"));
  EXPECT_TRUE(load.skip_invalid);
}

TEST(CommandLineTest, OtherShellsAreRejected) {
  EXPECT_THAT(WhyWrong({"completion", "zsh"}), HasSubstr("only bash"));
}

}  // namespace
}  // namespace mandated::mandatectl
