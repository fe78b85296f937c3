#include <gtest/gtest.h>

#include <future>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

using storage::Position;

Hub::Options SmallRing() {
  Hub::Options options = Manual();
  options.ring_bytes_max = 2'000;
  return options;
}

class HubBehindTest : public testing::Test {
 protected:
  void Commit(int count) {
    for (int i = 0; i < count; ++i) {
      Append(*store_, {"a" + std::to_string(i), "b"});
      hub_.Tick();
    }
  }

  // Reads all that follows `after` and compares.
  void CheckRest(const std::string& letters, Position after) {
    Reader reader(&hub_, Choosing(letters), after);
    const auto responses = reader.Read();
    EXPECT_EQ(reader.got(), Expected(*store_, Choosing(letters), after));
    EXPECT_TRUE(responses.back().caught_up());
    EXPECT_EQ(reader.token(), hub_.tokens().Make(letters, EndOf(30)));
  }

  const std::unique_ptr<storage::Store> store_ = NewStore();
  Hub hub_{store_.get(), SmallRing(), NoProgress};
};

TEST_F(HubBehindTest, EachStartGivesTheRestOfTheLog) {
  Commit(30);
  for (const char* letters : {"", "a", "x"}) {
    for (storage::Revision revision = 0; revision <= 30; ++revision) {
      CheckRest(letters, {revision, 0});
      CheckRest(letters, {revision, 1});
      CheckRest(letters, EndOf(revision));
    }
  }
}

// Every token that a reader gets resumes exactly behind what it has.
TEST_F(HubBehindTest, EachTokenResumesWithoutGap) {
  Append(*store_, std::vector<std::string>(700, "a"));
  Commit(20);
  const auto all = Expected(*store_, Choosing("a"), EndOf(0));
  Reader reader(&hub_, Choosing("a"), EndOf(0));
  std::vector<Got> had;
  for (const auto& response : reader.Read()) {
    AddEvents(response, had);
    const auto position =
        hub_.tokens().Check(response.resume_token(), "a", 1, store_->head());
    ASSERT_TRUE(position.ok()) << position.status();
    Reader resumed(&hub_, Choosing("a"), *position);
    resumed.Drain();
    auto whole = had;
    whole.insert(whole.end(), resumed.got().begin(), resumed.got().end());
    ASSERT_EQ(whole, all);
  }
}

TEST_F(HubBehindTest, OnlyWhoHadCaughtUpFallsBehind) {
  Reader reader(&hub_, Choosing("a"), EndOf(0));
  EXPECT_TRUE(reader.Read().at(0).caught_up());
  Commit(100);

  const auto responses = reader.Read();

  EXPECT_TRUE(responses.front().fell_behind());
  EXPECT_TRUE(responses.back().caught_up());
  for (size_t i = 1; i + 1 < responses.size(); ++i) {
    EXPECT_FALSE(responses[i].fell_behind() || responses[i].caught_up());
  }
  EXPECT_EQ(reader.got(), Expected(*store_, Choosing("a"), EndOf(0)));
  Reader late(&hub_, Choosing("a"), EndOf(0));
  EXPECT_FALSE(late.Read().front().fell_behind());
}

TEST_F(HubBehindTest, TrimBelowASlowReaderIsAnError) {
  Reader reader(&hub_, Choosing(""), EndOf(0));
  reader.Drain();
  Commit(100);
  Trim(*store_, 50);
  ASSERT_TRUE(reader.Next().ok());  // fell behind
  EXPECT_THAT(reader.Next(), IsError("TOKEN_COMPACTED"));
  EXPECT_EQ(reader.token(), hub_.tokens().Make("", EndOf(0)));
}

TEST_F(HubBehindTest, TrimDoesNotDisturbWhoHasReadAll) {
  Reader reader(&hub_, Choosing(""), EndOf(0));
  Commit(1);
  reader.Drain();
  Trim(*store_, 2);
  hub_.Tick();
  EXPECT_TRUE(reader.Read().empty());
  Commit(1);
  EXPECT_EQ(reader.Read().size(), 1u);
}

// Committed and trimmed while the hub was busy: nobody has read it, and nobody
// may pass over it in silence.
TEST_F(HubBehindTest, TrimAheadOfTheHubIsNoSilentGap) {
  std::promise<void> busy, go_on;
  const auto blocker = hub_.Open(Choosing("x"), EndOf(0), [&] {
    busy.set_value();
    go_on.get_future().wait();
  });
  Reader reader(&hub_, Choosing(""), EndOf(0));
  reader.Drain();
  ASSERT_TRUE(blocker->Next()->has_value());  // caught up
  ASSERT_FALSE(blocker->Next()->has_value());
  Append(*store_, {"a1"});
  busy.get_future().wait();
  reader.Drain();
  for (int i = 2; i <= 5; ++i) Append(*store_, {"a"});
  Trim(*store_, 4);
  go_on.set_value();
  hub_.Tick();

  ASSERT_TRUE(reader.Next().ok());  // fell behind
  EXPECT_THAT(reader.Next(), IsError("TOKEN_COMPACTED"));
}

TEST_F(HubBehindTest, FreshStoreIsReadFromBeforeAll) {
  Append(*store_, {"a1"});
  Reader reader(&hub_, Choosing(""), Position{0, 0});
  hub_.Tick();
  reader.Drain();
  EXPECT_EQ(reader.got().size(), 1u);
}

TEST_F(HubBehindTest, SelectionThatMatchesNothingGetsOn) {
  for (int i = 0; i < 3; ++i) {
    Append(*store_, std::vector<std::string>(9'000, "b"));
  }
  hub_.Tick();
  Reader reader(&hub_, Choosing("a"), EndOf(0));
  const auto responses = reader.Read();
  EXPECT_GE(responses.size(), 3u);  // no turn is too long
  EXPECT_TRUE(responses.back().caught_up());
  EXPECT_EQ(reader.token(), hub_.tokens().Make("a", EndOf(3)));
}

}  // namespace
}  // namespace mandated::stream
