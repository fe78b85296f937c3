// deploy/mandated.toml is the manual of the settings, so it has to have each of
// them, with the default that holds.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "services/server/config.h"
#include "services/server/config_file.h"

namespace mandated::server {
namespace {

using ::testing::IsEmpty;

// The lines of the example; with `spoken`, its defaults are said.
std::string Example(bool spoken) {
  static const std::regex kSetting("^#([a-z0-9-]+ = )");
  std::ifstream file(MANDATED_EXAMPLE_FILE);
  std::string text;
  for (std::string line; std::getline(file, line);) {
    text += spoken ? std::regex_replace(line, kSetting, "$1") : line;
    text += '\n';
  }
  return text;
}

ConfigFile Read(const std::string& text) {
  const std::string path =
      ::testing::TempDir() + "/example_" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml";
  std::ofstream(path) << text;
  return ReadConfigFile(path);
}

TEST(ExampleFileTest, SaysNothingUntilSomebodyTakesAwayAHash) {
  const ConfigFile read = Read(Example(/*spoken=*/false));
  EXPECT_THAT(read.faults, IsEmpty());
  EXPECT_THAT(read.values, IsEmpty());
}

TEST(ExampleFileTest, HasEverySettingOnceWithItsDefaultAndNoOther) {
  const ConfigFile read = Read(Example(/*spoken=*/true));
  ASSERT_THAT(read.faults, IsEmpty());
  std::set<std::string> missing;
  for (const Setting& setting : Settings()) missing.insert(setting.name);
  for (const FileLine& value : read.values) {
    EXPECT_EQ(missing.erase(value.key), 1u) << value.key << " is no setting";
    for (const Setting& setting : Settings()) {
      if (setting.name != value.key) continue;
      EXPECT_EQ(value.text, setting.default_text) << value.key;
    }
  }
  EXPECT_THAT(missing, IsEmpty());
}

}  // namespace
}  // namespace mandated::server
