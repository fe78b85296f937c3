#include "clients/mandatectl/token_file.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

class TokenFileTest : public ::testing::Test {
 protected:
  TokenFileTest() {
    path_ = ::testing::TempDir() + "token-XXXXXX";
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
    path_ += "/token";
  }

  std::string path_;
};

TEST_F(TokenFileTest, FileThatIsNotThereHoldsNoToken) {
  EXPECT_EQ(TokenFile(path_).Read().value(), "");
}

TEST_F(TokenFileTest, TokenComesBackAndTheLastOneCounts) {
  const std::string token("\x00\xFF\n", 3);
  ASSERT_TRUE(TokenFile(path_).Write("first").ok());
  ASSERT_TRUE(TokenFile(path_).Write(token).ok());
  EXPECT_EQ(TokenFile(path_).Read().value(), token);
  EXPECT_NE(access((path_ + ".new").c_str(), F_OK), 0);
}

TEST_F(TokenFileTest, FileThatHoldsSomethingElseIsAnError) {
  std::ofstream(path_) << "not a token!\n";
  EXPECT_THAT(TokenFile(path_).Read(),
              FailsWith("does not hold a resume token"));
}

TEST_F(TokenFileTest, DirectoryThatIsNotThereIsAnError) {
  EXPECT_THAT(TokenFile(path_ + "/below/it").Write("token"),
              FailsWith("cannot create"));
}

}  // namespace
}  // namespace mandated::mandatectl
