// The process: flags, restarts, draining, health, reflection, channelz.

#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/running_server.h"
#include "tests/support/flip_byte.h"

namespace mandated::testing {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kExitUsage = 64;
constexpr int kExitUnavailable = 69;

// grpc.health.v1, by hand: HealthCheckRequest{string service = 1} and
// HealthCheckResponse{ServingStatus status = 1}.
constexpr char kCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kWatch[] = "/grpc.health.v1.Health/Watch";
const std::string kServing("\x08\x01", 2);
const std::string kNotServing("\x08\x02", 2);
const std::string kServiceUnknown("\x08\x03", 2);

std::string HealthRequest(const std::string& service) {
  if (service.empty()) return "";
  return absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())),
                      service);
}

// The stream of one health watch, read to its end by a thread of its own.
class HealthWatch {
 public:
  HealthWatch(const std::shared_ptr<grpc::Channel>& channel,
              const std::string& service)
      : stub_(channel) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    call_ = stub_.PrepareCall(&context_, kWatch, &queue_);
    call_->StartCall(nullptr);
    Await();
    const grpc::Slice request(HealthRequest(service));
    call_->WriteLast(grpc::ByteBuffer(&request, 1), grpc::WriteOptions(),
                     nullptr);
    Await();
  }

  // Reads the next status; empty at the end.
  std::string Next() {
    grpc::ByteBuffer buffer;
    call_->Read(&buffer, nullptr);
    if (!Await()) return "";
    grpc::Slice slice;
    if (!buffer.DumpToSingleSlice(&slice).ok()) return "";
    return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
  }

  // Waits for the end and returns it.
  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Await();
    return status;
  }

 private:
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

void ExpectShuttingDown(const grpc::Status& ended) {
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(ended), "SHUTTING_DOWN") << Describe(ended);
}

// Returns the one write-ahead log of a store.
std::string LogOf(const std::string& store) {
  std::string log;
  for (const auto& entry : std::filesystem::directory_iterator(store)) {
    if (entry.path().extension() == ".log") log = entry.path();
  }
  return log;
}

class ProcessTest : public ServerTest {
 protected:
  void SetUp() override {
    StartServer();
    RecordSessions();
  }
};

TEST_F(ProcessTest, BadFlagsEndWith64) {
  const TemporaryDirectory directory;
  for (const char* flag :
       {"--nosuch=1", "--grace=soon", "--grace=-1s", "--clock=sundial",
        "--simulated_start=2023-02-31", "--simulated_speed=fast", "--leads=6M",
        "--leads=", "--log_retention_days=0", "--log_retention_events=0",
        "--progress_interval=0", "--progress_interval=inf", "stray"}) {
    const auto ended = ServerProcess::RunToEnd(directory.path() + "/store",
                                               {"--clock=simulated", flag});
    EXPECT_EQ(ended.exit_code, kExitUsage) << flag << ": " << ended.log;
    EXPECT_NE(ended.log, "") << flag;
  }
}

TEST_F(ProcessTest, CheckConfigPrintsEveryFaultAndEndsWith64) {
  const TemporaryDirectory directory;
  const auto ended = ServerProcess::RunToEnd(
      directory.path() + "/store", {"--check-config", "--grace=soon",
                                    "--config=/nowhere/a.toml", "--clok=1"});
  EXPECT_EQ(ended.exit_code, kExitUsage);
  EXPECT_THAT(ended.log, HasSubstr("/nowhere/a.toml: cannot be read"));
  EXPECT_THAT(ended.log, HasSubstr("--grace: \"soon\" is not valid"));
  EXPECT_THAT(ended.log, HasSubstr("--clok: is no setting; did you mean "
                                   "--clock?"));
}

TEST_F(ProcessTest, SecondProcessOnOneStoreEndsWith69) {
  const auto ended = ServerProcess::RunToEnd(store(), {});
  EXPECT_EQ(ended.exit_code, kExitUnavailable) << ended.log;
  EXPECT_THAT(ended.log, AnyOf(StartsWith("STORE_IN_USE"),
                               StartsWith("mandated: STORE_IN_USE")));
  EXPECT_GE(client().Head(), 0);
}

TEST_F(ProcessTest, SecondProcessOnOnePortEndsWith69) {
  const TemporaryDirectory directory;
  const auto ended =
      ServerProcess::RunToEnd(directory.path() + "/store",
                              {absl::StrCat("--listen=", server().address())});
  EXPECT_EQ(ended.exit_code, kExitUnavailable) << ended.log;
  EXPECT_THAT(ended.log, HasSubstr(server().address()));
  EXPECT_THAT(ended.log, HasSubstr("choose another --listen"));
}

