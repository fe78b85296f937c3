#include <gtest/gtest.h>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

constexpr int kSharers = 1'000;
constexpr int kShared = 20;

using Readers = std::vector<std::unique_ptr<Reader>>;

class HubSharingTest : public testing::Test {
 protected:
  void Open(Readers& readers, int count, const Selection& selection) {
    for (int i = 0; i < count; ++i) {
      readers.push_back(
          std::make_unique<Reader>(&hub_, selection, EndOf(store_->head())));
      readers.back()->Drain();
    }
  }

  std::atomic<int> asked_ = 0;
  ScanCount count_;
  const std::unique_ptr<storage::Store> store_ = NewCountingStore(&count_);
  Hub hub_{store_.get(), Manual(), NoProgress};
};

TEST_F(HubSharingTest, ReadersOfOneKeyShareEachFrameAndOneMatching) {
  Readers readers;
  Open(readers, kSharers, Choosing("a", &asked_));
  for (int i = 0; i < kShared; ++i) {
    Append(*store_, {"a", "b"});
    hub_.Tick();
    const Frame shared = readers[0]->Drain().at(0);
    for (size_t r = 1; r < readers.size(); ++r) {
      const auto frames = readers[r]->Drain();
      ASSERT_EQ(frames.size(), 1u);
      ASSERT_EQ(frames[0].get(), shared.get());
    }
  }
  EXPECT_EQ(asked_, 2 * kShared);
}

TEST_F(HubSharingTest, LogIsReadOnceForAllKeys) {
  Readers readers;
  for (int i = 0; i < kSharers; ++i) {
    Selection selection = Choosing("a", &asked_);
    selection.key = std::to_string(i);
    Open(readers, 1, selection);
  }
  hub_.Tick();
  for (int i = 0; i < kShared; ++i) {
    count_.scans = 0;
    Append(*store_, {"a"});
    hub_.Tick();
    for (const auto& reader : readers) ASSERT_EQ(reader->Drain().size(), 1u);
    // One for the commit; the call may find the hub done with it and add one.
    EXPECT_LE(count_.scans, 2);
  }
  EXPECT_EQ(asked_, kSharers * kShared);
}

// Many resume with one token while another reader is ahead of them.
TEST_F(HubSharingTest, ReadersThatComeBackTogetherShareToo) {
  Readers readers;
  Open(readers, 1, Choosing("a", &asked_));
  const storage::Position token = EndOf(store_->head());
  for (int i = 0; i < kShared; ++i) {
    Append(*store_, {"a"});
    hub_.Tick();
    readers[0]->Drain();
  }
  asked_ = 0;
  for (int i = 0; i < kSharers; ++i) {
    readers.push_back(
        std::make_unique<Reader>(&hub_, Choosing("a", &asked_), token));
  }
  for (size_t r = 1; r < readers.size(); ++r) readers[r]->Drain();
  EXPECT_EQ(asked_, kShared);
  EXPECT_EQ(readers[1]->got(), readers[0]->got());
  EXPECT_EQ(readers[kSharers]->got(), readers[0]->got());
}

TEST(LaneTest, KeepsTheNewestWithinItsBounds) {
  Lane lane({.key = "a", .matches = nullptr});
  const auto frame = std::make_shared<const std::string>(100, 'x');
  for (int i = 0; i < 10; ++i) {
    lane.Add({.after = EndOf(i), .upto = EndOf(i + 1), .frame = frame}, 350);
  }
  EXPECT_FALSE(lane.Find(EndOf(6)));
  EXPECT_TRUE(lane.Find(EndOf(7)));
  lane.Add({.after = EndOf(10), .upto = EndOf(11), .frame = frame}, 1);
  EXPECT_FALSE(lane.Find(EndOf(9)));
  EXPECT_TRUE(lane.Find(EndOf(10)));
}

TEST(LaneTest, SlowerMakerGetsTheFrameOfTheFaster) {
  Lane lane({.key = "a", .matches = nullptr});
  const auto first = std::make_shared<const std::string>("x");
  const auto second = std::make_shared<const std::string>("x");
  lane.Add({.after = EndOf(1), .upto = EndOf(2), .frame = first}, 100);
  const Stretch kept =
      lane.Add({.after = EndOf(1), .upto = EndOf(2), .frame = second}, 100);
  EXPECT_EQ(kept.frame, first);
}

}  // namespace
}  // namespace mandated::stream
