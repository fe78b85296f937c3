#include <gtest/gtest.h>

#include "services/stream/log_reader.h"
#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

using storage::Position;

TEST(ReadStretchTest, NothingMatchedUpToTheHeadIsNoFrame) {
  const auto store = NewStore();
  Append(*store, {"b1"});
  const auto stretch = ReadStretch(*store->GetSnapshot(), TokenMaker("s"),
                                   Choosing("a"), EndOf(0));
  ASSERT_TRUE(stretch.ok());
  EXPECT_EQ(stretch->frame, nullptr);
  EXPECT_EQ(stretch->upto, EndOf(1));
}

TEST(ReadStretchTest, NothingMatchedSoFarIsAToken) {
  const auto store = NewStore();
  for (int i = 0; i < 2; ++i) {
    Append(*store, std::vector<std::string>(6'000, "b"));
  }
  const auto stretch = ReadStretch(*store->GetSnapshot(), TokenMaker("s"),
                                   Choosing("a"), EndOf(0));
  ASSERT_TRUE(stretch.ok());
  ASSERT_NE(stretch->frame, nullptr);
  EXPECT_EQ(stretch->upto, (Position{2, 3'999}));
  EXPECT_EQ(Parse(stretch->frame).events_size(), 0);
  EXPECT_EQ(Parse(stretch->frame).resume_token(),
            TokenMaker("s").Make("a", stretch->upto));
}

TEST(ReadStretchTest, FrameIsBoundedAndTheNextGoesOn) {
  const auto store = NewStore();
  Append(*store, std::vector<std::string>(300, "a"));
  const auto snapshot = store->GetSnapshot();
  const TokenMaker tokens("s");
  const auto first = ReadStretch(*snapshot, tokens, Choosing("a"), EndOf(0));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Parse(first->frame).events_size(), 256);
  EXPECT_EQ(first->upto, (Position{1, 255}));
  const auto rest = ReadStretch(*snapshot, tokens, Choosing("a"), first->upto);
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(Parse(rest->frame).events_size(), 44);
  EXPECT_EQ(rest->upto, EndOf(1));
}

TEST(ReadStretchTest, PositionAheadOfTheSnapshotStays) {
  const auto store = NewStore();
  const auto stretch = ReadStretch(*store->GetSnapshot(), TokenMaker("s"),
                                   Choosing(""), EndOf(3));
  ASSERT_TRUE(stretch.ok());
  EXPECT_EQ(stretch->upto, EndOf(3));
}

TEST(ReadPageBoundTest, ScanIsBoundedWhereLittleMatches) {
  const auto store = NewStore();
  for (int i = 0; i < 6; ++i) {
    Append(*store, std::vector<std::string>(10'000, "b"));
  }
  Append(*store, {"a1"});
  const auto snapshot = store->GetSnapshot();

  const auto first = ReadPage(*snapshot, Choosing("a"), {}, 10);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->events.empty());
  EXPECT_FALSE(first->caught_up);

  const auto second = ReadPage(*snapshot, Choosing("a"), first->after, 10);
  ASSERT_EQ(second->events.size(), 1u);
  EXPECT_EQ(second->events[0].id(), "a1");
}

TEST(ReadPageBoundTest, PageOfLargeEventsEndsEarly) {
  const auto store = NewStore();
  const std::string large(1'000'000, 'x');
  for (int i = 0; i < 5; ++i) Append(*store, {large});
  const auto snapshot = store->GetSnapshot();
  const auto first = ReadPage(*snapshot, {}, EndOf(0), 10);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->events.size(), 3u);
  EXPECT_FALSE(first->caught_up);
  EXPECT_EQ(ReadPage(*snapshot, {}, first->after, 10)->events.size(), 2u);
}

TEST(ReadPageBoundTest, SelectionWithoutMatchesIsAll) {
  const auto store = NewStore();
  Append(*store, {"a1"});
  const auto page = ReadPage(*store->GetSnapshot(), {}, EndOf(0), 10);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->events.size(), 1u);
}

TEST(TrimmedLogTest, TimeBeforeItFindsItsBeginning) {
  const auto store = NewStore();
  for (const int seconds : {10, 20, 30}) Append(*store, {"a"}, seconds);
  Trim(*store, 3);
  google::protobuf::Timestamp time;
  time.set_seconds(5);
  const auto before = PositionBefore(*store->GetSnapshot(), time);
  ASSERT_TRUE(before.ok());
  EXPECT_EQ(*before, EndOf(2));
}

}  // namespace
}  // namespace mandated::stream