TEST_F(ProcessTest, StoreThatIsAFileEndsWith69) {
  const auto ended = ServerProcess::RunToEnd("/dev/null/store", {});
  EXPECT_EQ(ended.exit_code, kExitUnavailable) << ended.log;
  EXPECT_NE(ended.log, "");
}

TEST_F(ProcessTest, RestartKeepsEverything) {
  EstablishMany(5, 2023, 6);
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 4)).ok());
  const auto log = client().Log();
  const std::string mandate = client().Get("mandates/m-4").SerializeAsString();
  const auto info = client().Call(v1::GetServerInfoRequest());
  ASSERT_EQ(StopServer(), 0);
  StartServer();
  EXPECT_THAT(Lines(client().Log()), ElementsAreArray(Lines(log)));
  const auto again = client().Call(v1::GetServerInfoRequest());
  EXPECT_EQ(again->store_id(), info->store_id());
  EXPECT_EQ(again->head_revision(), info->head_revision());
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 4)).ok());
  EXPECT_EQ(client().Get("mandates/m-4").SerializeAsString(), mandate);
  // What was announced is not announced again, what comes is.
  EXPECT_THAT(Lines(client().Log()), ElementsAreArray(Lines(log)));
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 5)).ok());
  EXPECT_GT(client().Log().size(), log.size());
}

// What RocksDB alone takes for the end of the log, and starts with less.
TEST_F(ProcessTest, FlippedByteOfTheLogEndsWith69AndLosesNothing) {
  const auto before = client().Call(v1::ListSessionsRequest());
  server().Kill();
  const std::string log = LogOf(store());
  constexpr uint64_t kTypeOfTheFirstRecord = 6;
  FlipByte(log, kTypeOfTheFirstRecord);

  const auto ended = ServerProcess::RunToEnd(store(), {});

  EXPECT_EQ(ended.exit_code, kExitUnavailable) << ended.log;
  EXPECT_THAT(ended.log,
              StartsWith(absl::StrCat("mandated: STORE_CORRUPT: ", log,
                                      " is not as it was written, from byte 0 "
                                      "on, ")));
  EXPECT_EQ(std::count(ended.log.begin(), ended.log.end(), '\n'), 1);
  FlipByte(log, kTypeOfTheFirstRecord);
  StartServer();
  const auto after = client().Call(v1::ListSessionsRequest());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
}

