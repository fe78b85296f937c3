#include "mandates/client/recent_ids.h"

#include <gtest/gtest.h>

namespace mandates::client {
namespace {

TEST(RecentIdsTest, IdIsNewOnce) {
  RecentIds ids;
  EXPECT_FALSE(ids.Contains("a"));
  EXPECT_TRUE(ids.Add("a"));
  EXPECT_FALSE(ids.Add("a"));
  EXPECT_TRUE(ids.Contains("a"));
}

TEST(RecentIdsTest, OldestIsForgottenBeyondTheCapacity) {
  RecentIds ids(2);
  ids.Add("a");
  ids.Add("b");
  EXPECT_TRUE(ids.Contains("a"));
  ids.Add("c");
  EXPECT_FALSE(ids.Contains("a"));
  EXPECT_TRUE(ids.Contains("b"));
}

}  // namespace
}  // namespace mandates::client
