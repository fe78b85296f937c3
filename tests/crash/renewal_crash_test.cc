// The crash test for mandates that are renewed: writers extend what they have
// established, retry with their request ids across restarts, and the clock lets
// terms lapse that late extensions take back. After each SIGKILL:
// - each acknowledged write is there at its revision, and a retry of the last
//   one writes nothing;
// - mandates, both listings and the log tell the same decisions and days.
// After the last: what is announced agrees with the mandates, and what each
// resumed reader collected is the log; so is what the workers of a subscription
// got, of which nothing came again once it was acknowledged.
// A moment is a number of acknowledged writes after a start. Kills:
// MANDATED_CRASH_KILLS (10). Seed: MANDATED_TEST_SEED.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/crash/renewal_parties.h"
#include "tests/support/client.h"
#include "tests/support/server_process.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAreArray;

constexpr int kWriters = 3;
constexpr int kWatchers = 3;
constexpr int kWorkers = 2;
constexpr int kKillsDefault = 10;
constexpr int kWritesToKillMax = 60;

unsigned long Environment(const char* name, unsigned long otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoul(text, nullptr, 10) : otherwise;
}

// Moves the clock a day for every second write.
void AdvanceDayByDay(Service& service) {
  Service::Life life = service.Await(0);
  while (life.client != nullptr && service.AwaitWrites(2)) {
    if (life.client->AdvanceDays(1).ok()) continue;
    life = service.Await(life.number);
  }
}