TEST_F(ProcessTest, HealthIsReportedForEachService) {
  for (const char* service :
       {"", "mandates.v1.MandateService", "mandates.v1.SessionService",
        "mandates.v1.ExpiryService", "mandates.v1.AdminService"}) {
    const auto answer =
        RawCall(client().channel(), kCheck, HealthRequest(service));
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_EQ(answer.first_message, kServing) << service;
  }
  EXPECT_EQ(RawCall(client().channel(), kCheck, HealthRequest("none"))
                .status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ProcessTest, ReflectionListsTheServices) {
  const auto answer =
      RawCall(client().channel(),
              "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              "\x3a\x01*");
  ASSERT_TRUE(answer.first_message.has_value())
      << answer.status.error_message();
  for (const char* service :
       {"mandates.v1.MandateService", "mandates.v1.SessionService",
        "mandates.v1.ExpiryService", "mandates.v1.AdminService",
        "grpc.health.v1.Health"}) {
    EXPECT_THAT(*answer.first_message, HasSubstr(service));
  }
}

TEST_F(ProcessTest, ChannelzAnswers) {
  const auto answer =
      RawCall(client().channel(), "/grpc.channelz.v1.Channelz/GetServers", "");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_TRUE(answer.first_message.has_value());
  EXPECT_FALSE(answer.first_message->empty());
}

TEST_F(ProcessTest, UnknownMethodIsUnimplemented) {
  EXPECT_EQ(
      RawCall(client().channel(), "/mandates.v1.MandateService/Abolish", "")
          .status.error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ProcessTest, SigtermEndsWatchesWithATokenToResumeFrom) {
  Watcher watcher(client(), WatchFromRevision(1));
  ASSERT_TRUE(watcher.ReadUntilCaughtUp());
  Watcher idle(client(), WatchFromNow());
  ASSERT_TRUE(idle.ReadUntilCaughtUp());
  EstablishMany(3, 2023, 6);
  server().BeginTermination();
  const grpc::Status ended = watcher.Finish();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(ended), "SHUTTING_DOWN") << Describe(ended);
  EXPECT_EQ(idle.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_NE(idle.TrailerToken(), "");
  EXPECT_EQ(StopServer(), 0);
  StartServer();
  Record(
      Establish("later", "A/HRC/RES/51/50", Day(2022, 10, 7), TermOf("P3Y")));
  ASSERT_NE(watcher.TrailerToken(), "");
  Watcher resumed(client(), WatchFromToken(watcher.TrailerToken()));
  ASSERT_TRUE(resumed.ReadUntilCaughtUp());
  auto seen = watcher.events();
  seen.insert(seen.end(), resumed.events().begin(), resumed.events().end());
  EXPECT_THAT(Lines(seen), ElementsAreArray(Lines(client().Log())));
}

TEST_F(ProcessTest, SigtermAnswersWritesInFlight) {
  constexpr int kWriters = 4;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> strange = 0;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w, &acknowledged, &strange] {
      Client own = NewClient();
      for (int i = 0;; ++i) {
        const auto answer = own.Call(Establish(
            absl::StrCat("w-", w, "-", i), absl::StrCat("A/HRC/RES/51/", i),
            Day(2022, 10, 6), TermOf("P3Y")));
        if (answer.ok()) {
          ++acknowledged;
          continue;
        }
        // gRPC cancels what it had taken in and handed to nobody.
        const auto code = answer.status.error_code();
        if (code != grpc::StatusCode::UNAVAILABLE &&
            code != grpc::StatusCode::CANCELLED) {
          ADD_FAILURE() << Describe(answer.status);
          ++strange;
        }
        return;
      }
    });
  }
  while (acknowledged < 50 && strange == 0) std::this_thread::yield();
  EXPECT_EQ(server().Terminate(), 0);
  for (std::thread& writer : writers) writer.join();
  StartServer();
  v1::ListMandatesRequest request;
  request.set_page_size(1000);
  int count = 0;
  do {
    const auto page = client().Call(request);
    ASSERT_TRUE(page.ok());
    count += page->mandates_size();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  // All that was acknowledged, and at most one a writer that was not.
  EXPECT_GE(count, acknowledged);
  EXPECT_LE(count, acknowledged + kWriters);
}

// A server that left one stream open would sit out a grace longer than the
// test may take.
TEST_F(ProcessTest, DrainEndsEveryOpenWatchAndDoesNotUseUpTheGrace) {
  StartServer({"--grace=10m"});
  std::optional<HealthWatch> whole(std::in_place, client().channel(), "");
  std::optional<HealthWatch> unknown(std::in_place, client().channel(), "none");
  EXPECT_EQ(whole->Next(), kServing);
  EXPECT_EQ(unknown->Next(), kServiceUnknown);
  Watcher caught_up(client(), WatchFromNow());
  Watcher from_snapshot(client(), WatchFromSnapshot());
  ASSERT_TRUE(caught_up.ReadUntilCaughtUp());
  ASSERT_TRUE(from_snapshot.ReadUntilCaughtUp());

  server().BeginTermination();

  EXPECT_EQ(whole->Next(), kNotServing);
  for (auto* health : {&whole, &unknown}) {
    EXPECT_EQ((*health)->Next(), "");
    ExpectShuttingDown((*health)->Finish());
    health->reset();  // it shares the client's connection: see StopServer
  }
  for (Watcher* watcher : {&caught_up, &from_snapshot}) {
    ExpectShuttingDown(watcher->Finish());
    EXPECT_NE(watcher->TrailerToken(), "");
  }
  EXPECT_EQ(StopServer(), 0);
}

TEST_F(ProcessTest, ReaderThatDoesNotReadDoesNotOutliveTheGrace) {
  StartServer({"--grace=500ms"});
  v1::BatchRecordDecisionsRequest batch;
  for (int i = 1; i <= 1'000; ++i) {
    *batch.add_requests() =
        Establish(absl::StrCat("m-", i), absl::StrCat("A/HRC/RES/51/", i),
                  Day(2022, 10, 6), TermUntil(Day(2023, 6, 1)));
    batch.mutable_requests(i - 1)->mutable_mandate()->set_note(
        std::string(1'000, 'n'));
  }
  Watcher slow(client(), WatchFromRevision(1));
  ASSERT_TRUE(client().Call(batch).ok());
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 6, 3)).ok());
  EXPECT_EQ(server().Terminate(), 0);
  EXPECT_FALSE(slow.Finish().ok());
}

}  // namespace
}  // namespace mandated::testing
