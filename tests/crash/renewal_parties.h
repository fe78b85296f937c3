#ifndef MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_
#define MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_

#include <gtest/gtest.h>

#include <condition_variable>
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

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_CRASH_RENEWAL_PARTIES_H_
