#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

class HubWakeTest : public testing::Test {
 protected:
  // Opens a reader at the head and brings it to rest.
  std::unique_ptr<Reader> Resting(const std::string& letters) {
    auto reader = std::make_unique<Reader>(hub_.get(), Choosing(letters),
                                           EndOf(store_->head()));
    reader->Drain();
    return reader;
  }

  const std::unique_ptr<storage::Store> store_ = NewStore();
  const std::unique_ptr<Hub> hub_ =
      std::make_unique<Hub>(store_.get(), Manual(), NoProgress);
};

TEST_F(HubWakeTest, WakesOnceForEachRest) {
  const auto reader = Resting("");
  Append(*store_, {"a1"});
  hub_->Tick();
  Append(*store_, {"a2"});
  hub_->Tick();
  EXPECT_EQ(reader->waker().count(), 1);

  reader->Drain();
  Append(*store_, {"a3"});
  hub_->Tick();
  EXPECT_EQ(reader->waker().count(), 2);
}

TEST_F(HubWakeTest, DoesNotWakeWhoIsNotAtRest) {
  Append(*store_, {"a1"});
  hub_->Tick();
  Reader reader(hub_.get(), Choosing(""), EndOf(0));
  ASSERT_TRUE(reader.Next().ok());
  Append(*store_, {"a2"});
  hub_->Tick();
  EXPECT_EQ(reader.waker().count(), 0);
}

TEST_F(HubWakeTest, NextTakesTheRestBack) {
  const auto reader = Resting("");
  for (int i = 0; i < 3; ++i) reader->Drain();
  Append(*store_, {"a1"});
  hub_->Tick();
  EXPECT_EQ(reader->waker().count(), 1);
}

TEST_F(HubWakeTest, PendingCommitsComeInOneFrame) {
  const auto reader = Resting("");
  for (int i = 0; i < 10; ++i) Append(*store_, {"a"});
  hub_->Tick();
  const auto responses = reader->Read();
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_EQ(responses[0].events_size(), 10);
}

TEST_F(HubWakeTest, CommitOfManyEventsSpansFrames) {
  const auto reader = Resting("");
  Append(*store_, std::vector<std::string>(600, "a"));
  hub_->Tick();
  const auto responses = reader->Read();
  EXPECT_EQ(responses.size(), 3u);
  EXPECT_EQ(reader->got(), Expected(*store_, Choosing(""), EndOf(0)));
}

TEST_F(HubWakeTest, NothingIsSentForCommitsThatDoNotMatch) {
  const auto reader = Resting("a");
  for (int i = 0; i < 10; ++i) {
    Append(*store_, {"b"});
    hub_->Tick();
    EXPECT_TRUE(reader->Drain().empty());
  }
  EXPECT_EQ(reader->token(), hub_->tokens().Make("a", EndOf(10)));
}

// What was acknowledged before a reader came is in what it gets before it is
// told that it has caught up, however busy the hub is.
TEST_F(HubWakeTest, CaughtUpMeansAllThatWasThereAtTheStart) {
  for (int i = 1; i <= 200; ++i) {
    Append(*store_, {"a" + std::to_string(i)});
    BlockingReader reader(hub_.get(), Choosing(""), EndOf(0));
    int events = 0;
    for (;;) {
      const auto response = reader.Next();
      ASSERT_TRUE(response.ok()) << response.status();
      events += response->events_size();
      if (response->caught_up()) break;
    }
    ASSERT_EQ(events, i);
  }
}

TEST_F(HubWakeTest, WakeMayReadAndMayDestroyItsCursor) {
  std::unique_ptr<Cursor> cursor;
  std::vector<Got> got;
  Waker done;
  cursor = hub_->Open(Choosing(""), EndOf(0), [&] {
    AddEvents(Parse(**cursor->Next()), got);
    cursor.reset();
    done.Function()();
  });
  ASSERT_TRUE(cursor->Next()->has_value());  // caught up
  ASSERT_FALSE(cursor->Next()->has_value());

  Append(*store_, {"a1"});

  EXPECT_TRUE(done.Wait());
  EXPECT_EQ(got.size(), 1u);
  EXPECT_EQ(hub_->cursors(), 0);
}

