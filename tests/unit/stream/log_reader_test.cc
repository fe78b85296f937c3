#include "services/stream/log_reader.h"

#include <gtest/gtest.h>

#include "services/domain/errors.h"
#include "services/stream/resume_token.h"
#include "tests/unit/stream/stream_fixture.h"

namespace mandated::stream {
namespace {

std::vector<std::string> IdsOf(const EventPage& page) {
  std::vector<std::string> ids;
  for (const auto& event : page.events) ids.push_back(event.id());
  return ids;
}

TEST(ReadPageTest, PagesOfAnySizeGiveTheWholeLogInOrder) {
  const auto store = NewStore();
  std::vector<std::string> written;
  for (int commit = 0; commit < 7; ++commit) {
    const std::string a = std::to_string(commit) + "a";
    const std::string b = std::to_string(commit) + "b";
    Append(*store, {a, b});
    written.insert(written.end(), {a, b});
  }
  const auto snapshot = store->GetSnapshot();
  for (int limit = 1; limit <= 15; ++limit) {
    std::vector<std::string> read;
    storage::Position after = EndOf(0);
    for (bool caught_up = false; !caught_up;) {
      const auto page = ReadPage(*snapshot, Containing(""), after, limit);
      ASSERT_TRUE(page.ok()) << page.status();
      const auto ids = IdsOf(*page);
      read.insert(read.end(), ids.begin(), ids.end());
      after = page->after;
      caught_up = page->caught_up;
    }
    EXPECT_EQ(read, written) << "limit " << limit;
    EXPECT_EQ(after, EndOf(snapshot->revision()));
  }
}

TEST(ReadPageTest, WhatLeftTheLogIsAnErrorAndNotAGap) {
  const auto store = NewStore();
  Append(*store, {"1"});
  Append(*store, {"2"});
  storage::Commit trim;
  trim.trim_before = 2;
  ASSERT_TRUE(store->CommitOne(trim).ok());
  const auto snapshot = store->GetSnapshot();
  EXPECT_EQ(domain::ReasonOf(
                ReadPage(*snapshot, Containing(""), EndOf(0), 10).status()),
            "TOKEN_COMPACTED");
  EXPECT_TRUE(ReadPage(*snapshot, Containing(""), EndOf(1), 10).ok());
}

TEST(PositionBeforeTest, EqualsANaiveSearchForEachTime) {
  const auto store = NewStore();
  const std::vector<int64_t> times = {10, 10, 12, 15, 15, 15, 20};
  for (const int64_t time : times) {
    Append(*store, {"e"}, time);
    Append(*store, {});  // a commit without events
  }
  const auto snapshot = store->GetSnapshot();
  for (int64_t asked = 9; asked <= 21; ++asked) {
    google::protobuf::Timestamp time;
    time.set_seconds(asked);
    const auto position = PositionBefore(*snapshot, time);
    ASSERT_TRUE(position.ok()) << position.status();
    size_t expected = 0;
    for (const int64_t committed : times) expected += committed >= asked;
    const auto page = ReadPage(*snapshot, Containing(""), *position, 100);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->events.size(), expected) << "asked for " << asked;
  }
}

}  // namespace
}  // namespace mandated::stream
