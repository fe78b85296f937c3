#include "services/stream/ring.h"

#include <gtest/gtest.h>

#include "services/stream/resume_token.h"
#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

using storage::Position;

constexpr size_t kRoomy = 1 << 20;

Ring ReadFrom(const storage::Store& store, Position from, size_t bytes_max) {
  auto ring = Ring::Read(*store.GetSnapshot(), from, bytes_max);
  EXPECT_TRUE(ring.ok()) << ring.status();
  return *std::move(ring);
}

std::vector<Position> Positions(const Ring::Part& part) {
  std::vector<Position> positions;
  for (const auto& chunk : part.chunks) {
    for (const RecentEvent& event : chunk->events) {
      positions.push_back(event.position);
    }
  }
  return positions;
}

TEST(RingTest, HoldsWhatFollows) {
  const auto store = NewStore();
  Append(*store, {"a1"});
  Append(*store, {"a2", "a3"});

  const Ring ring = ReadFrom(*store, EndOf(1), kRoomy);

  EXPECT_EQ(ring.after(), EndOf(1));
  EXPECT_EQ(ring.head(), EndOf(2));
  const Ring::Part part = ring.After(EndOf(1));
  EXPECT_EQ(Positions(part), (std::vector<Position>{{2, 0}, {2, 1}}));
  EXPECT_EQ(part.chunks[0]->events[1].committed(), EventBytes("a3"));
  EXPECT_EQ(part.upto, EndOf(2));
}

TEST(RingTest, GivesUpTheOldestForRoom) {
  const auto store = NewStore();
  Ring ring(1000, EndOf(0));
  for (int i = 1; i <= 100; ++i) {
    Append(*store, {"a"});
    ring.Append(ReadFrom(*store, ring.head(), 1000));
  }
  EXPECT_GT(ring.after(), EndOf(90));
  EXPECT_LT(ring.after(), EndOf(99));
  EXPECT_EQ(Positions(ring.After(ring.after())).front().revision,
            ring.after().revision + 1);
}

TEST(RingTest, KeepsTheNewestChunkHoweverLarge) {
  const auto store = NewStore();
  Append(*store, {"a1"});
  const Ring ring = ReadFrom(*store, EndOf(0), 1);
  EXPECT_EQ(ring.after(), EndOf(0));
}

TEST(RingTest, BurstLargerThanTheRingIsReadInBoundedMemory) {
  const auto store = NewStore();
  Append(*store, std::vector<std::string>(5000, "a"));
  const Ring ring = ReadFrom(*store, EndOf(0), 100'000);
  const auto kept = Positions(ring.After(ring.after()));
  EXPECT_LT(kept.size(), 700u);
  EXPECT_EQ(kept.back(), (Position{1, 4999}));
  EXPECT_EQ(kept.front().index, ring.after().index + 1);
}

TEST(RingTest, PartIsBoundedAndTheNextGoesOn) {
  const auto store = NewStore();
  Ring ring(kRoomy, EndOf(0));
  for (size_t i = 0; i <= Ring::kPartChunksMax; ++i) {
    Append(*store, {"a"});
    ring.Append(ReadFrom(*store, ring.head(), kRoomy));
  }
  const Ring::Part first = ring.After(EndOf(0));
  EXPECT_EQ(first.chunks.size(), Ring::kPartChunksMax);
  EXPECT_EQ(first.upto, (Position{Ring::kPartChunksMax, 0}));
  const Ring::Part second = ring.After(first.upto);
  EXPECT_EQ(second.chunks.size(), 1u);
  EXPECT_EQ(second.upto, ring.head());
}

// The hub was busy while events were committed and trimmed.
TEST(RingTest, GapOfTrimmedEventsIsNotBridged) {
  const auto store = NewStore();
  Append(*store, {"a1"});
  Ring ring = ReadFrom(*store, EndOf(0), kRoomy);
  for (int i = 0; i < 3; ++i) Append(*store, {"a"});
  Trim(*store, 4);

  ring.Append(ReadFrom(*store, ring.head(), kRoomy));

  EXPECT_EQ(ring.after(), EndOf(3));
  EXPECT_EQ(Positions(ring.After(ring.after())),
            (std::vector<Position>{{4, 0}}));
}

}  // namespace
}  // namespace mandated::stream
