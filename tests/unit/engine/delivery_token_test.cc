#include "services/engine/delivery_token.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/domain/testing.h"

namespace mandated::engine {
namespace {

using domain::IsError;
using domain::IsOk;
using mandates::storage::v1::DeliveryToken;

DeliveryToken Sample() {
  DeliveryToken token;
  token.set_store_id("store");
  token.set_subscription_uid("uid");
  token.set_generation(3);
  token.set_lease(7);
  token.mutable_place()->set_revision(1'000);
  token.mutable_place()->set_index(2);
  token.set_events(5);
  return token;
}

absl::StatusOr<DeliveryToken> Read(std::string_view token) {
  return ReadDeliveryToken(token, "store", "uid", "subscriptions/desk");
}

TEST(DeliveryTokenTest, IsReadAsItWasMade) {
  const auto read = Read(MakeDeliveryToken(Sample()));

  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), Sample().SerializeAsString());
}

TEST(DeliveryTokenTest, WhateverIsChangedInItIsNoticed) {
  const std::string token = MakeDeliveryToken(Sample());
  for (size_t at = 0; at < token.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      std::string changed = token;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      EXPECT_FALSE(Read(changed).ok()) << "byte " << at << ", bit " << bit;
    }
    EXPECT_FALSE(Read(token.substr(0, at)).ok()) << at << " bytes";
  }
  EXPECT_THAT(Read(token + "x"), IsError("TOKEN_MALFORMED"));
}

TEST(DeliveryTokenTest, ThatOfAnotherStoreOrSubscriptionIsRefused) {
  DeliveryToken foreign = Sample();
  foreign.set_store_id("other");
  EXPECT_THAT(Read(MakeDeliveryToken(foreign)), IsError("TOKEN_FOREIGN"));
  DeliveryToken other = Sample();
  other.set_subscription_uid("other");
  EXPECT_THAT(Read(MakeDeliveryToken(other)),
              IsError("TOKEN_OF_OTHER_SUBSCRIPTION"));
}

TEST(DeliveryTokenTest, ThatOfAWatchIsNoneOfADelivery) {
  const std::string watch_token(33, '\1');

  EXPECT_FALSE(IsDeliveryToken(watch_token));
  EXPECT_THAT(Read(watch_token), IsError("TOKEN_NOT_DELIVERED"));
  EXPECT_THAT(Read(""), IsError("TOKEN_MALFORMED"));
}

}  // namespace
}  // namespace mandated::engine
