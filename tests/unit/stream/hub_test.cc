#include "services/stream/hub.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "services/domain/errors.h"
#include "tests/unit/stream/stream_fixture.h"

namespace mandated::stream {
namespace {

using mandates::v1::Progress;

std::unique_ptr<Hub> NewHub(storage::Store* store, Hub::Options options = {}) {
  return std::make_unique<Hub>(store, options, [] { return Progress(); });
}

std::vector<std::string> Numbers(int count) {
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back(std::to_string(i));
  return ids;
}

TEST(HubTest, ReaderIsToldOnceThatItHasCaughtUp) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get());
  BlockingReader reader(hub.get(), Containing(""), EndOf(store->head()));

  const auto first = reader.Next();
  Append(*store, {"a"});
  const auto second = reader.Next();

  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(first->caught_up());
  EXPECT_EQ(second->events(0).id(), "a");
  EXPECT_FALSE(second->caught_up());
}

TEST(HubTest, EventsCarryTheirPosition) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get());
  BlockingReader reader(hub.get(), Containing(""), EndOf(store->head()));
  ASSERT_TRUE(reader.Next()->caught_up());

  const storage::Revision revision = Append(*store, {"a", "b"});

  const auto response = reader.Next();
  ASSERT_EQ(response->events_size(), 2);
  EXPECT_EQ(response->events(1).revision(), revision);
  EXPECT_EQ(response->events(1).index(), 1);
}

TEST(HubTest, ReadingFromEachPositionOfTheLogGivesExactlyTheRest) {
  const auto store = NewStore();
  for (int i = 0; i < 20; ++i) Append(*store, {std::to_string(i)});
  const auto hub = NewHub(store.get());
  const std::vector<std::string> all = Numbers(20);
  for (int read = 0; read < 20; ++read) {
    BlockingReader reader(hub.get(), Containing(""), EndOf(read));
    EXPECT_EQ(reader.NextIds(20 - read),
              std::vector<std::string>(all.begin() + read, all.end()));
    EXPECT_TRUE(reader.Next()->caught_up());
  }
}

TEST(HubTest, ReadersOfOneSelectionShareTheirFrames) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get());
  const storage::Position now = EndOf(store->head());
  BlockingReader one(hub.get(), Containing(""), now);
  BlockingReader two(hub.get(), Containing(""), now);
  BlockingReader other(hub.get(), Containing("a"), now);
  for (BlockingReader* reader : {&one, &two, &other}) {
    ASSERT_TRUE(reader->Next()->caught_up());
  }

  Append(*store, {"a"});

  const auto frame = one.NextFrame();
  EXPECT_EQ(frame->get(), two.NextFrame()->get());
  EXPECT_NE(frame->get(), other.NextFrame()->get());
}

TEST(HubTest, TokenOfASilentStretchStandsAtTheHead) {
  const auto store = NewStore();
  const auto hub =
      NewHub(store.get(), {.progress_interval = std::chrono::milliseconds(1)});
  BlockingReader reader(hub.get(), Containing("x"), EndOf(store->head()));
  ASSERT_TRUE(reader.Next()->caught_up());
  const storage::Revision head = Append(*store, {"a"});

  mandates::v1::WatchResponse response;
  while (response.progress().revision() < head) response = *reader.Next();

  EXPECT_EQ(response.events_size(), 0);
  const auto position =
      hub->tokens().Check(response.resume_token(), "x", 1, store->head());
  EXPECT_EQ(*position, EndOf(head));
}

TEST(HubTest, ReaderOutOfTheRingsReachReadsTheLogAndIsTold) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get(), {.ring_bytes_max = 64});
  BlockingReader slow(hub.get(), Containing(""), EndOf(store->head()));
  BlockingReader fast(hub.get(), Containing(""), EndOf(store->head()));
  ASSERT_TRUE(slow.Next()->caught_up());
  for (int i = 0; i < 100; ++i) Append(*store, {std::to_string(i)});
  ASSERT_EQ(fast.NextIds(100), Numbers(100));  // so the ring has moved on

  EXPECT_TRUE(slow.Next()->fell_behind());
  EXPECT_EQ(slow.NextIds(100), Numbers(100));
  EXPECT_TRUE(slow.Next()->caught_up());
}

