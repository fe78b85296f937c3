#include <chrono>
#include <thread>

#include "tests/integration/subscription_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(SubscriptionTest, DeliversInOrderWhatFollowsItsCreation) {
  Record(DueAt54("before", 90));
  CreateDesk();
  MakeEvents(3);

  const v1::PullResponse first = Pull(2);
  EXPECT_THAT(Spell(first), ElementsAre("m-1 x1", "m-2 x1"));
  EXPECT_FALSE(first.caught_up());
  EXPECT_TRUE(first.has_lease_expire_time());
  EXPECT_EQ(Acknowledge(first.deliveries(1)), 2);

  const v1::PullResponse rest = Pull(10);
  EXPECT_THAT(Spell(rest), ElementsAre("m-3 x1"));
  EXPECT_TRUE(rest.caught_up());
  EXPECT_EQ(Acknowledge(rest.deliveries(0)), 1);
  EXPECT_THAT(Spell(Pull(10)), IsEmpty());
}

TEST_F(SubscriptionTest, WhatOneWorkerHasOnLeaseNoOtherGets) {
  CreateDesk();
  MakeEvents(3);
  const v1::PullResponse mine = Pull(2);

  const v1::PullResponse other = Pull(2);

  EXPECT_THAT(Spell(other), IsEmpty());
  EXPECT_FALSE(other.caught_up());
  EXPECT_EQ(other.lease_expire_time().seconds(),
            mine.lease_expire_time().seconds());
}

TEST_F(SubscriptionTest, LeaseThatRanOutIsDeliveredAgainInOrderAndCounted) {
  CreateDesk();
  MakeEvents(3);
  const v1::PullResponse lost = Pull(2, 0, 1);

  const v1::PullResponse again = Pull(10, 30);

  EXPECT_THAT(Spell(again), ElementsAre("m-1 x2", "m-2 x2", "m-3 x1"));
  const auto late = TryAcknowledge(lost.deliveries(1).acknowledge_token());
  EXPECT_EQ(ReasonOf(late.status), "LEASE_ENDED");
  EXPECT_EQ(Acknowledge(again.deliveries(2)), 3);
}

TEST_F(SubscriptionTest, AcknowledgedInPartTheRestStaysOnLease) {
  CreateDesk();
  MakeEvents(3);
  const v1::PullResponse pulled = Pull(3, 0, 1);

  const auto answer = TryAcknowledge(pulled.deliveries(0).acknowledge_token());

  EXPECT_EQ(answer->acknowledged(), 1);
  EXPECT_EQ(answer->leased(), 2);
  EXPECT_THAT(Spell(Pull(3)), IsEmpty());
  EXPECT_THAT(Spell(Pull(3, 30)), ElementsAre("m-2 x2", "m-3 x2"));
}

TEST_F(SubscriptionTest, AcknowledgingAgainChangesNothing) {
  CreateDesk();
  MakeEvents(2);
  const v1::PullResponse pulled = Pull(2);
  EXPECT_EQ(Acknowledge(pulled.deliveries(1)), 2);

  EXPECT_EQ(Acknowledge(pulled.deliveries(1)), 0);
  EXPECT_EQ(Acknowledge(pulled.deliveries(0)), 0);

  EXPECT_THAT(Spell(Pull(2)), IsEmpty());
}

TEST_F(SubscriptionTest, ReleasedEventsAreThereAtOnceForTheNext) {
  CreateDesk();
  MakeEvents(2);
  const v1::PullResponse pulled = Pull(2);

  ASSERT_TRUE(TryAcknowledge(pulled.lease_token(), true).ok());

  EXPECT_THAT(Spell(Pull(2)), ElementsAre("m-1 x2", "m-2 x2"));
}

TEST_F(SubscriptionTest, PullThatWaitsGetsTheEventThatComes) {
  CreateDesk();
  Answer<v1::PullResponse> waited;
  std::thread waiter([&] { waited = client().Call(PullOf(kDesk, 10, 50)); });

  MakeEvents(1);
  waiter.join();

  ASSERT_TRUE(waited.ok()) << Describe(waited.status);
  EXPECT_THAT(Spell(waited.response), ElementsAre("m-1 x1"));
}

