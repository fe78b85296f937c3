#include <gtest/gtest.h>

#include <future>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

using std::chrono::seconds;

class HubProgressTest : public testing::Test {
 protected:
  HubProgressTest() { reader_.Drain(); }

  // Lets time pass and returns what the reader gets of it.
  std::vector<mandates::v1::WatchResponse> After(std::chrono::nanoseconds by) {
    time_.Advance(by);
    hub_.Tick();
    return reader_.Read();
  }

  std::atomic<int> reports_ = 0;
  ManualTime time_;
  const std::unique_ptr<storage::Store> store_ = NewStore();
  Hub hub_{store_.get(), Manual(&time_), [this] {
             mandates::v1::Progress progress;
             progress.mutable_server_time()->set_seconds(1'000);
             // The revision whose events it speaks of; see the last test.
             progress.mutable_processed_through()->set_seconds(store_->head());
             ++reports_;
             return progress;
           }};
  Reader reader_{&hub_, Choosing("a"), EndOf(0)};
};

TEST_F(HubProgressTest, IdleReaderIsToldEachInterval) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(After(seconds(5)).empty());
    const auto responses = After(seconds(5));
    ASSERT_EQ(responses.size(), 1u);
    EXPECT_EQ(responses[0].progress().server_time().seconds(), 1'000);
    EXPECT_EQ(responses[0].resume_token(), hub_.tokens().Make("a", EndOf(0)));
  }
}

// Rounds do not meet the end of the interval exactly: it comes a bit early
// rather than a round late, and never after two intervals.
TEST_F(HubProgressTest, ReaderNeverWaitsLongerThanTheInterval) {
  constexpr auto kRound = std::chrono::milliseconds(600);
  std::chrono::nanoseconds waited{0};
  for (int i = 0; i < 200; ++i) {
    waited += kRound;
    if (After(kRound).empty()) continue;
    EXPECT_LE(waited, seconds(10));
    EXPECT_GE(waited, seconds(9));
    waited = std::chrono::nanoseconds(0);
  }
}

TEST_F(HubProgressTest, EventsPutItOff) {
  EXPECT_TRUE(After(seconds(8)).empty());
  Append(*store_, {"a1"});
  EXPECT_EQ(After(seconds(0)).size(), 1u);
  EXPECT_TRUE(After(seconds(8)).empty());
  const auto responses = After(seconds(2));
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_TRUE(responses[0].has_progress());
}

TEST_F(HubProgressTest, CommitsThatDoNotMatchDoNotPutItOff) {
  for (int i = 0; i < 9; ++i) {
    Append(*store_, {"b"});
    EXPECT_TRUE(After(seconds(1)).empty());
  }
  const auto responses = After(seconds(1));
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_EQ(responses[0].progress().revision(), 9);
  EXPECT_EQ(responses[0].resume_token(), hub_.tokens().Make("a", EndOf(9)));
}

TEST_F(HubProgressTest, EventComesBeforeTheProgressThatKnowsOfIt) {
  time_.Advance(seconds(10));
  Append(*store_, {"a1"});
  hub_.Tick();
  const auto responses = reader_.Read();
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_EQ(responses[0].events_size(), 1);
  EXPECT_FALSE(responses[0].has_progress());
}

TEST_F(HubProgressTest, IdleReaderWhoseWakeIsLateIsToldByNext) {
  time_.Advance(seconds(10));
  hub_.Tick();
  EXPECT_EQ(reader_.waker().count(), 1);
  EXPECT_EQ(reader_.Read().size(), 1u);
  EXPECT_TRUE(reader_.Read().empty());
}

TEST_F(HubProgressTest, SourceIsNotAskedWithoutReaders) {
  reader_.Close();
  hub_.Tick();
  reports_ = 0;
  Append(*store_, {"a1"});
  hub_.Tick();
  EXPECT_EQ(reports_, 0);
}

TEST_F(HubProgressTest, ReportForPollersHasTheHead) {
  Append(*store_, {"a1"});
  EXPECT_EQ(hub_.ReportProgress().revision(), 1);
}

// While the hub is busy waking, a commit is made and the clock's part of the
// report already speaks of it. Its reader must hear of the event first.
TEST_F(HubProgressTest, ReportDoesNotRunAheadOfTheRing) {
  std::promise<void> busy, go_on;
  const auto blocker = hub_.Open(Choosing(""), EndOf(0), [&] {
    busy.set_value();
    go_on.get_future().wait();
  });
  ASSERT_TRUE(blocker->Next()->has_value());  // caught up
  ASSERT_FALSE(blocker->Next()->has_value());
  Append(*store_, {"b1"});
  busy.get_future().wait();
  time_.Advance(seconds(10));
  Append(*store_, {"a2"});

  for (const auto& response : reader_.Read()) {
    EXPECT_LE(response.progress().processed_through().seconds(), 1);
  }
  go_on.set_value();
  hub_.Tick();
  reader_.Read();
  EXPECT_EQ(reader_.got().size(), 1u);
}

}  // namespace
}  // namespace mandated::stream