TEST(HubTest, ReaderBehindTheRetainedLogIsToldSo) {
  const auto store = NewStore();
  Append(*store, {"a"});
  storage::Commit trim;
  trim.trim_before = 2;
  ASSERT_TRUE(store->CommitOne(trim).ok());
  const auto hub = NewHub(store.get());
  BlockingReader reader(hub.get(), Containing(""), EndOf(0));
  EXPECT_EQ(domain::ReasonOf(reader.Next().status()), "TOKEN_COMPACTED");
}

TEST(HubTest, CloseEndsEachReaderWithItsLastToken) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get());
  BlockingReader reader(hub.get(), Containing(""), EndOf(store->head()));
  ASSERT_TRUE(reader.Next()->caught_up());
  Append(*store, {"a"});
  const auto last = reader.Next();

  std::thread closer([&] { hub->Close(); });
  const auto ended = reader.Next();
  closer.join();

  EXPECT_EQ(domain::ReasonOf(ended.status()), "SHUTTING_DOWN");
  EXPECT_EQ(reader.cursor().token(), last->resume_token());
}

TEST(HubTest, CountsItsCursors) {
  const auto store = NewStore();
  const auto hub = NewHub(store.get());
  {
    BlockingReader reader(hub.get(), Containing(""), EndOf(0));
    EXPECT_EQ(hub->cursors(), 1);
  }
  EXPECT_EQ(hub->cursors(), 0);
}

uint32_t Seed() {
  const char* given = std::getenv("MANDATED_TEST_SEED");
  const uint32_t seed = given != nullptr
                            ? static_cast<uint32_t>(std::stoul(given))
                            : std::random_device()();
  std::cout << "MANDATED_TEST_SEED=" << seed << "\n";
  return seed;
}

// Writers, and readers that pause at random, all at once: each reader gets
// exactly the events it selected, in the order of the log.
TEST(HubTest, ManyReadersUnderManyWritersMissNothing) {
  constexpr int kWriters = 3;
  constexpr int kCommits = 150;
  const uint32_t seed = Seed();
  const auto store = NewStore();
  const auto hub = NewHub(store.get(), {.ring_bytes_max = 2'000});
  const std::vector<std::string> parts = {"", "w0", "w1", "7"};
  std::vector<std::vector<std::string>> read(2 * parts.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < read.size(); ++i) {
    threads.emplace_back([&, i] {
      std::mt19937 random(seed + static_cast<uint32_t>(i));
      BlockingReader reader(hub.get(), Containing(parts[i % parts.size()]),
                            EndOf(0));
      for (;;) {
        const auto response = reader.Next();
        if (!response.ok()) return;
        for (const auto& event : response->events()) {
          read[i].push_back(event.id());
        }
        // The last event is selected by everybody.
        if (!read[i].empty() && read[i].back() == "w0w17") return;
        for (auto pause = random() % 64; pause > 0; --pause) {
          std::this_thread::yield();
        }
      }
    });
  }
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&store, writer] {
      for (int i = 0; i < kCommits; ++i) {
        Append(*store,
               {"w" + std::to_string(writer) + "-" + std::to_string(i)});
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  Append(*store, {"w0w17"});
  for (std::thread& reader : threads) reader.join();

  const auto snapshot = store->GetSnapshot();
  for (size_t i = 0; i < read.size(); ++i) {
    const auto page = ReadPage(*snapshot, Containing(parts[i % parts.size()]),
                               EndOf(0), 10'000);
    std::vector<std::string> expected;
    for (const auto& event : page->events) expected.push_back(event.id());
    EXPECT_EQ(read[i], expected) << "selection " << parts[i % parts.size()];
  }
}

}  // namespace
}  // namespace mandated::stream
