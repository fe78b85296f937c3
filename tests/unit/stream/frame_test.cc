#include "services/stream/frame.h"

#include <gtest/gtest.h>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

TEST(FrameTest, StampedEventHasItsPositionAndAllItHadBefore) {
  const std::string committed = EventBytes("a1", 77);

  const std::string stamped = Stamp({{1LL << 40, 300}, committed});

  mandates::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(stamped));
  EXPECT_EQ(stamped.substr(0, committed.size()), committed);
  EXPECT_EQ(event.id(), "a1");
  EXPECT_EQ(event.commit_time().seconds(), 77);
  EXPECT_EQ(event.revision(), 1LL << 40);
  EXPECT_EQ(event.index(), 300);
}

TEST(FrameTest, StampWinsOverWhatWasCommitted) {
  mandates::v1::Event event;
  event.set_revision(9);
  event.set_index(9);

  ASSERT_TRUE(
      event.ParseFromString(Stamp({{3, 0}, event.SerializeAsString()})));

  EXPECT_EQ(event.revision(), 3);
  EXPECT_EQ(event.index(), 0);
}

TEST(FrameTest, FrameIsAWatchResponse) {
  FrameBuilder builder;
  builder.Add(Stamp({{3, 0}, EventBytes("a1")}));
  builder.Add(Stamp({{3, 1}, EventBytes("a2")}));

  const auto response = Parse(std::move(builder).Build("token"));

  std::vector<Got> got;
  AddEvents(response, got);
  EXPECT_EQ(got, (std::vector<Got>{{{3, 0}, "a1"}, {{3, 1}, "a2"}}));
  EXPECT_EQ(response.resume_token(), "token");
}

TEST(FrameTest, FrameIsFullByEvents) {
  FrameBuilder builder;
  for (size_t i = 1; i < FrameBuilder::kEventsMax; ++i) builder.Add("");
  EXPECT_FALSE(builder.full());
  builder.Add("");
  EXPECT_TRUE(builder.full());
}

TEST(FrameTest, FrameIsFullByBytes) {
  FrameBuilder builder;
  EXPECT_TRUE(builder.empty());
  builder.Add(std::string(FrameBuilder::kBytesMax - 5, 'x'));
  EXPECT_FALSE(builder.full());
  builder.Add("");
  EXPECT_TRUE(builder.full());
}

TEST(FrameTest, SelectionWithoutMatchesWantsAll) {
  EXPECT_TRUE(Selection{}.Wants("anything"));
}

}  // namespace
}  // namespace mandated::stream
