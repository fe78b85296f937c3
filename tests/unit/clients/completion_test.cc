#include "clients/mandatectl/completion.h"

#include <sstream>

#include "clients/mandatectl/command_line.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Script() {
  const char* arguments[] = {"mandatectl", "completion", "bash"};
  std::ostringstream out;
  std::ostringstream err;
  const auto parsed = ParseCommandLine(3, arguments, out, err);
  EXPECT_EQ(std::get<ExitCode>(parsed), kExitDone);
  EXPECT_EQ(err.str(), "");
  return out.str();
}

TEST(CompletionTest, EveryCommandHasItsOptions) {
  const std::string script = Script();
  EXPECT_THAT(script, HasSubstr("'mandatectl') words='list get history "));
  EXPECT_THAT(script, HasSubstr("'mandatectl sessions') words='set'"));
  EXPECT_THAT(script, HasSubstr("'mandatectl sessions set') words='' "
                                "options='--help --first --last"));
}

TEST(CompletionTest, OptionsOfAFewWordsOfferThem) {
  const std::string script = Script();
  EXPECT_THAT(script,
              HasSubstr("'mandatectl --output') values='table json jsonl'"));
  EXPECT_THAT(script, HasSubstr("'mandatectl establish --kind') "
                                "values='thematic country'"));
}

TEST(CompletionTest, FlagsTakeNoValue) {
  EXPECT_THAT(Script(), Not(HasSubstr("'mandatectl load --skip-invalid')")));
}

}  // namespace
}  // namespace mandated::mandatectl