// Both are to be woken when the first goes and takes the second with it.
TEST_F(HubWakeTest, CursorThatIsGoneIsNotWokenAnyMore) {
  std::unique_ptr<Reader> second;
  const auto first =
      hub_->Open(Choosing(""), EndOf(0), [&] { second->Close(); });
  ASSERT_TRUE(first->Next()->has_value());  // caught up
  second = Resting("");
  // Rests last, so that it is behind the first in the line of the woken.
  ASSERT_FALSE(first->Next()->has_value());
  second->Drain();

  Append(*store_, {"a1"});
  hub_->Tick();

  EXPECT_EQ(second->waker().count(), 0);
}

TEST_F(HubWakeTest, CloseWakesAllAndEndsAll) {
  const auto one = Resting("a"), two = Resting("b");
  hub_->Close();
  for (Reader* reader : {one.get(), two.get()}) {
    EXPECT_EQ(reader->waker().count(), 1);
    EXPECT_THAT(reader->Next(), IsError("SHUTTING_DOWN"));
    EXPECT_THAT(reader->Next(), IsError("SHUTTING_DOWN"));
  }
}

TEST_F(HubWakeTest, CloseFromAWakeDoesNotWaitForItself) {
  Waker closed;
  const auto cursor = hub_->Open(Choosing(""), EndOf(0), [&] {
    hub_->Close();
    closed.Function()();
  });
  ASSERT_TRUE(cursor->Next()->has_value());  // caught up
  ASSERT_FALSE(cursor->Next()->has_value());
  Append(*store_, {"a1"});
  EXPECT_TRUE(closed.Wait());
}

TEST(HubLifeTest, StoreMayGoOnWithoutTheHub) {
  const auto store = NewStore();
  std::make_unique<Hub>(store.get(), Manual(), NoProgress).reset();
  EXPECT_EQ(Append(*store, {"a1"}), 1);
}

// A commit meets the very moment in which Next finds nothing. Rounds that
// would hide a lost wake are a day away.
TEST(HubRaceTest, NoWakeIsLostBetweenACommitAndARest) {
  constexpr int kCommits = 3'000;
  const auto store = NewStore();
  Hub::Options options = Manual();
  options.progress_interval = std::chrono::hours(24 * 16);
  Hub hub(store.get(), options, NoProgress);
  std::atomic<size_t> read = 0;
  std::thread committer([&] {
    for (size_t i = 0; i < kCommits; ++i) {
      Append(*store, {"a"});
      while (read < i) std::this_thread::yield();  // at most one ahead
    }
  });
  Reader reader(&hub, Choosing(""), EndOf(0));
  int rests = 0;
  for (;;) {
    reader.Drain();
    read = reader.got().size();
    if (read == kCommits) break;
    ASSERT_TRUE(reader.waker().Wait()) << "after " << read;
    ++rests;
  }
  committer.join();
  EXPECT_LE(reader.waker().count(), rests + 1);
  EXPECT_EQ(reader.got(), Expected(*store, Choosing(""), EndOf(0)));
}

// Cursors go while the hub is about to wake them; what their wake refers to is
// gone with them.
TEST(HubRaceTest, CursorMayGoWhileItIsWoken) {
  const auto store = NewStore();
  Hub hub(store.get(), Manual(), NoProgress);
  std::atomic<bool> done = false;
  std::thread committer([&] {
    while (!done) Append(*store, {"a"});
  });
  for (int i = 0; i < 500; ++i) {
    std::vector<std::unique_ptr<BlockingReader>> readers;
    for (const char* letters : {"", "a", "b", "b", "a", "b", "a", "b", "a"}) {
      readers.push_back(std::make_unique<BlockingReader>(
          &hub, Choosing(letters), EndOf(store->head())));
      ASSERT_TRUE(readers.back()->cursor().Next().ok());
      ASSERT_TRUE(readers.back()->cursor().Next().ok());  // most rest now
    }
    readers[0]->NextIds(1);
  }
  done = true;
  committer.join();
  EXPECT_EQ(hub.cursors(), 0);
}

}  // namespace
}  // namespace mandated::stream