TEST_F(SubscriptionTest, PullThatWaitsGetsWhatAnotherWorkerGivesBack) {
  CreateDesk();
  MakeEvents(2);
  const v1::PullResponse mine = Pull(2, 0, 600);
  Answer<v1::PullResponse> waited;
  std::thread waiter([&] { waited = client().Call(PullOf(kDesk, 10, 50)); });

  ASSERT_TRUE(
      TryAcknowledge(mine.deliveries(0).acknowledge_token(), true).ok());
  waiter.join();

  EXPECT_THAT(Spell(waited.response), ElementsAre("m-2 x2"));
}

TEST_F(SubscriptionTest, TheLastAttemptIsMadeAloneAndThenTheEventIsParked) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->set_max_delivery_attempts(2);
  });
  MakeEvents(3);
  EXPECT_THAT(Spell(Pull(3, 0, 1)), ElementsAre("m-1 x1", "m-2 x1", "m-3 x1"));
  EXPECT_THAT(Spell(Pull(3, 30, 1)), ElementsAre("m-1 x2"));

  const v1::PullResponse next = Pull(3, 30);

  EXPECT_THAT(Spell(next), ElementsAre("m-2 x2"));
  EXPECT_EQ(Desk().progress().dead_letters(), 1);
  v1::ListDeadLettersRequest list;
  list.set_subscription(kDesk);
  const auto letters = client().Call(list);
  ASSERT_THAT(letters->dead_letters(), SizeIs(1));
  const v1::DeadLetter& letter = letters->dead_letters(0);
  EXPECT_EQ(letter.name(), "subscriptions/desk/deadLetters/1");
  EXPECT_EQ(letter.event().mandate().name(), "mandates/m-1");
  EXPECT_EQ(letter.delivery_attempts(), 2);
  EXPECT_TRUE(letter.has_park_time());
}

TEST_F(SubscriptionTest, DeadLettersAreReplayedFirstWithFreshAttempts) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->set_max_delivery_attempts(1);
  });
  MakeEvents(2);
  EXPECT_THAT(Spell(Pull(2, 0, 1)), ElementsAre("m-1 x1"));
  const v1::PullResponse second = Pull(2, 30);
  EXPECT_THAT(Spell(second), ElementsAre("m-2 x1"));
  EXPECT_EQ(Acknowledge(second.deliveries(0)), 1);
  Record(DueAt54("later", 91));

  v1::ReplayDeadLettersRequest replay;
  replay.set_subscription(kDesk);
  EXPECT_EQ(client().Call(replay)->replayed(), 1);

  const v1::PullResponse replayed = Pull(10);
  EXPECT_THAT(Spell(replayed), ElementsAre("m-1 x1"));
  EXPECT_EQ(Acknowledge(replayed.deliveries(0)), 1);
  EXPECT_THAT(Spell(Pull(10)), ElementsAre("later x1"));
  EXPECT_EQ(Desk().progress().dead_letters(), 0);
}

TEST_F(SubscriptionTest, PurgedDeadLettersAreGone) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->set_max_delivery_attempts(1);
  });
  MakeEvents(1);
  EXPECT_THAT(Spell(Pull(1, 0, 1)), ElementsAre("m-1 x1"));
  EXPECT_THAT(Spell(Pull(1, 2)), IsEmpty());
  v1::PurgeDeadLettersRequest purge;
  purge.set_subscription(kDesk);
  purge.add_names("subscriptions/desk/deadLetters/1");

  EXPECT_EQ(client().Call(purge)->purged(), 1);

  EXPECT_EQ(ReasonOf(client().Call(purge).status), "DEAD_LETTER_NOT_FOUND");
}

