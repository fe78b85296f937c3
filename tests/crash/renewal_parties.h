#ifndef MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_
#define MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/support/client.h"

// Who takes part in the crash test of renewals: the server as it comes and
// goes, who writes to it and who reads from it.
namespace mandated::testing {

// Decisions on one mandate.
inline constexpr int kDecisionsMax = 6;

inline v1::Date ToDate(absl::CivilDay day) {
  return Day(static_cast<int>(day.year()), day.month(), day.day());
}

inline absl::CivilDay ToDay(const v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// The server as its clients see it: now here, now gone. Thread-safe.
class Service {
 public:
  // The clients of the server of this moment; null once the test is over.
  struct Life {
    std::shared_ptr<Client> client;
    int number = 0;
  };

  void Begin(std::shared_ptr<Client> client) {
    const std::lock_guard<std::mutex> lock(mutex_);
    life_ = {.client = std::move(client), .number = life_.number + 1};
    changed_.notify_all();
  }

  // Nobody is to call the present one again.
  void End() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = life_.number;
  }

  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  // Waits for a life after number `dead`.
  Life Await(int dead) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] {
      return stopped_ || (life_.number > dead && life_.number > ended_);
    });
    return stopped_ ? Life() : life_;
  }

  void CountWrite() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++writes_;
    changed_.notify_all();
  }

  // Waits until `count` writes more were acknowledged; false: the test is over.
  bool AwaitWrites(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    const int enough = writes_ + count;
    return changed_.wait_for(lock, kPatience, [&] {
      return stopped_ || writes_ >= enough;
    }) && !stopped_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Life life_;
  int ended_ = 0;
  int writes_ = 0;
  bool stopped_ = false;
};

// A write that the server has acknowledged.
struct Acknowledged {
  v1::RecordDecisionRequest request;
  int64_t revision = 0;  // 0: found to be there already by a retry
};

// Records decisions one after the other, and each until it is acknowledged.
class Writer {
 public:
  Writer(int number, unsigned seed) : number_(number), random_(seed) {}

  void Run(Service& service) {
    Service::Life life = service.Await(0);
    while (life.client != nullptr) {
      const auto request = Next();
      const auto done = RecordUntilAcknowledged(service, life, request);
      if (!done) return;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        acknowledged_.push_back({request, *done});
      }
      service.CountWrite();
    }
  }

  std::vector<Acknowledged> acknowledged() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return acknowledged_;
  }

 private:
  struct Known {
    std::string id;
    int decisions = 0;
    absl::CivilDay last_day;
  };

  // Establishes a mandate, or extends one by 5 to 200 days.
  v1::RecordDecisionRequest Next() {
    const bool establish = mandates_.empty() || random_() % 4 == 0;
    if (establish) {
      const absl::CivilDay start(2023, 1, 10);
      mandates_.push_back(
          {.id = absl::StrCat("w", number_, "-", mandates_.size()),
           .last_day = start + static_cast<int>(mandates_.size())});
    }
    Known& mandate =
        establish ? mandates_.back() : mandates_[random_() % mandates_.size()];
    if (mandate.decisions == kDecisionsMax) return Next();
    mandate.last_day += 5 + static_cast<int>(random_() % 196);
    const int count = ++mandate.decisions;
    const std::string symbol = absl::StrCat("A/HRC/RES/51/", count);
    const v1::Date adopted = Day(2022, 10, count);
    const v1::Term term = TermUntil(ToDate(mandate.last_day));
    auto request = establish ? Establish(mandate.id, symbol, adopted, term)
                             : Extend(mandate.id, symbol, adopted, term);
    request.set_request_id(absl::StrCat(number_, "-", ++requests_));
    return request;
  }

  // Returns the revision; 0 where it was there already; nullopt: the test is
  // over. Moves `life` to the one that answered.
  static std::optional<int64_t> RecordUntilAcknowledged(
      Service& service, Service::Life& life,
      const v1::RecordDecisionRequest& request) {
    for (bool retried = false;; retried = true) {
      const auto answer = life.client->Call(request);
      if (answer.ok()) return answer->revision();
      const std::string reason = ReasonOf(answer.status);
      // Its request id is forgotten after seven days of the simulated clock.
      if (retried && reason == "DECISION_ALREADY_RECORDED") return 0;
      if (answer.status.error_code() != grpc::StatusCode::UNAVAILABLE) {
        ADD_FAILURE() << Describe(answer.status) << " for "
                      << request.ShortDebugString();
        return std::nullopt;
      }
      life = service.Await(life.number);
      if (life.client == nullptr) return std::nullopt;
    }
  }

  const int number_;
  std::mt19937 random_;
  std::vector<Known> mandates_;
  int requests_ = 0;
  mutable std::mutex mutex_;
  std::vector<Acknowledged> acknowledged_;  // guarded by mutex_
};

