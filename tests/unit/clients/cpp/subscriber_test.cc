#include "mandates/client/subscriber.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/clients/cpp/testing.h"

namespace mandates::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Delivery;

// What one Pull would return: these events, each acknowledged by "ack ID".
v1::StreamSubscriptionResponse Lease(const std::vector<std::string>& ids,
                                     int attempt = 1) {
  v1::StreamSubscriptionResponse response;
  response.set_lease_token("none of " + ids.front());
  for (const std::string& id : ids) {
    Delivery& delivery = *response.add_deliveries();
    delivery.mutable_event()->set_id(id);
    delivery.set_delivery_attempt(attempt);
    delivery.set_acknowledge_token("ack " + id);
  }
  return response;
}

class SubscriberTest : public FakeServerTest {
 protected:
  SubscriberTest()
      : subscriber_(channel_, {.request = Request(), .random = AtOnce}) {}

  static v1::StreamSubscriptionRequest Request() {
    v1::StreamSubscriptionRequest request;
    request.set_subscription("subscriptions/job");
    return request;
  }

  // Works until `last` was handled; fails with the event `bad`.
  absl::Status WorkUntil(const std::string& last, const std::string& bad = "") {
    return subscriber_.Run([&](const Delivery& delivery) {
      const std::string& id = delivery.event().id();
      if (id == bad) return absl::UnavailableError("cannot handle " + id);
      handled_.push_back(id);
      if (id == last) subscriber_.Stop();
      return absl::OkStatus();
    });
  }

  std::vector<std::string> Tokens() const {
    std::vector<std::string> tokens;
    for (const auto& request : expiry_.acknowledgements) {
      tokens.push_back(request.token());
    }
    return tokens;
  }

  Subscriber subscriber_;
  std::vector<std::string> handled_;
};

TEST_F(SubscriberTest, ResponseIsAcknowledgedOnceAllOfItIsHandled) {
  expiry_.deliveries = {
      {{Lease({"a", "b"}), Lease({"c"})}, grpc::Status::OK, true}};
  EXPECT_TRUE(WorkUntil("c").ok());
  EXPECT_THAT(handled_, ElementsAre("a", "b", "c"));
  EXPECT_THAT(Tokens(), ElementsAre("ack b", "ack c"));
  EXPECT_EQ(expiry_.acknowledgements[0].subscription(), "subscriptions/job");
}

TEST_F(SubscriberTest, FailureAcknowledgesWhatCameBeforeAndReleasesTheRest) {
  expiry_.deliveries = {{{Lease({"a", "b", "c"})}, grpc::Status::OK, true}};
  EXPECT_EQ(WorkUntil("c", "b"), absl::UnavailableError("cannot handle b"));
  EXPECT_THAT(handled_, ElementsAre("a"));
  ASSERT_THAT(Tokens(), ElementsAre("ack a"));
  EXPECT_TRUE(expiry_.acknowledgements[0].release());
}

TEST_F(SubscriberTest, FailureOfTheFirstReleasesAll) {
  expiry_.deliveries = {{{Lease({"a", "b"})}, grpc::Status::OK, true}};
  EXPECT_FALSE(WorkUntil("b", "a").ok());
  ASSERT_THAT(Tokens(), ElementsAre("none of a"));
  EXPECT_TRUE(expiry_.acknowledgements[0].release());
}

TEST_F(SubscriberTest, StopAcknowledgesWhatWasHandledAndReleasesTheRest) {
  expiry_.deliveries = {{{Lease({"a", "b"})}, grpc::Status::OK, true}};
  EXPECT_TRUE(WorkUntil("a").ok());
  EXPECT_THAT(handled_, ElementsAre("a"));
  ASSERT_THAT(Tokens(), ElementsAre("ack a"));
  EXPECT_TRUE(expiry_.acknowledgements[0].release());
}

TEST_F(SubscriberTest, AcknowledgementThatWasLostIsSentAgain) {
  expiry_.deliveries = {{{Lease({"a"})}, kAway},
                        {{Lease({"b"})}, grpc::Status::OK, true}};
  expiry_.answers = {kAway};
  EXPECT_TRUE(WorkUntil("b").ok());
  EXPECT_THAT(handled_, ElementsAre("a", "b"));
  EXPECT_THAT(Tokens(), ElementsAre("ack a", "ack a", "ack b"));
}

TEST_F(SubscriberTest, LeaseThatEndedIsNoErrorAndItsDoublesAreNotHandled) {
  expiry_.deliveries = {
      {{Lease({"a"}), Lease({"a"}, 2), Lease({"b"})}, grpc::Status::OK, true}};
  expiry_.answers = {
      Refusal(grpc::StatusCode::FAILED_PRECONDITION, "LEASE_ENDED", "ran out")};
  EXPECT_TRUE(WorkUntil("b").ok());
  EXPECT_THAT(handled_, ElementsAre("a", "b"));
  EXPECT_THAT(Tokens(), ElementsAre("ack a", "ack a", "ack b"));
}

TEST_F(SubscriberTest, EventThatASeekBringsBackIsHandledAgain) {
  expiry_.deliveries = {
      {{Lease({"a"}), Lease({"a"}), Lease({"b"})}, grpc::Status::OK, true}};
  EXPECT_TRUE(WorkUntil("b").ok());
  EXPECT_THAT(handled_, ElementsAre("a", "a", "b"));
}

TEST_F(SubscriberTest, AcknowledgementThatIsRefusedIsAnError) {
  expiry_.deliveries = {{{Lease({"a"})}, grpc::Status::OK, true}};
  expiry_.answers.assign(2, Refusal(grpc::StatusCode::NOT_FOUND,
                                    "SUBSCRIPTION_NOT_FOUND", "deleted"));
  EXPECT_EQ(WorkUntil("z").code(), absl::StatusCode::kNotFound);
}

TEST_F(SubscriberTest, SignOfLifeAcknowledgesNothing) {
  expiry_.deliveries = {{{{}, Lease({"a"})}, grpc::Status::OK, true}};
  EXPECT_TRUE(WorkUntil("a").ok());
  EXPECT_THAT(Tokens(), ElementsAre("ack a"));
}

TEST_F(SubscriberTest, RefusalIsAnErrorAndAcknowledgesNothing) {
  expiry_.deliveries = {{{},
                         Refusal(grpc::StatusCode::NOT_FOUND,
                                 "SUBSCRIPTION_NOT_FOUND", "no such")}};
  EXPECT_EQ(WorkUntil("a").code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(expiry_.acknowledgements, IsEmpty());
  EXPECT_EQ(expiry_.subscribed, 1);
}

}  // namespace
}  // namespace mandates::client
