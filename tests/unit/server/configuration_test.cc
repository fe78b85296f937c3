#include "services/server/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace mandated::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Words = std::vector<std::string>;

class ConfigurationTest : public ::testing::Test {
 protected:
  // Writes a file of settings and returns its path, good for one test.
  std::string File(const std::string& text) {
    const std::string path = absl::StrCat(
        ::testing::TempDir(), "/",
        ::testing::UnitTest::GetInstance()->current_test_info()->name(),
        ".toml");
    std::ofstream(path) << text;
    return path;
  }
};

TEST_F(ConfigurationTest, WithoutAnythingSaidTheDefaultsHold) {
  const Configuration read({}, {"HOME=/", "MANDATED_SERVER=127.0.0.1:1",
                                "MANDATED_PORT=tcp://10.0.0.1:50051"});
  EXPECT_THAT(read.faults(), IsEmpty());
  EXPECT_EQ(read.action(), Configuration::Action::kServe);
  EXPECT_EQ(read.config().listen, "127.0.0.1:50051");
  EXPECT_EQ(read.config().retention.events_max, 10'000'000);
  EXPECT_EQ(read.config().leads.size(), 6u);
  EXPECT_EQ(read.config().zone.name(), "Europe/Zurich");
}

TEST_F(ConfigurationTest, FlagGoesBeforeVariableBeforeFileBeforeDefault) {
  const std::string file = File(
      "grace = \"1s\"\nprogress-interval = \"1s\"\nlog_retention_days = 7\n");
  const Configuration read(
      {"--grace", "3s", absl::StrCat("--config=", file)},
      {"MANDATED_GRACE=2s", "MANDATED_PROGRESS_INTERVAL=2s"});
  EXPECT_THAT(read.faults(), IsEmpty());
  EXPECT_EQ(read.config().grace, absl::Seconds(3));
  EXPECT_EQ(read.config().progress_interval, absl::Seconds(2));
  EXPECT_EQ(read.config().retention.age_days, 7);
  EXPECT_EQ(read.config().listen, "127.0.0.1:50051");
  EXPECT_THAT(
      read.Effective(),
      AllOf(HasSubstr("grace = \"3s\"  # --grace\n"),
            HasSubstr(
                "progress-interval = \"2s\"  # MANDATED_PROGRESS_INTERVAL\n"),
            HasSubstr(absl::StrCat("log-retention-days = 7  # ", file, ":3\n")),
            HasSubstr("listen = \"127.0.0.1:50051\"  # default\n")));
}

TEST_F(ConfigurationTest, EveryFaultIsFoundAtOnceWithItsPlace) {
  const std::string file = File("listen = 50051\n\n[limits]\nstreams = 3\n");
  const Configuration read({"--grace=1h", "--grace=2h", "--leads=6M,P1M",
                            "--litsen=1", "stray", "--store"},
                           {absl::StrCat("MANDATED_CONFIG=", file),
                            "MANDATED_CLOCK=sundial", "MANDATED_LEAD=P1M"});
  EXPECT_THAT(
      read.faults(),
      ElementsAre(
          absl::StrCat(file, ":3: limits is a table; settings have none"),
          absl::StrCat(file,
                       ":1: listen: \"50051\" is not valid: expected "
                       "HOST:PORT, such as 127.0.0.1:50051"),
          "MANDATED_CLOCK: clock: \"sundial\" is not valid: expected system or "
          "simulated",
          "MANDATED_LEAD: is no setting; did you mean MANDATED_LEADS?",
          "stray: is no flag; see mandated --help",
          "--grace: \"2h\" is not valid: expected 0 to 1h, such as 10s",
          AllOf(StartsWith("--leads: "), HasSubstr("\"6M\"")),
          "--litsen: is no setting; did you mean --listen?",
          "--store: has no value"));
}

TEST_F(ConfigurationTest, ValueOfTheFileIsCheckedEvenWhereAFlagOutranksIt) {
  const std::string file = File("grace = \"soon\"\n");
  const Configuration read({"--grace=1s", absl::StrCat("--config=", file)}, {});
  EXPECT_THAT(read.faults(),
              ElementsAre(StartsWith(absl::StrCat(file, ":1: grace: "))));
}

TEST_F(ConfigurationTest, BackupsInTheStoresDirectoryAreAFault) {
  const Configuration read({"--store=/s", "--backup-directory=/s"}, {});
  EXPECT_THAT(read.faults(), ElementsAre(HasSubstr("backup-directory")));
}

TEST_F(ConfigurationTest, UnknownKeyOfTheFileIsAFault) {
  const std::string file = File("gracee = \"1s\"\nweather = \"fine\"\n");
  const Configuration read({absl::StrCat("--config=", file)}, {});
  EXPECT_THAT(read.faults(),
              ElementsAre(HasSubstr(":1: gracee is no setting; did you mean "
                                    "grace?"),
                          HasSubstr(":2: weather is no setting; see mandated "
                                    "--help")));
}

TEST_F(ConfigurationTest, FileThatIsNoTomlHasItsLineNamed) {
  const std::string file = File("grace = \"1s\"\nlisten = \n");
  const Configuration read({absl::StrCat("--config=", file)}, {});
  EXPECT_THAT(read.faults(),
              ElementsAre(StartsWith(absl::StrCat(file, ":2: "))));
}

TEST_F(ConfigurationTest, FileThatCannotBeReadIsAFault) {
  const std::string folder = ::testing::TempDir();
  EXPECT_THAT(Configuration({"--config=/nowhere/at.all"}, {}).faults(),
              ElementsAre("/nowhere/at.all: cannot be read: No such file or "
                          "directory"));
  EXPECT_THAT(Configuration({absl::StrCat("--config=", folder)}, {}).faults(),
              ElementsAre(HasSubstr("cannot be read: Is a directory")));
  EXPECT_THAT(Configuration({"--config=/dev/zero"}, {}).faults(),
              ElementsAre("/dev/zero: is longer than 1 MiB"));
}

TEST_F(ConfigurationTest, EffectiveConfigurationIsAFileThatSaysTheSame) {
  const Configuration said({"--leads=P45D,P1W", "--store=/a \"b\"\\c",
                            "--simulated-speed=20d/s", "--grace=0"},
                           {});
  ASSERT_THAT(said.faults(), IsEmpty());
  const Configuration again({absl::StrCat("--config=", File(said.Effective()))},
                            {});
  EXPECT_THAT(again.faults(), IsEmpty());
  EXPECT_THAT(again.config().leads, ElementsAre("P45D", "P1W"));
  EXPECT_EQ(again.config().store_directory, "/a \"b\"\\c");
  EXPECT_EQ(again.config().simulated_speed, said.config().simulated_speed);
  EXPECT_EQ(again.config().grace, absl::ZeroDuration());
}

TEST_F(ConfigurationTest, HelpNamesEverySettingThreeTimes) {
  const std::string help = HelpText();
  EXPECT_THAT(help, HasSubstr("--log-retention-days=DAYS\n"));
  EXPECT_THAT(help, HasSubstr("MANDATED_LOG_RETENTION_DAYS; default: 1825\n"));
  for (const Setting& setting : Settings()) {
    EXPECT_THAT(help, HasSubstr(absl::StrCat("  --", setting.name, "=")));
  }
}

}  // namespace
}  // namespace mandated::server
