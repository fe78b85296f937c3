// Kills a real server again and again, under writers, watchers and a moving
// clock, and checks guarantees 1 to 5 of the design on what is left:
// acknowledged means durable; a decision, its mandate, its indexes and its
// events appear together; one order; no gap; nothing twice.

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/admin_service.grpc.pb.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "tests/support/server_process.h"

namespace mandated {
namespace {

using mandates::v1::Event;
using mandates::v1::RecordDecisionRequest;

constexpr int kWriters = 2;
constexpr int kWatchers = 2;
// A round ends after so many acknowledged writes, at a random one.
constexpr int kWritesMax = 40;
constexpr char kStart[] = "--simulated_start=2024-01-10";

int FromEnvironment(const char* name, int otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::atoi(given);
}

absl::CivilDay ToCivil(const mandates::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// What a caller knows for certain: mandate name to the revision acknowledged.
struct Acknowledged {
  std::mutex mutex;
  std::map<std::string, int64_t> revisions;
  std::atomic<int> count = 0;
};

// Records one mandate after the other; the request that a crash left without
// an answer is sent again, with its id, after the restart.
class CrashWriter {
 public:
  CrashWriter(int number, uint32_t seed, Acknowledged* acknowledged)
      : number_(number), random_(seed), acknowledged_(acknowledged) {}

  void Run(const std::shared_ptr<grpc::Channel>& channel) {
    const auto stub = mandates::v1::MandateService::NewStub(channel);
    for (;;) {
      if (!pending_) pending_ = NextRequest();
      grpc::ClientContext context;
      mandates::v1::RecordDecisionResponse response;
      const grpc::Status status =
          stub->RecordDecision(&context, *pending_, &response);
      if (!status.ok()) {
        EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE)
            << status.error_message();
        return;
      }
      const std::lock_guard<std::mutex> lock(acknowledged_->mutex);
      acknowledged_->revisions[pending_->mandate_name()] = response.revision();
      ++acknowledged_->count;
      pending_.reset();
    }
  }

 private:
  RecordDecisionRequest NextRequest() {
    const std::string id = absl::StrCat("w", number_, "-", next_++);
    RecordDecisionRequest request;
    request.set_mandate_name("mandates/" + id);
    request.set_request_id(id);
    request.mutable_mandate()->set_title(id);
    request.mutable_mandate()->set_kind(mandates::v1::KIND_THEMATIC);
    request.mutable_mandate()->set_holder_type(
        mandates::v1::HOLDER_TYPE_WORKING_GROUP);
    auto* decision = request.mutable_decision();
    decision->set_act(mandates::v1::ACT_ESTABLISH);
    decision->set_symbol("A/HRC/RES/1/1");
    SetDate(absl::CivilDay(2024, 1, 10), *decision->mutable_adopted_on());
    // Near enough that leads are crossed and terms lapse while the test runs.
    const absl::CivilDay last =
        absl::CivilDay(2024, 1, 20) + static_cast<int>(random_() % 400);
    SetDate(last, *decision->mutable_term()->mutable_fixed());
    return request;
  }

  static void SetDate(absl::CivilDay day, mandates::v1::Date& date) {
    date.set_year(static_cast<int>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
  }

  const int number_;
  int next_ = 0;
  std::mt19937 random_;
  Acknowledged* const acknowledged_;
  std::optional<RecordDecisionRequest> pending_;
};

// Watches from the first revision on, resuming with its last token.
class CrashWatcher {
 public:
  // Collects until the stream breaks, or until it has caught up.
  void Run(const std::shared_ptr<grpc::Channel>& channel, bool until_head) {
    const auto stub = mandates::v1::ExpiryService::NewStub(channel);
    mandates::v1::WatchRequest request;
    if (token_.empty()) {
      request.mutable_start()->set_revision(1);
    } else {
      request.mutable_start()->set_resume_token(token_);
    }
    grpc::ClientContext context;
    const auto stream = stub->Watch(&context, request);
    mandates::v1::WatchResponse response;
    bool caught_up = false;
    while (!(until_head && caught_up) && stream->Read(&response)) {
      for (const Event& event : response.events()) events_.push_back(event);
      if (!response.resume_token().empty()) token_ = response.resume_token();
      caught_up = response.caught_up();
    }
    context.TryCancel();
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                status.error_code() == grpc::StatusCode::CANCELLED)
        << status.error_message();
  }

  const std::vector<Event>& events() const { return events_; }

 private:
  std::string token_;
  std::vector<Event> events_;
};

void MoveClock(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = mandates::v1::AdminService::NewStub(channel);
  grpc::Status status;
  while (status.ok()) {
    grpc::ClientContext context;
    mandates::v1::AdvanceClockRequest request;
    request.mutable_by()->set_seconds(24 * 3600);
    mandates::v1::AdvanceClockResponse response;
    status = stub->AdvanceClock(&context, request, &response);
  }
}

std::vector<Event> ReadLog(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = mandates::v1::ExpiryService::NewStub(channel);
  std::vector<Event> log;
  mandates::v1::ListEventsRequest request;
  request.set_page_size(1'000);
  request.mutable_start()->set_revision(1);
  for (bool more = true; more;) {
    grpc::ClientContext context;
    mandates::v1::ListEventsResponse response;
    const grpc::Status status = stub->ListEvents(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    log.insert(log.end(), response.events().begin(), response.events().end());
    request.mutable_start()->set_resume_token(response.resume_token());
    more = status.ok() && !response.caught_up();
  }
  return log;
}

std::map<std::string, mandates::v1::Mandate> ReadMandates(
    const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = mandates::v1::MandateService::NewStub(channel);
  std::map<std::string, mandates::v1::Mandate> mandates;
  mandates::v1::ListMandatesRequest request;
  request.set_page_size(1'000);
  do {
    grpc::ClientContext context;
    mandates::v1::ListMandatesResponse response;
    EXPECT_TRUE(stub->ListMandates(&context, request, &response).ok());
    for (const auto& mandate : response.mandates()) {
      mandates[mandate.name()] = mandate;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return mandates;
}

absl::CivilDay Today(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  mandates::v1::GetServerInfoResponse info;
  EXPECT_TRUE(mandates::v1::AdminService::NewStub(channel)
                  ->GetServerInfo(&context, {}, &info)
                  .ok());
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(info.time_zone(), &zone));
  return absl::ToCivilDay(
      absl::FromUnixSeconds(info.processed_through().seconds()), zone);
}

// One order: positions rise, and no id occurs twice.
void CheckOrder(const std::vector<Event>& log) {
  std::set<std::string> ids;
  std::pair<int64_t, int32_t> last = {0, -1};
  for (const Event& event : log) {
    const std::pair<int64_t, int32_t> position = {event.revision(),
                                                  event.index()};
    EXPECT_LT(last, position);
    EXPECT_TRUE(ids.insert(event.id()).second) << event.ShortDebugString();
    last = position;
  }
}

// Durable and atomic: each acknowledged write is a mandate and an event of the
// acknowledged revision, and there is no mandate without its event.
void CheckWrites(const std::map<std::string, int64_t>& acknowledged,
                 const std::map<std::string, mandates::v1::Mandate>& mandates,
                 const std::vector<Event>& log) {
  std::map<std::string, int64_t> established;
  for (const Event& event : log) {
    if (event.type() != mandates::v1::EVENT_TYPE_ESTABLISHED) continue;
    established[event.mandate().name()] = event.revision();
  }
  EXPECT_EQ(established.size(), mandates.size());
  for (const auto& [name, mandate] : mandates) {
    EXPECT_EQ(established[name], mandate.revision()) << name;
  }
  for (const auto& [name, revision] : acknowledged) {
    ASSERT_TRUE(mandates.contains(name)) << name << " was acknowledged";
    EXPECT_EQ(mandates.at(name).revision(), revision) << name;
  }
}

// Nothing lost, nothing twice, by a naive calendar: the last week and the last
// day of each mandate, and its lapse, are announced once each if they came
// after it was recorded.
void CheckFirings(const std::map<std::string, mandates::v1::Mandate>& mandates,
                  const std::vector<Event>& log, absl::CivilDay today) {
  std::map<std::string, absl::CivilDay> recorded;
  std::map<std::pair<std::string, std::string>, int> fired;
  for (const Event& event : log) {
    const std::string& name = event.mandate().name();
    if (event.type() == mandates::v1::EVENT_TYPE_ESTABLISHED) {
      recorded[name] = ToCivil(event.date());
    } else {
      ++fired[{name, event.lead()}];
    }
  }
  for (const auto& [name, mandate] : mandates) {
    const absl::CivilDay last = ToCivil(mandate.term().last_day());
    for (const auto& [lead, day] :
         {std::pair<std::string, absl::CivilDay>{"P1W", last - 7},
          {"P1D", last - 1},
          {"", last + 1}}) {
      if (day <= recorded[name]) continue;
      const int count = fired[{name, lead}];
      EXPECT_EQ(count, day <= today ? 1 : 0)
          << name << " " << lead << " on " << absl::FormatCivilTime(day);
    }
  }
}

TEST(CrashTest, NothingAcknowledgedIsLostAndNothingIsToldTwice) {
  const auto seed = static_cast<uint32_t>(FromEnvironment(
      "MANDATED_TEST_SEED", static_cast<int>(std::random_device()() >> 1)));
  const int kills = FromEnvironment("MANDATED_CRASH_KILLS", 10);
  std::cout << "MANDATED_TEST_SEED=" << seed
            << " MANDATED_CRASH_KILLS=" << kills << "\n";
  const testing::TemporaryDirectory directory;
  const std::string store = directory.path() + "/store";
  std::mt19937 random(seed);
  Acknowledged acknowledged;
  std::vector<CrashWriter> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back(i, random(), &acknowledged);
  }
  std::vector<CrashWatcher> watchers(kWatchers);

  for (int kill = 0; kill < kills; ++kill) {
    auto server =
        testing::ServerProcess::Start(store, {"--clock=simulated", kStart});
    ASSERT_TRUE(server.ok()) << server.status();
    const int until =
        acknowledged.count + 1 + static_cast<int>(random() % kWritesMax);
    std::vector<std::thread> threads;
    for (CrashWriter& writer : writers) {
      threads.emplace_back([&] { writer.Run(server->NewChannel()); });
    }
    for (CrashWatcher& watcher : watchers) {
      threads.emplace_back([&] { watcher.Run(server->NewChannel(), false); });
    }
    threads.emplace_back([&] { MoveClock(server->NewChannel()); });
    while (acknowledged.count < until) std::this_thread::yield();
    server->Kill();
    for (std::thread& thread : threads) thread.join();
  }

  auto server =
      testing::ServerProcess::Start(store, {"--clock=simulated", kStart});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto channel = server->NewChannel();
  const std::vector<Event> log = ReadLog(channel);
  const auto mandates = ReadMandates(channel);
  std::cout << kills << " kills, " << acknowledged.count
            << " acknowledged writes, " << log.size() << " events\n";
  CheckOrder(log);
  CheckWrites(acknowledged.revisions, mandates, log);
  CheckFirings(mandates, log, Today(channel));
  for (CrashWatcher& watcher : watchers) {
    watcher.Run(channel, true);
    ASSERT_EQ(watcher.events().size(), log.size());
    for (size_t i = 0; i < log.size(); ++i) {
      EXPECT_EQ(watcher.events()[i].SerializeAsString(),
                log[i].SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace mandated
