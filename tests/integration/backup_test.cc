#include "storage/backup.h"

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/integration/subscription_fixture.h"

// Backups of the real server, and what its readers meet after a restore.
namespace mandated::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

bool GoOn(const storage::BackupStep&) { return true; }

class BackupCallTest : public SubscriptionTest {
 protected:
  void SetUp() override {
    StartServer({"--backup-directory=" + backups()});
    RecordSessions();
  }

  std::string backups() const { return store() + "-backups"; }
  std::string restored() const { return store() + "-restored"; }

  Answer<v1::Backup> Create(int keep = 0) { return CreateWith(client(), keep); }

  static Answer<v1::Backup> CreateWith(Client& client, int keep) {
    const auto admin = v1::AdminService::NewStub(client.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    v1::CreateBackupRequest request;
    request.set_keep(keep);
    const auto stream = admin->CreateBackup(&context, request);
    v1::CreateBackupResponse response;
    while (stream->Read(&response)) continue;
    return {stream->Finish(), response.backup()};
  }

  // Restores the newest backup and starts a server on it.
  ServerProcess StartRestored() {
    const auto made = storage::RestoreBackup(backups(), {}, restored(), GoOn);
    EXPECT_TRUE(made.ok()) << made.status();
    auto started = ServerProcess::Start(
        restored(), {"--clock=simulated", "--simulated_start=2023-01-02"});
    EXPECT_TRUE(started.ok()) << started.status();
    return *std::move(started);
  }

  v1::RecordDecisionRequest Mandate(int number) {
    return Establish(absl::StrCat("m-", number),
                     absl::StrCat("A/HRC/RES/51/", number), Day(2022, 10, 6),
                     TermUntil(Day(2024, 6, 1)));
  }
};

TEST_F(BackupCallTest, EveryWriteBeforeABackupUnderLoadIsInIt) {
  std::atomic<bool> enough = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (!enough) Record(Mandate(++written));
  });
  while (written < 50) std::this_thread::yield();
  const int64_t before = client().Head();

  const auto backup = Create();

  const int during = written;
  while (written < during + 10) std::this_thread::yield();
  enough = true;
  writer.join();
  const auto log = client().Log();
  ASSERT_TRUE(backup.ok()) << Describe(backup.status);
  EXPECT_GE(backup->revision(), before);
  server().Kill();
  ServerProcess server = StartRestored();
  Client after(server.NewChannel());
  std::vector<std::string> expected;
  for (const auto& event : log) {
    if (event.revision() <= backup->revision()) expected.push_back(Line(event));
  }
  EXPECT_EQ(Lines(after.Log()), expected);
}

TEST_F(BackupCallTest, ReadersOfBeforeARestoreAreTurnedAway) {
  Record(Mandate(1));
  CreateDesk();
  Record(Mandate(2));
  ASSERT_TRUE(Create().ok());
  Record(Mandate(3));  // lost
  Watcher watcher(client(), WatchFromRevision(1));
  ASSERT_TRUE(watcher.ReadEvents(3));
  const auto pulled = Pull(10);
  ASSERT_THAT(pulled.deliveries(), SizeIs(2));
  server().Kill();
  ServerProcess server = StartRestored();
  Client after(server.NewChannel());
  const auto recorded = after.Call(Mandate(4));
  ASSERT_TRUE(recorded.ok()) << Describe(recorded.status);

  Watcher again(after, WatchFromToken(watcher.token()));
  EXPECT_FALSE(again.Next());
  const grpc::Status refused = again.Finish();
  EXPECT_EQ(ReasonOf(refused), "TOKEN_FOREIGN") << Describe(refused);
  EXPECT_THAT(refused.error_message(), HasSubstr("restored from a backup"));
  v1::AcknowledgeRequest acknowledge;
  acknowledge.set_subscription(kDesk);
  acknowledge.set_token(pulled.deliveries(1).acknowledge_token());
  EXPECT_EQ(ReasonOf(after.Call(acknowledge).status), "TOKEN_FOREIGN");

  // The subscription is as far as it was, and sees the new history.
  const auto anew = after.Call(PullOf(kDesk, 10));
  ASSERT_TRUE(anew.ok()) << Describe(anew.status);
  EXPECT_EQ(Spell(anew.response),
            (std::vector<std::string>{"m-2 x1", "m-4 x1"}));
  EXPECT_GT(after.Log().back().revision(), storage::kRestoredRevisionStep);
}

TEST_F(BackupCallTest, ServerTellsItsBackupsAndKeepsAsManyAsAsked) {
  const auto admin = v1::AdminService::NewStub(client().channel());
  for (int i = 1; i <= 3; ++i) {
    Record(Mandate(i));
    ASSERT_TRUE(Create(/*keep=*/2).ok());
  }

  grpc::ClientContext context;
  v1::ListBackupsResponse listed;
  ASSERT_TRUE(admin->ListBackups(&context, {}, &listed).ok());
  ASSERT_THAT(listed.backups(), SizeIs(2));
  EXPECT_EQ(listed.backups(0).number(), 2);
  EXPECT_EQ(listed.backups(1).revision(), client().Head());
  const auto info = client().Call(v1::GetServerInfoRequest());
  EXPECT_EQ(info->newest_backup().number(), 3);
  EXPECT_EQ(info->backup_directory(), backups());
}

TEST_F(BackupCallTest, BackupThatCannotBeMadeSaysWhyAndTheServerLives) {
  EXPECT_EQ(FieldsOf(Create(-1).status), std::vector<std::string>{"keep"});
  StartServer();
  EXPECT_EQ(ReasonOf(Create().status), "BACKUP_NOT_CONFIGURED");
  StartServer({"--backup-directory=/proc/none"});
  EXPECT_FALSE(Create().ok());
  EXPECT_GE(client().Head(), 0);
}

TEST_F(BackupCallTest, ServerKilledDuringABackupLeavesTheOlderOnesGood) {
  Record(Mandate(1));
  ASSERT_TRUE(Create().ok());
  Record(Mandate(2));
  Client own = NewClient();
  std::thread caller([&own] { (void)CreateWith(own, 1); });
  // Its files come before its entry in the list.
  while (!std::filesystem::exists(backups() + "/private/2") &&
         !std::filesystem::exists(backups() + "/meta/2")) {
    std::this_thread::yield();
  }
  server().Kill();
  caller.join();

  const auto verified = storage::VerifyBackups(backups(), std::nullopt, GoOn);

  EXPECT_TRUE(verified.ok()) << verified;
  StartServer({"--backup-directory=" + backups()});
  EXPECT_TRUE(Create().ok());
}

}  // namespace
}  // namespace mandated::testing
