#include "services/engine/subscription_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <vector>

#include "tests/unit/domain/testing.h"

namespace mandated::engine {
namespace {

using domain::IsError;
using domain::IsOk;
using mandates::storage::v1::DeliveryToken;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
constexpr absl::Duration kMinute = absl::Minutes(1);

Position At(int64_t revision) { return {.revision = revision, .index = 0}; }

std::vector<Position> Places(std::vector<int64_t> revisions) {
  std::vector<Position> places;
  for (const int64_t revision : revisions) places.push_back(At(revision));
  return places;
}

// Leases the events at `revisions` for a minute, as a pull at `now` does.
DeliveryPlan PullAt(SubscriptionState& state, std::vector<int64_t> revisions,
                    absl::Time now = kNow, int attempts_max = 10) {
  const std::vector<Position> places = Places(std::move(revisions));
  DeliveryPlan plan = PlanDelivery(state.log(), places, attempts_max);
  Lease(state, false, places, plan, now + kMinute);
  return plan;
}

// The token of the `count`th event of the newest lease, at `revision`.
DeliveryToken TokenOf(const SubscriptionState& state, int64_t revision,
                      int count) {
  DeliveryToken token;
  token.set_generation(state.generation());
  token.set_lease(state.lease_newest());
  *token.mutable_place() = ToPlace(At(revision));
  token.set_events(count);
  return token;
}

TEST(SubscriptionStateTest, LeaseLastsUntilItsEndExclusive) {
  SubscriptionState state;
  PullAt(state, {1, 2});

  EXPECT_TRUE(IsLeased(state, kNow));
  EXPECT_TRUE(IsLeased(state, kNow + kMinute - absl::Nanoseconds(1)));
  EXPECT_FALSE(IsLeased(state, kNow + kMinute));
}

TEST(SubscriptionStateTest, LeaseOfAClockThatJumpedBackIsNone) {
  SubscriptionState state;
  PullAt(state, {1, 2});

  EXPECT_FALSE(IsLeased(state, kNow - absl::Hours(24)));
}

TEST(SubscriptionStateTest, AcknowledgingTakesAllUpToTheToken) {
  SubscriptionState state;
  PullAt(state, {1, 2, 3});

  EXPECT_EQ(*Acknowledge(state, TokenOf(state, 2, 2), false, kNow), 2);

  EXPECT_EQ(ToPosition(state.log().acknowledged()), At(2));
  EXPECT_TRUE(IsLeased(state, kNow));
  EXPECT_EQ(*Acknowledge(state, TokenOf(state, 3, 3), false, kNow), 1);
  EXPECT_FALSE(IsLeased(state, kNow));
}

TEST(SubscriptionStateTest, AcknowledgingNeverGoesBack) {
  SubscriptionState state;
  PullAt(state, {1, 2, 3});
  const DeliveryToken first = TokenOf(state, 1, 1);
  ASSERT_THAT(Acknowledge(state, TokenOf(state, 3, 3), false, kNow), IsOk());

  EXPECT_EQ(*Acknowledge(state, first, false, kNow + 2 * kMinute), 0);

  EXPECT_EQ(ToPosition(state.log().acknowledged()), At(3));
}

TEST(SubscriptionStateTest, AcknowledgingAfterTheLeaseIsRefused) {
  SubscriptionState state;
  PullAt(state, {1, 2});
  const DeliveryToken token = TokenOf(state, 2, 2);

  EXPECT_THAT(Acknowledge(state, token, false, kNow + kMinute),
              IsError("LEASE_ENDED"));

  PullAt(state, {1, 2}, kNow + kMinute);
  EXPECT_THAT(Acknowledge(state, token, false, kNow + kMinute),
              IsError("LEASE_ENDED"));
}

TEST(SubscriptionStateTest, AcknowledgingBeyondTheLeaseIsRefused) {
  SubscriptionState state;
  PullAt(state, {1, 2});

  EXPECT_THAT(Acknowledge(state, TokenOf(state, 3, 3), false, kNow),
              IsError("TOKEN_NOT_DELIVERED"));
  DeliveryToken later = TokenOf(state, 1, 1);
  later.set_lease(state.lease_newest() + 1);
  EXPECT_THAT(Acknowledge(state, later, false, kNow),
              IsError("TOKEN_NOT_DELIVERED"));
}

TEST(SubscriptionStateTest, ReleaseEndsTheLeaseAndKeepsTheCount) {
  SubscriptionState state;
  PullAt(state, {1, 2});

  ASSERT_THAT(Acknowledge(state, TokenOf(state, 0, 0), true, kNow), IsOk());

  EXPECT_FALSE(IsLeased(state, kNow));
  EXPECT_THAT(PullAt(state, {1, 2, 3}).attempts, ElementsAre(2, 2, 1));
}

TEST(SubscriptionStateTest, TheLastAttemptIsMadeAlone) {
  SubscriptionState state;
  PullAt(state, {1, 2}, kNow, 2);

  const DeliveryPlan alone = PullAt(state, {1, 2, 3}, kNow + kMinute, 2);
  EXPECT_EQ(alone.park, 0U);
  EXPECT_THAT(alone.attempts, ElementsAre(2));

  const DeliveryPlan next = PullAt(state, {1, 2, 3}, kNow + 2 * kMinute, 2);
  EXPECT_EQ(next.park, 1U);
  EXPECT_THAT(next.attempts, ElementsAre(2));
  EXPECT_EQ(ToPosition(state.log().acknowledged()), At(1));
}

TEST(SubscriptionStateTest, AllMayBeParkedWithoutALease) {
  SubscriptionState state;
  PullAt(state, {1}, kNow, 1);

  const DeliveryPlan plan = PullAt(state, {1}, kNow + kMinute, 1);

  EXPECT_EQ(plan.park, 1U);
  EXPECT_THAT(plan.attempts, IsEmpty());
  EXPECT_FALSE(state.has_lease());
}

TEST(SubscriptionStateTest, RestartVoidsTokensAttemptsAndBacklog) {
  SubscriptionState state;
  state.set_backlog_newest(4);
  PullAt(state, {1, 2});
  const DeliveryToken token = TokenOf(state, 2, 2);

  Restart(state, At(0));

  EXPECT_FALSE(HasBacklog(state));
  EXPECT_THAT(Acknowledge(state, token, false, kNow), IsError("LEASE_ENDED"));
  EXPECT_THAT(PullAt(state, {1, 2}).attempts, ElementsAre(1, 1));
}

TEST(SubscriptionStateTest, SkippingNeverGoesBack) {
  SubscriptionState state;
  SkipTo(state, At(5));
  SkipTo(state, At(3));

  EXPECT_EQ(ToPosition(state.log().acknowledged()), At(5));
}

// What a subscription must do, spelled out event by event.
struct Model {
  static constexpr int kAttemptsMax = 4;
  int64_t events = 0;               // those there are: 1 to this
  int64_t acknowledged = 0;         // or parked: 1 to this
  std::map<int64_t, int> attempts;  // of each
  std::vector<int64_t> leased;
  std::vector<int64_t> parked;

