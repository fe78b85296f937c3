#include "clients/mandatectl/remind/signature.h"

#include <gtest/gtest.h>

#include "clients/mandatectl/remind/cloud_event.h"
#include "clients/mandatectl/remind/retry.h"
#include "nlohmann/json.hpp"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

// The example of the specification, standardwebhooks.com.
TEST(SignatureTest, SignsAsTheSpecificationsExample) {
  const auto secret = ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  ASSERT_TRUE(secret.ok()) << secret.status();
  EXPECT_EQ(Sign(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                 absl::FromUnixSeconds(1614265330), "{\"test\": 2432232314}"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(SignatureTest, AShortSecretIsRefusedAndNotRepeated) {
  const auto secret = ParseSecret("hunter2");
  EXPECT_THAT(secret, FailsWith("has 7 bytes"));
  EXPECT_EQ(secret.status().message().find("hunter2"), std::string::npos);
  EXPECT_THAT(ParseSecret("whsec_***"), FailsWith("not base64"));
}

TEST(SignatureTest, AnEventIsOneCloudEventWheneverItIsDelivered) {
  mandates::v1::Event event;
  event.set_id("3f0e");
  event.set_revision(7);
  event.set_type(mandates::v1::EVENT_TYPE_LAPSED);
  event.mutable_mandate()->set_name("mandates/a");
  event.mutable_time()->set_seconds(86'400);
  const std::string text = ToCloudEvent(event);
  EXPECT_EQ(text, ToCloudEvent(event));
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["specversion"], "1.0");
  EXPECT_EQ(json["id"], "3f0e");
  EXPECT_EQ(json["type"], "mandates.v1.lapsed");
  EXPECT_EQ(json["subject"], "mandates/a");
  EXPECT_EQ(json["time"], "1970-01-02T00:00:00+00:00");
  EXPECT_EQ(json["sequence"], "0000000000000000007.000000");
  EXPECT_EQ(json["data"]["id"], "3f0e");
}

TEST(RetryTest, DelaysDoubleUpToTheMostAndVary) {
  std::mt19937 random(1);
  const RetryPolicy policy;
  for (int attempt = 1; attempt < 10; ++attempt) {
    const absl::Duration span =
        std::min(absl::Seconds(1 << (attempt - 1)), policy.delay_max);
    const absl::Duration delay =
        DelayAfter(attempt, absl::ZeroDuration(), policy, random);
    EXPECT_LE(delay, span);
    EXPECT_GE(delay, std::min(span / 2, policy.delay_max));
  }
  EXPECT_EQ(DelayAfter(1, absl::Seconds(20), policy, random),
            absl::Seconds(20));
  EXPECT_EQ(DelayAfter(1, absl::Hours(1), policy, random), policy.delay_max);
}

}  // namespace
}  // namespace mandated::mandatectl::remind