TEST_F(SubscriptionTest, SurvivesSigkillWithItsPlaceItsLeaseAndItsAttempts) {
  CreateDesk();
  MakeEvents(3);
  EXPECT_EQ(Acknowledge(Pull(1).deliveries(0)), 1);
  const v1::PullResponse pulled = Pull(1, 0, 600);
  server().Kill();
  StartServer();

  EXPECT_THAT(Spell(Pull(10)), IsEmpty());
  ASSERT_TRUE(TryAcknowledge(pulled.lease_token(), true).ok());
  EXPECT_THAT(Spell(Pull(10)), ElementsAre("m-2 x2", "m-3 x1"));
}

TEST_F(SubscriptionTest, SelectsByFilterTypeAndLead) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->set_filter("name = \"mandates/m-2\"");
    request.mutable_subscription()->add_event_types(v1::EVENT_TYPE_EXPIRING);
    request.mutable_subscription()->add_leads("P1M");
  });
  MakeEvents(3);
  ASSERT_TRUE(client().AdvanceTo(Day(2024, 6, 1)).ok());

  const v1::PullResponse pulled = Pull(10);

  ASSERT_THAT(Spell(pulled), ElementsAre("m-2 x1"));
  EXPECT_EQ(pulled.deliveries(0).event().lead(), "P1M");
}

TEST_F(SubscriptionTest, SnapshotStartGivesTheOpenWindowsThenTheLog) {
  MakeEvents(2);
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 12, 20)).ok());
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_start()->mutable_snapshot();
  });
  Record(DueAt54("later", 91));

  const v1::PullResponse windows = Pull(10);
  EXPECT_THAT(Spell(windows), ElementsAre("m-1 x1", "m-2 x1"));
  EXPECT_TRUE(windows.deliveries(0).event().snapshot());
  EXPECT_EQ(Desk().progress().lag_events(), 4);  // with LAPSED, at once
  EXPECT_EQ(Acknowledge(windows.deliveries(1)), 2);

  EXPECT_THAT(Spell(Pull(10)), ElementsAre("later x1", "later x1"));
}

TEST_F(SubscriptionTest, SeekGoesBackToAnAcknowledgedPlace) {
  CreateDesk();
  MakeEvents(2);
  const std::string start = Desk().progress().acknowledged_token();
  EXPECT_EQ(Acknowledge(Pull(2).deliveries(1)), 2);

  v1::SeekRequest seek;
  seek.set_subscription(kDesk);
  seek.mutable_start()->set_resume_token(start);
  ASSERT_TRUE(client().Call(seek).ok());

  EXPECT_THAT(Spell(Pull(2)), ElementsAre("m-1 x1", "m-2 x1"));
}

TEST_F(SubscriptionTest, SeekToARevisionEndsTheLeaseInForce) {
  CreateDesk();
  MakeEvents(2);
  const v1::PullResponse pulled = Pull(2);
  v1::SeekRequest seek;
  seek.set_subscription(kDesk);
  seek.mutable_start()->set_revision(pulled.deliveries(1).event().revision());

  ASSERT_TRUE(client().Call(seek).ok());

  EXPECT_EQ(
      ReasonOf(TryAcknowledge(pulled.deliveries(0).acknowledge_token()).status),
      "LEASE_ENDED");
  EXPECT_THAT(Spell(Pull(2)), ElementsAre("m-2 x1"));
}

TEST_F(SubscriptionTest, LagCountsWhatWaitsAndSaysSinceWhen) {
  CreateDesk();
  EXPECT_EQ(Desk().progress().lag_events(), 0);
  EXPECT_FALSE(Desk().progress().has_oldest_commit_time());
  MakeEvents(3);
  EXPECT_EQ(Acknowledge(Pull(1).deliveries(0)), 1);

  const v1::Subscription desk = Desk();

  EXPECT_EQ(desk.progress().lag_events(), 2);
  EXPECT_TRUE(desk.progress().has_oldest_commit_time());
  const auto info = client().Call(v1::GetServerInfoRequest());
  ASSERT_THAT(info->subscription_lags(), SizeIs(1));
  EXPECT_EQ(info->subscription_lags(0).subscription(), kDesk);
  EXPECT_EQ(info->subscription_lags(0).progress().lag_events(), 2);
}