  std::vector<int64_t> Pull(size_t limit) {
    leased.clear();
    while (acknowledged < events &&
           attempts[acknowledged + 1] == kAttemptsMax) {
      parked.push_back(++acknowledged);
    }
    for (int64_t next = acknowledged + 1;
         next <= events && leased.size() < limit; ++next) {
      const bool last = attempts[next] + 1 == kAttemptsMax;
      if (last && !leased.empty()) break;
      leased.push_back(next);
      if (last) break;
    }
    for (const int64_t one : leased) ++attempts[one];
    return leased;
  }
};

TEST(SubscriptionStateTest, MovesAsTheModelDoesWhateverHappens) {
  std::mt19937_64 random = domain::Chance();
  const auto below = [&](int64_t end) {
    return std::uniform_int_distribution<int64_t>(0, end - 1)(random);
  };
  for (int history = 0; history < 200; ++history) {
    SubscriptionState state;
    Model model;
    std::vector<int64_t> parked;
    absl::Time now = kNow;
    for (int step = 0; step < 60; ++step) {
      model.events += below(4);
      now += 2 * kMinute;  // every lease before has run out
      const auto limit = static_cast<size_t>(below(6) + 8);
      std::vector<int64_t> offered;
      for (int64_t one = model.acknowledged + 1;
           one <= model.events && offered.size() < limit + 60; ++one) {
        offered.push_back(one);
      }
      // The lane sees `limit` events; the model must see as many.
      offered.resize(std::min(offered.size(), limit));
      const DeliveryPlan plan =
          PullAt(state, offered, now, Model::kAttemptsMax);
      for (size_t i = 0; i < plan.park; ++i) parked.push_back(offered[i]);
      const size_t room = limit > plan.park ? limit - plan.park : 0;
      const std::vector<int64_t> expected = model.Pull(room);

      std::vector<int64_t> delivered(
          offered.begin() + static_cast<ptrdiff_t>(plan.park),
          offered.begin() +
              static_cast<ptrdiff_t>(plan.park + plan.attempts.size()));
      ASSERT_EQ(delivered, expected);
      for (size_t i = 0; i < delivered.size(); ++i) {
        ASSERT_EQ(plan.attempts[i], model.attempts[delivered[i]]);
      }
      ASSERT_EQ(parked, model.parked);
      ASSERT_LE(state.log().attempts_size(), Model::kAttemptsMax);
      if (delivered.empty() || below(3) == 0) continue;
      const auto count = below(static_cast<int64_t>(delivered.size())) + 1;
      const int64_t last = delivered[static_cast<size_t>(count - 1)];
      const auto taken = Acknowledge(
          state, TokenOf(state, last, static_cast<int>(count)), false, now);
      ASSERT_THAT(taken, IsOk());
      ASSERT_EQ(*taken, count);
      model.acknowledged = last;
      ASSERT_EQ(ToPosition(state.log().acknowledged()), At(last));
    }
  }
}

}  // namespace
}  // namespace mandated::engine
