#include "clients/mandatectl/remind/ledger.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    std::string pattern = ::testing::TempDir() + "ledgerXXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~LedgerTest() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/ledger"; }
  std::unique_ptr<Ledger> Open() const {
    auto ledger = Ledger::Open(path());
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    return ledger.ok() ? *std::move(ledger) : nullptr;
  }

 private:
  std::string folder_;
};

TEST_F(LedgerTest, RemembersWhatWasAcceptedUntilItIsForgotten) {
  ASSERT_TRUE(Open()->Accept("hook", "e1").ok());
  ASSERT_TRUE(Open()->AcceptAndRest("mail", {"e1", "e2"}, "2026-11-24").ok());
  const auto ledger = Open();
  EXPECT_TRUE(ledger->Has("hook", "e1"));
  EXPECT_FALSE(ledger->Has("hook", "e2"));
  EXPECT_EQ(ledger->open_events(), 2);
  EXPECT_EQ(ledger->RestOf("mail"), "2026-11-24");
  ASSERT_TRUE(ledger->Forget({"e1"}).ok());
  EXPECT_FALSE(ledger->Has("hook", "e1"));
  EXPECT_FALSE(ledger->Has("mail", "e1"));
  EXPECT_TRUE(ledger->Has("mail", "e2"));
}

TEST_F(LedgerTest, TwoAtOnceAreOneTooMany) {
  const auto first = Open();
  EXPECT_EQ(Ledger::Open(path()).status().code(), absl::StatusCode::kAborted);
}

TEST_F(LedgerTest, ALineThatWasCutShortIsDropped) {
  ASSERT_TRUE(Open()->Accept("hook", "e1").ok());
  std::ofstream(path(), std::ios::app) << "accepted hook e";
  ASSERT_TRUE(Open()->Accept("hook", "e2").ok());
  const auto ledger = Open();
  EXPECT_TRUE(ledger->Has("hook", "e1"));
  EXPECT_TRUE(ledger->Has("hook", "e2"));
  EXPECT_EQ(ledger->open_events(), 2);
}

TEST_F(LedgerTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_THAT(Ledger::Open("/no/such/folder/ledger"), FailsWith("--state-dir"));
}

}  // namespace
}  // namespace mandated::mandatectl::remind
