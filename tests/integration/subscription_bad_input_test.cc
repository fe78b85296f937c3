#include "tests/integration/subscription_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAre;

class SubscriptionBadInputTest : public SubscriptionTest {
 protected:
  // Returns the reason why a subscription cannot be created.
  template <typename Change>
  std::string Refusal(Change change, const std::string& id = "other") {
    const auto answer = Create(id, change);
    EXPECT_FALSE(answer.ok());
    last_ = answer.status;
    return ReasonOf(answer.status);
  }

  std::string LeadRefusal(const std::string& lead) {
    return Refusal([&](v1::CreateSubscriptionRequest& request) {
      request.mutable_subscription()->add_leads(lead);
    });
  }

  int CountSubscriptions() {
    return client().Call(v1::ListSubscriptionsRequest())->subscriptions_size();
  }

  grpc::Status last_;
};

TEST_F(SubscriptionBadInputTest, TakenIdIsRefused) {
  CreateDesk();

  EXPECT_EQ(Refusal([](auto&) {}, "desk"), "SUBSCRIPTION_EXISTS");

  EXPECT_EQ(last_.error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(SubscriptionBadInputTest, IdThatIsNoneIsRefused) {
  for (const char* id : {"", "Desk", "9desk", "desk-", "a/b"}) {
    EXPECT_EQ(Refusal([](auto&) {}, id), "NAME_INVALID") << id;
    EXPECT_THAT(FieldsOf(last_), ElementsAre("subscription_id"));
  }
}

TEST_F(SubscriptionBadInputTest, LeadThatIsNoneIsRefused) {
  for (const char* lead : {"-P1D", "P0D", "P10Y1D", "P11Y", "6M", "", "PT5H"}) {
    EXPECT_EQ(LeadRefusal(lead), "LEAD_INVALID") << lead;
    EXPECT_THAT(FieldsOf(last_), ElementsAre("subscription.leads"));
  }
  EXPECT_EQ(CountSubscriptions(), 0);
}

TEST_F(SubscriptionBadInputTest, LeadsOfADayAndOfTenYearsAreTaken) {
  const auto made = Create("desk", [](v1::CreateSubscriptionRequest& request) {
    request.mutable_subscription()->add_leads("P1D");
    request.mutable_subscription()->add_leads("P10Y");
  });

  EXPECT_TRUE(made.ok()) << Describe(made.status);
}

TEST_F(SubscriptionBadInputTest, The65thDistinctLeadIsRefused) {
  // Six are the server's own.
  const auto full = Create("full", [](v1::CreateSubscriptionRequest& request) {
    for (int days = 100; days < 158; ++days) {
      request.mutable_subscription()->add_leads(absl::StrCat("P", days, "D"));
    }
  });
  ASSERT_TRUE(full.ok()) << Describe(full.status);

  EXPECT_EQ(LeadRefusal("P200D"), "TOO_MANY_LEADS");

  EXPECT_EQ(last_.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(CountSubscriptions(), 1);
  EXPECT_TRUE(Create("known", [](v1::CreateSubscriptionRequest& request) {
                request.mutable_subscription()->add_leads("P100D");
              }).ok());
}

TEST_F(SubscriptionBadInputTest, FilterLeaseAttemptsAndMaskAreChecked) {
  EXPECT_EQ(Refusal([](v1::CreateSubscriptionRequest& request) {
              request.mutable_subscription()->set_filter("kind = (");
            }),
            "FILTER_INVALID");
  EXPECT_EQ(Refusal([](v1::CreateSubscriptionRequest& request) {
              request.mutable_subscription()->mutable_lease()->set_seconds(601);
            }),
            "FIELD_OUT_OF_RANGE");
  EXPECT_THAT(FieldsOf(last_), ElementsAre("subscription.lease.seconds"));
  EXPECT_EQ(Refusal([](v1::CreateSubscriptionRequest& request) {
              request.mutable_subscription()->set_max_delivery_attempts(101);
            }),
            "FIELD_OUT_OF_RANGE");
  CreateDesk();
  v1::UpdateSubscriptionRequest update;
  update.mutable_subscription()->set_name(kDesk);
  update.mutable_update_mask()->add_paths("uid");
  EXPECT_EQ(ReasonOf(client().Call(update).status), "PATH_UNKNOWN");
}

TEST_F(SubscriptionBadInputTest, PullOutOfRangeIsRefused) {
  CreateDesk();
  for (const int events : {-1, 1001}) {
    const auto answer = client().Call(PullOf(kDesk, events));
    EXPECT_THAT(FieldsOf(answer.status), ElementsAre("max_events"));
  }
  EXPECT_THAT(FieldsOf(client().Call(PullOf(kDesk, 1, 61)).status),
              ElementsAre("wait.seconds"));
  EXPECT_THAT(FieldsOf(client().Call(PullOf(kDesk, 1, 0, 601)).status),
              ElementsAre("lease.seconds"));
  EXPECT_EQ(ReasonOf(client().Call(PullOf("subscriptions/none", 1)).status),
            "SUBSCRIPTION_NOT_FOUND");
}

TEST_F(SubscriptionBadInputTest, TokenOfAnotherSubscriptionIsRefused) {
  CreateDesk();
  ASSERT_TRUE(Create("other", [](auto&) {}).ok());
  MakeEvents(1);
  const auto other = client().Call(PullOf("subscriptions/other", 1));

  const auto answer = TryAcknowledge(other->deliveries(0).acknowledge_token());

  EXPECT_EQ(ReasonOf(answer.status), "TOKEN_OF_OTHER_SUBSCRIPTION");
  EXPECT_THAT(FieldsOf(answer.status), ElementsAre("token"));
  EXPECT_EQ(Desk().progress().lag_events(), 1);
}

TEST_F(SubscriptionBadInputTest, TokenOfADeletedNamesakeIsRefused) {
  CreateDesk();
  MakeEvents(1);
  const v1::PullResponse pulled = Pull(1);
  v1::DeleteSubscriptionRequest drop;
  drop.set_name(kDesk);
  ASSERT_TRUE(client().Call(drop).ok());
  CreateDesk();

  EXPECT_EQ(
      ReasonOf(TryAcknowledge(pulled.deliveries(0).acknowledge_token()).status),
      "TOKEN_OF_OTHER_SUBSCRIPTION");
}

TEST_F(SubscriptionBadInputTest, WhatWasNeverDeliveredCannotBeAcknowledged) {
  CreateDesk();
  MakeEvents(1);
  v1::ListEventsRequest list;
  list.mutable_start()->set_revision(1);
  const std::string watch_token = client().Call(list)->resume_token();

  EXPECT_EQ(ReasonOf(TryAcknowledge(watch_token).status),
            "TOKEN_NOT_DELIVERED");
  EXPECT_EQ(ReasonOf(TryAcknowledge("rubbish").status), "TOKEN_MALFORMED");
  EXPECT_EQ(ReasonOf(TryAcknowledge("").status), "FIELD_MISSING");

  EXPECT_EQ(Desk().progress().lag_events(), 1);
}

TEST_F(SubscriptionBadInputTest, SeekToNowhereIsRefused) {
  CreateDesk();
  v1::SeekRequest seek;
  seek.set_subscription(kDesk);
  EXPECT_EQ(ReasonOf(client().Call(seek).status), "FIELD_MISSING");
  seek.mutable_start()->set_revision(0);
  EXPECT_EQ(ReasonOf(client().Call(seek).status), "REVISION_INVALID");
  seek.mutable_start()->set_revision(1'000'000);
  EXPECT_EQ(ReasonOf(client().Call(seek).status), "TOKEN_IN_FUTURE");
}

}  // namespace
}  // namespace mandated::testing
