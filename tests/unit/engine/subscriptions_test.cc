#include "services/engine/subscriptions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "services/engine/subscription_state.h"
#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Calls one of the asynchronous changes and waits for its answer.
template <typename Result, typename Call>
absl::StatusOr<Result> Await(Call call) {
  std::promise<absl::StatusOr<Result>> answered;
  call([&](absl::StatusOr<Result> answer) {
    answered.set_value(std::move(answer));
  });
  return answered.get_future().get();
}

// An engine with subscriptions, whose machine clock stands until it is moved.
class SubscriptionsTest : public ::testing::Test {
 protected:
  SubscriptionsTest()
      : machine_(&system_, absl::FromUnixSeconds(1'700'000'000), 0),
        subscriptions_(&engine_.store(), &engine_.writer(), &machine_,
                       {"P1M"}) {}

  absl::StatusOr<StoredSubscription> Create(const std::string& id) {
    mandates::v1::Subscription wanted;
    wanted.set_max_delivery_attempts(10);
    return Await<StoredSubscription>([&](auto done) {
      subscriptions_.Create(id, wanted, StartPoint(), false, std::move(done));
    });
  }

  // Offers the next `limit` events of the whole log.
  absl::StatusOr<Leased> Lease(const std::string& id, size_t limit) {
    const auto stored = subscriptions_.Read(id);
    if (!stored.ok()) return stored.status();
    Offer offer{.id = id,
                .state_revision = stored->state_revision,
                .lease = absl::Seconds(60)};
    const storage::Position after =
        ToPosition(stored->state.log().acknowledged());
    for (auto& event : engine_.Log(0)) {
      const storage::Position place{.revision = event.revision(),
                                    .index = event.index()};
      if (place <= after || offer.places.size() == limit) continue;
      offer.places.push_back(place);
      offer.events.push_back(std::move(event));
    }
    return Await<Leased>([&](auto done) {
      subscriptions_.Lease(std::move(offer), std::move(done));
    });
  }

  absl::StatusOr<mandates::v1::AcknowledgeResponse> Acknowledge(
      const std::string& id, const std::string& token) {
    mandates::v1::AcknowledgeRequest request;
    request.set_token(token);
    return Await<mandates::v1::AcknowledgeResponse>([&](auto done) {
      subscriptions_.Acknowledge(request, id, std::move(done));
    });
  }

  void MakeEvents(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_THAT(engine_.EstablishUntil("m-" + std::to_string(i), "2020-06-01",
                                         "2023-06-01"),
                  IsOk());
    }
  }

  Engine engine_;
  SystemClock system_;
  SimulatedClock machine_;
  Subscriptions subscriptions_;
};

TEST_F(SubscriptionsTest, OfferForAStateOfBeforeIsStale) {
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(2);
  const auto stored = subscriptions_.Read("desk");
  ASSERT_THAT(Lease("desk", 1), IsOk());

  const auto late = Await<Leased>([&](auto done) {
    subscriptions_.Lease(
        {.id = "desk", .state_revision = stored->state_revision},
        std::move(done));
  });

  ASSERT_THAT(late, IsOk());
  EXPECT_TRUE(late->stale);
  EXPECT_THAT(late->deliveries, IsEmpty());
}

TEST_F(SubscriptionsTest, NobodyLeasesWhatIsOnLease) {
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(2);
  ASSERT_THAT(Lease("desk", 1)->deliveries, SizeIs(1));

  EXPECT_TRUE(Lease("desk", 1)->stale);

  machine_.Set(machine_.Now() + absl::Seconds(60));
  const auto again = Lease("desk", 1);
  ASSERT_THAT(again->deliveries, SizeIs(1));
  EXPECT_EQ(again->deliveries[0].delivery_attempt(), 2);
}

TEST_F(SubscriptionsTest, ListenerHearsOfTheNextChangeOnceAndOfNoLease) {
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(2);
  std::atomic<int> heard = 0;
  subscriptions_.Listen("desk", [&] { ++heard; });
  const auto leased = Lease("desk", 2);
  EXPECT_EQ(heard, 0);

  ASSERT_THAT(Acknowledge("desk", leased->deliveries[0].acknowledge_token()),
              IsOk());
  ASSERT_THAT(Acknowledge("desk", leased->deliveries[1].acknowledge_token()),
              IsOk());

  EXPECT_EQ(heard, 1);
}

TEST_F(SubscriptionsTest, ForgottenListenerHearsNothing) {
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(1);
  std::atomic<int> heard = 0;
  subscriptions_.Forget("desk",
                        subscriptions_.Listen("desk", [&] { ++heard; }));
  const auto leased = Lease("desk", 1);

  ASSERT_THAT(Acknowledge("desk", leased->deliveries[0].acknowledge_token()),
              IsOk());

  EXPECT_EQ(heard, 0);
}

TEST_F(SubscriptionsTest, PagesFollowOneAnother) {
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(Create(id), IsOk());

  const auto first = subscriptions_.List("", 2);
  ASSERT_THAT(first->items, SizeIs(2));
  const auto second = subscriptions_.List(first->next_key, 2);

  ASSERT_THAT(second->items, SizeIs(1));
  EXPECT_EQ(second->items[0].subscription.name(), "subscriptions/c");
  EXPECT_EQ(second->next_key, "");
}

// Page tokens hold a key, and their digest is no secret.
TEST_F(SubscriptionsTest, KeyThatSomebodyMadeUpLeadsNowhereElse) {
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(1);
  for (const char* key : {"a", "v", "y", "zzz"}) {
    const auto letters = subscriptions_.ListDeadLetters("desk", key, 10);
    ASSERT_THAT(letters, IsOk()) << key;
    EXPECT_THAT(letters->items, IsEmpty());
    const auto all = subscriptions_.List(key, 10);
    ASSERT_THAT(all, IsOk()) << key;
    EXPECT_EQ(all->items.empty(), std::string(key) > "v");
  }
}

TEST_F(SubscriptionsTest, WorkersSideBySideGetEachEventOnceAndInOrder) {
  constexpr int kWorkers = 4;
  ASSERT_THAT(Create("desk"), IsOk());
  MakeEvents(30);
  const size_t all = engine_.Log(0).size();
  std::mutex mutex;
  std::vector<storage::Position> got;
  std::vector<std::thread> workers;
  for (int w = 0; w < kWorkers; ++w) {
    workers.emplace_back([&] {
      for (;;) {
        const auto leased = Lease("desk", 7);
        ASSERT_THAT(leased, IsOk());
        if (leased->deliveries.empty()) {
          const std::lock_guard<std::mutex> lock(mutex);
          if (got.size() == all) return;
          continue;
        }
        {
          const std::lock_guard<std::mutex> lock(mutex);
          for (const auto& delivery : leased->deliveries) {
            got.push_back({.revision = delivery.event().revision(),
                           .index = delivery.event().index()});
          }
        }
        ASSERT_THAT(
            Acknowledge("desk", leased->deliveries.back().acknowledge_token()),
            IsOk());
      }
    });
  }
  for (std::thread& worker : workers) worker.join();

  EXPECT_EQ(got.size(), all);
  EXPECT_TRUE(std::is_sorted(got.begin(), got.end()));
  EXPECT_EQ(std::adjacent_find(got.begin(), got.end()), got.end());
}

}  // namespace
}  // namespace mandated::engine