TEST_F(SubscriptionTest, LeadOfASubscriptionIsAnnouncedAndGoesWithIt) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->add_leads("P45D");
  });
  EXPECT_THAT(client().Call(v1::GetServerInfoRequest())->leads(),
              Contains("P45D"));
  MakeEvents(1);
  EXPECT_EQ(Acknowledge(Pull(1).deliveries(0)), 1);
  ASSERT_TRUE(client().AdvanceTo(Day(2024, 5, 1)).ok());
  const v1::PullResponse pulled = Pull(10);
  ASSERT_THAT(Spell(pulled), ElementsAre("m-1 x1"));
  EXPECT_EQ(pulled.deliveries(0).event().lead(), "P45D");
  EXPECT_EQ(Spelled(pulled.deliveries(0).event().date()), "2024-4-17");

  v1::DeleteSubscriptionRequest drop;
  drop.set_name(kDesk);
  ASSERT_TRUE(client().Call(drop).ok());

  EXPECT_THAT(client().Call(v1::GetServerInfoRequest())->leads(),
              Not(Contains("P45D")));
}

TEST_F(SubscriptionTest, UpdateChangesTheFieldsOfTheMaskAlone) {
  Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->set_description("before");
    request.mutable_subscription()->add_leads("P45D");
  });
  const v1::Subscription before = Desk();
  v1::UpdateSubscriptionRequest update;
  update.mutable_subscription()->set_name(kDesk);
  update.mutable_subscription()->set_description("after");
  update.mutable_subscription()->set_etag(before.etag());
  update.mutable_update_mask()->add_paths("description");

  const auto changed = client().Call(update);

  ASSERT_TRUE(changed.ok()) << Describe(changed.status);
  EXPECT_EQ(changed->subscription().description(), "after");
  EXPECT_THAT(changed->subscription().leads(), ElementsAre("P45D"));
  EXPECT_NE(changed->subscription().etag(), before.etag());
  EXPECT_EQ(ReasonOf(client().Call(update).status), "ETAG_STALE");
}

TEST_F(SubscriptionTest, StreamSendsTheNextOnceTheLastIsAcknowledged) {
  CreateDesk();
  MakeEvents(3);
  v1::StreamSubscriptionRequest request;
  request.set_subscription(kDesk);
  request.set_max_events(2);
  grpc::ClientContext context;
  const auto stream = client().expiry().StreamSubscription(&context, request);
  v1::StreamSubscriptionResponse message;

  ASSERT_TRUE(stream->Read(&message));
  ASSERT_THAT(message.deliveries(), SizeIs(2));
  EXPECT_EQ(Acknowledge(message.deliveries(1)), 2);
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_THAT(message.deliveries(), SizeIs(1));
  EXPECT_EQ(message.deliveries(0).event().mandate().name(), "mandates/m-3");
  EXPECT_EQ(Acknowledge(message.deliveries(0)), 1);

  context.TryCancel();
  while (stream->Read(&message)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(SubscriptionTest, ShutdownEndsPullsAndStreamsThatWait) {
  CreateDesk();
  v1::StreamSubscriptionRequest request;
  request.set_subscription(kDesk);
  grpc::ClientContext context;
  const auto stream = client().expiry().StreamSubscription(&context, request);
  Client other = NewClient();
  Answer<v1::PullResponse> waited;
  std::thread waiter([&] { waited = other.Call(PullOf(kDesk, 10, 50)); });
  // gRPC itself cuts a call that arrives while the server ends: both are there.
  while (client().Call(v1::GetServerInfoRequest())->watchers() < 2) {
  }
  MakeEvents(1);  // one of them gets it, the other waits for the lease
  v1::StreamSubscriptionResponse message;

  server().BeginTermination();
  waiter.join();
  while (stream->Read(&message)) {
  }

  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(waited.ok() ||
              waited.status.error_code() == grpc::StatusCode::UNAVAILABLE)
      << Describe(waited.status);
}

}  // namespace
}  // namespace mandated::testing
