#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/stream/harness.h"

namespace mandated::stream {
namespace {

constexpr int kCommitters = 3;
constexpr int kCommitsEach = 200;  // of each
constexpr int kReaders = 16;
constexpr char kLast[] = "z";  // chosen by all, committed last

using Random = std::mt19937_64;

void Pause(Random& random) {
  for (auto turns = random() % 8; turns > 0; --turns) std::this_thread::yield();
}

void CommitMany(storage::Store& store, uint64_t seed) {
  Random random(seed);
  for (int i = 0; i < kCommitsEach; ++i) {
    std::vector<std::string> ids;
    for (auto events = random() % 4; events > 0; --events) {
      ids.push_back(std::string(1, static_cast<char>('a' + random() % 3)));
    }
    Append(store, ids);
    Pause(random);
  }
}

// What one reader did. Checked at the end, on one thread.
struct Record {
  std::string letters;
  storage::Position after;
  std::vector<Got> got = {};
  int rests = 0;
  int wakes = 0;
  std::string error = {};
};

void ReadToTheLast(Hub* hub, Record& record, uint64_t seed) {
  Random random(seed);
  Reader reader(hub, Choosing(record.letters + kLast), record.after);
  while (record.got.empty() || record.got.back().id != kLast) {
    const auto frame = reader.Next();
    if (!frame.ok()) {
      record.error = frame.status().ToString();
      break;
    }
    if (frame->has_value()) {
      AddEvents(Parse(**frame), record.got);
      Pause(random);
      continue;
    }
    ++record.rests;
    if (!reader.waker().Wait()) {
      record.error = "a wake was lost";
      break;
    }
  }
  reader.Close();
  record.wakes = reader.waker().count();
}

class HubStressTest : public testing::TestWithParam<size_t> {
 protected:
  // Readers start anywhere in the first half of what will be there.
  std::vector<Record> MakeRecords(Random& random) {
    std::vector<Record> records;
    for (int i = 0; i < kReaders; ++i) {
      const char* const letters[] = {"a", "b", "ab", "abc"};
      const auto revision =
          static_cast<storage::Revision>(random() % (kCommitsEach / 2));
      records.push_back({.letters = letters[i % 4],
                         .after = {revision, static_cast<int>(random() % 4)}});
    }
    return records;
  }
};

INSTANTIATE_TEST_SUITE_P(RingBytes, HubStressTest,
                         testing::Values(1, 2'000, 8 << 20));

TEST_P(HubStressTest, EachReaderGetsTheFilteredLog) {
  Random random(Seed());
  const auto store = NewStore();
  Hub::Options options = Manual();
  options.ring_bytes_max = GetParam();
  Hub hub(store.get(), options, NoProgress);
  auto records = MakeRecords(random);

  std::vector<std::thread> readers, committers;
  for (Record& record : records) {
    readers.emplace_back(ReadToTheLast, &hub, std::ref(record), random());
  }
  for (int i = 0; i < kCommitters; ++i) {
    committers.emplace_back(CommitMany, std::ref(*store), random());
  }
  for (std::thread& thread : committers) thread.join();
  Append(*store, {kLast});
  for (std::thread& thread : readers) thread.join();

  for (const Record& record : records) {
    EXPECT_EQ(record.error, "");
    EXPECT_LE(record.wakes, record.rests);
    EXPECT_EQ(record.got,
              Expected(*store, Choosing(record.letters + kLast), record.after));
  }
}

}  // namespace
}  // namespace mandated::stream