// The log, checked piece by piece as it grows.
class LogCheck {
 public:
  // Reads on and expects a rising order and ids that are new.
  void ReadOn(Client& client) {
    v1::ListEventsRequest request;
    request.set_page_size(1'000);
    request.mutable_start()->set_revision(
        events_.empty() ? 1 : events_.back().revision() + 1);
    const auto more = client.AllEvents(request);
    ASSERT_TRUE(more.ok()) << Describe(more.status);
    for (const v1::Event& event : more.response) {
      const bool first = events_.empty();
      if (!first && event.revision() == events_.back().revision()) {
        EXPECT_EQ(event.index(), events_.back().index() + 1) << Line(event);
      } else {
        EXPECT_EQ(event.index(), 0) << Line(event);
        EXPECT_TRUE(first || event.revision() > events_.back().revision());
      }
      EXPECT_TRUE(ids_.insert(event.id()).second) << "twice: " << Line(event);
      if (!event.decision().empty() && IsOfDecision(event)) {
        EXPECT_TRUE(
            decisions_.emplace(event.decision(), event.revision()).second)
            << "recorded twice: " << Line(event);
      }
      events_.push_back(event);
    }
  }

  const std::vector<v1::Event>& events() const { return events_; }
  // The revision at which each decision was recorded.
  const std::map<std::string, int64_t>& decisions() const { return decisions_; }

 private:
  static bool IsOfDecision(const v1::Event& event) {
    return event.type() == v1::EVENT_TYPE_ESTABLISHED ||
           event.type() == v1::EVENT_TYPE_EXTENDED;
  }

  std::vector<v1::Event> events_;
  std::set<std::string> ids_;
  std::map<std::string, int64_t> decisions_;
};

std::vector<v1::Mandate> AllMandates(Client& client,
                                     const std::string& order_by) {
  std::vector<v1::Mandate> mandates;
  v1::ListMandatesRequest request;
  request.set_page_size(1'000);
  request.set_view(v1::MANDATE_VIEW_FULL);
  request.set_order_by(order_by);
  do {
    const auto page = client.Call(request);
    EXPECT_TRUE(page.ok()) << Describe(page.status);
    mandates.insert(mandates.end(), page->mandates().begin(),
                    page->mandates().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return mandates;
}

class RenewalCrashTest : public ::testing::Test {
 protected:
  void StartServer() {
    auto started = ServerProcess::Start(
        directory_.path() + "/store",
        {"--clock=simulated", "--simulated_start=2023-01-02",
         "--log_retention_days=100000", "--progress_interval=50ms"});
    ASSERT_TRUE(started.ok()) << started.status();
    server_.emplace(std::move(*started));
    client_ = std::make_shared<Client>(server_->NewChannel());
  }

  void RecordSession() {
    v1::UpsertSessionRequest request;
    *request.mutable_session() =
        SessionOf("hrc-51", Day(2022, 9, 12), Day(2022, 10, 7));
    ASSERT_TRUE(client_->Call(request).ok());
  }

  // Guarantee 1: each write since the last check is there, at its revision.
  void CheckAcknowledged() {
    for (size_t w = 0; w < writers_.size(); ++w) {
      const auto acknowledged = writers_[w]->acknowledged();
      for (size_t& i = checked_[w]; i < acknowledged.size(); ++i) {
        CheckOne(acknowledged[i]);
      }
      if (!acknowledged.empty()) CheckReplay(acknowledged.back());
    }
  }

  void CheckOne(const Acknowledged& write) {
    const std::string& symbol = write.request.decision().symbol();
    const std::string name =
        absl::StrCat(write.request.mandate_name(), "/decisions/a-hrc-res-51-",
                     symbol.substr(symbol.rfind('/') + 1));
    const auto found = log_.decisions().find(name);
    ASSERT_NE(found, log_.decisions().end()) << "lost: " << name;
    if (write.revision > 0) {
      EXPECT_EQ(found->second, write.revision) << name;
    }
    v1::GetMandateRequest get;
    get.set_name(write.request.mandate_name());
    get.set_revision(found->second);
    const auto read = client_->Call(get);
    ASSERT_TRUE(read.ok()) << Describe(read.status);
    EXPECT_EQ(read->mandate().revision(), found->second);
    EXPECT_EQ(read->mandate().term_decision(), name);
  }

  // A retry of what was acknowledged writes nothing.
  void CheckReplay(const Acknowledged& write) {
    const int64_t head = client_->Head();
    const auto again = client_->Call(write.request);
    if (again.ok() && write.revision > 0) {
      EXPECT_EQ(again->revision(), write.revision);
    } else if (!again.ok()) {
      EXPECT_EQ(ReasonOf(again.status), "DECISION_ALREADY_RECORDED");
    }
    EXPECT_EQ(client_->Head(), head);
  }

  // Guarantee 2: mandates, both listings and the log tell the same decisions
  // and days.
  void CheckAtomic() {
    const auto by_name = AllMandates(*client_, "name");
    const auto by_day = AllMandates(*client_, "last_day");
    std::map<std::string, std::string> days;
    for (const auto& mandate : by_day) {
      EXPECT_TRUE(
          days.emplace(mandate.name(), mandate.SerializeAsString()).second);
    }
    EXPECT_EQ(by_day.size(), by_name.size());
    size_t decisions = 0;
    for (const auto& mandate : by_name) {
      EXPECT_EQ(days[mandate.name()], mandate.SerializeAsString());
      decisions += static_cast<size_t>(mandate.decisions_size());
      for (const auto& decision : mandate.decisions()) {
        EXPECT_EQ(log_.decisions().count(decision.name()), 1U)
            << "no event for " << decision.name();
      }
    }
    EXPECT_EQ(decisions, log_.decisions().size());
  }

  // What was announced and not taken back agrees with each mandate's state.
  void CheckAnnouncements() {
    std::set<std::string> retracted;
    for (const auto& event : log_.events()) {
      if (event.type() == v1::EVENT_TYPE_RETRACTED) {
        EXPECT_TRUE(retracted.insert(event.retracts()).second);
      }
    }
    std::set<std::string> lapsed;
    for (const auto& event : log_.events()) {
      if (event.type() == v1::EVENT_TYPE_LAPSED &&
          retracted.count(event.id()) == 0) {
        EXPECT_TRUE(lapsed.insert(event.mandate().name()).second)
            << Line(event);
      }
    }
    for (const auto& mandate : AllMandates(*client_, "name")) {
      EXPECT_EQ(lapsed.count(mandate.name()) > 0,
                mandate.state() == v1::STATE_LAPSED)
          << mandate.name() << " until " << ToDay(mandate.term().last_day());
    }
  }

  void StartThreads(unsigned seed) {
    for (int w = 0; w < kWriters; ++w) {
      writers_.push_back(
          std::make_unique<Writer>(w, seed + static_cast<unsigned>(w)));
    }
    checked_.resize(kWriters);
    readers_.resize(kWatchers);
    for (auto& writer : writers_) {
      threads_.emplace_back([&] { writer->Run(service_); });
    }
    for (Reader& reader : readers_) {
      threads_.emplace_back([&] { reader.Run(service_); });
    }
    Worker::CreateSubscription(*client_);
    for (int w = 0; w < kWorkers; ++w) {
      workers_.push_back(std::make_unique<Worker>(
          &ledger_, seed + static_cast<unsigned>(kWriters + w)));
    }
    for (auto& worker : workers_) {
      threads_.emplace_back([&] { worker->Run(service_); });
    }
    threads_.emplace_back([&] { AdvanceDayByDay(service_); });
  }

  // Kills the server after `writes` more, starts it again and checks.
  void KillAndCheck(int writes) {
    service_.Begin(client_);
    EXPECT_TRUE(service_.AwaitWrites(writes)) << server_->Log();
    service_.End();
    server_->Kill();
    StartServer();
    if (HasFatalFailure()) return;
    // What fell due before the crash is fired by itself after the start; this
    // waits for it, so that the checks see a log that stands still.
    v1::AdvanceClockRequest settle;
    settle.mutable_by()->set_seconds(1);
    ASSERT_TRUE(client_->Call(settle).ok());
    log_.ReadOn(*client_);
    CheckAcknowledged();
    CheckAtomic();
  }

  void FinishThreads() {
    service_.Stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  void TearDown() override { FinishThreads(); }

  // Guarantees 3 to 5: every reader has seen the log, event by event.
  void CheckReaders() {
    const auto log = Lines(client_->Log());
    EXPECT_THAT(Lines(log_.events()), ElementsAreArray(log));
    for (Reader& reader : readers_) {
      reader.CatchUp(*client_);
      EXPECT_THAT(Lines(reader.events()), ElementsAreArray(log));
    }
    workers_.front()->CatchUp(*client_);
    EXPECT_THAT(Lines(ledger_.events()), ElementsAreArray(log));
  }

  size_t events() const { return log_.events().size(); }
  size_t decisions() const { return log_.decisions().size(); }

 private:
  const TemporaryDirectory directory_;
  std::optional<ServerProcess> server_;
  std::shared_ptr<Client> client_;
  Service service_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::vector<size_t> checked_;
  std::vector<Reader> readers_;
  Ledger ledger_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  LogCheck log_;
};

TEST_F(RenewalCrashTest, NothingAcknowledgedIsLostAndNoReaderMissesAny) {
  const auto kills =
      static_cast<int>(Environment("MANDATED_CRASH_KILLS", kKillsDefault));
  const auto seed = static_cast<unsigned>(
      Environment("MANDATED_TEST_SEED", std::random_device()()));
  std::cout << "MANDATED_TEST_SEED=" << seed << " kills=" << kills << "\n";
  std::mt19937 random(seed);
  StartServer();
  ASSERT_FALSE(HasFatalFailure());
  RecordSession();
  StartThreads(seed);
  for (int kill = 0; kill < kills && !HasFailure(); ++kill) {
    SCOPED_TRACE(absl::StrCat("kill ", kill + 1));
    KillAndCheck(1 + static_cast<int>(random() % kWritesToKillMax));
  }
  FinishThreads();
  ASSERT_FALSE(HasFailure());
  CheckAnnouncements();
  CheckReaders();
  std::cout << decisions() << " decisions, " << events() << " events\n";
}

}  // namespace
}  // namespace mandated::testing