// Reads the log from its first event, resuming with its last token.
class Reader {
 public:
  void Run(Service& service) {
    for (Service::Life life = service.Await(0); life.client != nullptr;
         life = service.Await(life.number)) {
      Watcher watcher(*life.client, token_.empty() ? WatchFromRevision(1)
                                                   : WatchFromToken(token_));
      while (watcher.Next()) Take(watcher.message());
      const grpc::Status ended = watcher.Finish();
      EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE)
          << Describe(ended);
    }
  }

  // After Run: reads on from its last token until the newest event.
  void CatchUp(Client& client) {
    Watcher watcher(
        client, token_.empty() ? WatchFromRevision(1) : WatchFromToken(token_));
    while (watcher.Next()) {
      Take(watcher.message());
      if (watcher.message().caught_up()) return;
    }
    ADD_FAILURE() << "the stream ended: " << Describe(watcher.Finish());
  }

  const std::vector<v1::Event>& events() const { return events_; }

 private:
  void Take(const v1::WatchResponse& message) {
    events_.insert(events_.end(), message.events().begin(),
                   message.events().end());
    if (!message.resume_token().empty()) token_ = message.resume_token();
  }

  std::string token_;
  std::vector<v1::Event> events_;
};

// What the workers of one subscription got between them. Thread-safe.
class Ledger {
 public:
  using Place = std::pair<int64_t, int32_t>;

  static Place PlaceOf(const v1::Event& event) {
    return {event.revision(), event.index()};
  }

  // Takes one delivery of a pull that began when `acknowledged` was.
  void Take(const v1::Delivery& delivery, Place acknowledged) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const v1::Event& event = delivery.event();
    EXPECT_GT(PlaceOf(event), acknowledged)
        << "after it was acknowledged: " << Line(event);
    const int seen = ++deliveries_[event.id()];
    // Deliveries whose answer a crash took are counted by the server alone.
    EXPECT_GE(delivery.delivery_attempt(), seen) << Line(event);
    if (seen == 1) events_.push_back(event);
  }

  void Acknowledge(Place place) {
    const std::lock_guard<std::mutex> lock(mutex_);
    acknowledged_ = std::max(acknowledged_, place);
  }

  Place acknowledged() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return acknowledged_;
  }

  // Each event once, in the order they first came.
  std::vector<v1::Event> events() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return events_;
  }

 private:
  mutable std::mutex mutex_;
  Place acknowledged_;
  std::map<std::string, int> deliveries_;  // by event id
  std::vector<v1::Event> events_;
};

// Pulls from the one subscription of the test; leaves some leases to run out,
// as a worker that dies does.
class Worker {
 public:
  static constexpr char kSubscription[] = "subscriptions/crash";

  Worker(Ledger* ledger, unsigned seed) : ledger_(ledger), random_(seed) {}

  static void CreateSubscription(Client& client) {
    v1::CreateSubscriptionRequest request;
    request.set_subscription_id("crash");
    // So many that a killed server parks none of them.
    request.mutable_subscription()->set_max_delivery_attempts(100);
    request.mutable_start()->set_revision(1);
    const auto made = client.Call(request);
    EXPECT_TRUE(made.ok()) << Describe(made.status);
  }

  void Run(Service& service) {
    Service::Life life = service.Await(0);
    while (life.client != nullptr) {
      const bool abandons = random_() % 4 == 0;
      if (!Work(*life.client, abandons)) life = service.Await(life.number);
    }
  }

  // After Run: pulls and acknowledges until there is nothing more.
  void CatchUp(Client& client) {
    do {
      ASSERT_TRUE(Work(client, false));
    } while (!caught_up_);
  }

 private:
  // One pull and what follows; false: the server is gone.
  bool Work(Client& client, bool abandons) {
    v1::PullRequest pull;
    pull.set_subscription(kSubscription);
    pull.set_max_events(1 + static_cast<int>(random_() % 50));
    pull.mutable_lease()->set_seconds(1);
    pull.mutable_wait()->set_seconds(2);
    const Ledger::Place acknowledged = ledger_->acknowledged();
    const auto pulled = client.Call(pull);
    if (!pulled.ok()) return Gone(pulled.status);
    for (const v1::Delivery& delivery : pulled->deliveries()) {
      ledger_->Take(delivery, acknowledged);
    }
    caught_up_ = pulled->caught_up();
    const int count = pulled->deliveries_size();
    return count == 0 || abandons ||
           Acknowledge(client, pulled->deliveries(count - 1));
  }

  bool Acknowledge(Client& client, const v1::Delivery& last) {
    v1::AcknowledgeRequest request;
    request.set_subscription(kSubscription);
    request.set_token(last.acknowledge_token());
    const auto answer = client.Call(request);
    // Slower than the lease: it comes again.
    if (ReasonOf(answer.status) == "LEASE_ENDED") {
      caught_up_ = false;
      return true;
    }
    if (!answer.ok()) return Gone(answer.status);
    ledger_->Acknowledge(Ledger::PlaceOf(last.event()));
    return true;
  }

  static bool Gone(const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE)
        << Describe(status);
    return false;
  }

  Ledger* const ledger_;
  std::mt19937 random_;
  bool caught_up_ = false;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_
