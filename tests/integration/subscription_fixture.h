#ifndef MANDATED_TESTS_INTEGRATION_SUBSCRIPTION_FIXTURE_H_
#define MANDATED_TESTS_INTEGRATION_SUBSCRIPTION_FIXTURE_H_

#include <string>
#include <vector>

#include "tests/integration/rpc_fixture.h"

namespace mandated::testing {

// A server with one subscription, "subscriptions/desk", unless a test makes
// its own.
class SubscriptionTest : public RpcTest {
 protected:
  static constexpr char kDesk[] = "subscriptions/desk";

  // Asks for "subscriptions/ID"; `change` says what it wants.
  template <typename Change>
  Answer<v1::CreateSubscriptionResponse> Create(const std::string& id,
                                                Change change) {
    v1::CreateSubscriptionRequest request;
    request.set_subscription_id(id);
    change(request);
    return client().Call(request);
  }

  void CreateDesk() {
    const auto made = Create("desk", [](v1::CreateSubscriptionRequest&) {});
    ASSERT_TRUE(made.ok()) << Describe(made.status);
  }

  static v1::PullRequest PullOf(const std::string& name, int max_events,
                                int wait_seconds = 0, int lease_seconds = 0) {
    v1::PullRequest request;
    request.set_subscription(name);
    request.set_max_events(max_events);
    request.mutable_wait()->set_seconds(wait_seconds);
    if (lease_seconds > 0) request.mutable_lease()->set_seconds(lease_seconds);
    return request;
  }

  v1::PullResponse Pull(int max_events, int wait_seconds = 0,
                        int lease_seconds = 0) {
    const auto answer =
        client().Call(PullOf(kDesk, max_events, wait_seconds, lease_seconds));
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer.response;
  }

  Answer<v1::AcknowledgeResponse> TryAcknowledge(const std::string& token,
                                                 bool release = false) {
    v1::AcknowledgeRequest request;
    request.set_subscription(kDesk);
    request.set_token(token);
    request.set_release(release);
    return client().Call(request);
  }

  int Acknowledge(const v1::Delivery& delivery) {
    const auto answer = TryAcknowledge(delivery.acknowledge_token());
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer->acknowledged();
  }

  v1::Subscription Desk() {
    v1::GetSubscriptionRequest request;
    request.set_name(kDesk);
    const auto answer = client().Call(request);
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer->subscription();
  }

  // Establishes m-1 to m-COUNT, each an event.
  void MakeEvents(int count) { EstablishMany(count, 2024, 6); }

  // "m-1 x1": which mandate, and which attempt.
  static std::vector<std::string> Spell(const v1::PullResponse& pulled) {
    std::vector<std::string> spelled;
    for (const v1::Delivery& delivery : pulled.deliveries()) {
      const std::string& name = delivery.event().mandate().name();
      spelled.push_back(absl::StrCat(name.substr(name.rfind('/') + 1), " x",
                                     delivery.delivery_attempt()));
    }
    return spelled;
  }
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_SUBSCRIPTION_FIXTURE_H_
