#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/layout.h"
#include "storage/store.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

using std::string_literals::operator""s;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// How a store recognises what it is given.
class StoreFormatTest : public testing::TestWithParam<const char*> {
 protected:
  void WriteBytes(std::string_view key, std::optional<std::string> value) {
    ASSERT_TRUE(engine_.Open()
                    ->Write({.delete_ranges = {},
                             .changes = {{std::string(key), value}}})
                    .ok());
  }

  // Makes a store of format 1 with one key and two events.
  void MakeStore() {
    const auto store = OpenStore(engine_.Open());
    ASSERT_TRUE(store->CommitOne(Putting("a", "x")).ok());
    ASSERT_TRUE(store->CommitOne(Telling({"e1", "e2"})).ok());
    id_ = store->id();
  }

  Entries AllBytes() {
    const auto bytes = engine_.Open();
    return Read(*bytes->View(), "", "\xff");
  }

  absl::Status ErrorOfOpening() { return Store::Open(engine_.Open()).status(); }

  Engine engine_{GetParam()};
  std::string id_;
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreFormatTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;

// A change of these bytes is a new format: raise kFormat and write a step.
TEST_P(StoreFormatTest, BytesAreThoseOfTheTable) {
  auto store = OpenStore(engine_.Open());
  const std::string id = store->id();
  Commit commit = Putting("key", "value");
  commit.writes.push_back({.key = "s", .value = "", .stamped = true});
  commit.events = {"e0", "e1"};
  ASSERT_TRUE(store->CommitOne({}).ok());
  ASSERT_TRUE(store->CommitOne(commit).ok());
  ASSERT_TRUE(store->CommitOne(TrimmingBefore(2)).ok());
  store.reset();

  const Entries expected = {
      {"kkey"s, "\0\0\0\0\0\0\0\2value"s},
      {"ks\0\0\0\0\0\0\0\2"s, "\0\0\0\0\0\0\0\2"s},
      {"l\0\0\0\0\0\0\0\2\0\0\0\0"s, "e0"},
      {"l\0\0\0\0\0\0\0\2\0\0\0\1"s, "e1"},
      {"mearliest", "\0\0\0\0\0\0\0\2"s},
      {"mformat", "\0\0\0\0\0\0\0\1"s},
      {"mhead", "\0\0\0\0\0\0\0\3"s},
      {"mid", id},
  };
  EXPECT_EQ(AllBytes(), expected);
}

TEST_P(StoreFormatTest, NewerFormatIsRefusedWithBothNumbers) {
  MakeStore();
  WriteBytes(kFormatKey, NumberBytes(Store::kFormat + 1));

  const absl::Status error = ErrorOfOpening();

  EXPECT_EQ(error.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(error.message()),
              AllOf(StartsWith("STORE_FORMAT_NEWER: "), HasSubstr("format 2"),
                    HasSubstr("up to 1")));
}

TEST_P(StoreFormatTest, RefusedNewerStoreIsLeftAsItWas) {
  MakeStore();
  WriteBytes(kFormatKey, NumberBytes(Store::kFormat + 1));
  const Entries before = AllBytes();

  EXPECT_FALSE(ErrorOfOpening().ok());

  EXPECT_EQ(AllBytes(), before);
}

TEST_P(StoreFormatTest, FormatZeroIsMigratedWithAllItHas) {
  MakeStore();
  WriteBytes(kFormatKey, NumberBytes(0));
  WriteBytes(kEarliestKey, std::nullopt);

  const auto store = OpenStore(engine_.Open());

  EXPECT_EQ(store->id(), id_);
  EXPECT_EQ(store->head(), 2);
  EXPECT_EQ(store->GetSnapshot()->earliest(), 1);
  EXPECT_EQ(Rows(*store->GetSnapshot(), "", "z"),
            (std::vector<Row>{{"a", "x", 1}}));
  EXPECT_EQ(ReadLog(*store->GetSnapshot(), {}),
            (Log{{{2, 0}, "e1"}, {{2, 1}, "e2"}}));
}

TEST_P(StoreFormatTest, MigratedStoreIsOfTheNewFormat) {
  MakeStore();
  WriteBytes(kFormatKey, NumberBytes(0));
  WriteBytes(kEarliestKey, std::nullopt);

  OpenStore(engine_.Open());

  const auto bytes = engine_.Open();
  EXPECT_EQ(*bytes->View()->Get(kFormatKey), NumberBytes(Store::kFormat));
}

TEST_P(StoreFormatTest, KeysWithoutAFormatAreNoStore) {
  WriteBytes("somebody else's", "data");

  const absl::Status error = ErrorOfOpening();

  EXPECT_EQ(error.code(), kDataLoss);
  EXPECT_THAT(std::string(error.message()),
              AllOf(StartsWith("STORE_CORRUPT: "), HasSubstr("format")));
}

TEST_P(StoreFormatTest, UnreadableFormatIsDataLoss) {
  MakeStore();
  WriteBytes(kFormatKey, "one");

  EXPECT_EQ(ErrorOfOpening().code(), kDataLoss);
}

TEST_P(StoreFormatTest, MissingHeadIsDataLoss) {
  MakeStore();
  WriteBytes(kHeadKey, std::nullopt);

  EXPECT_EQ(ErrorOfOpening().code(), kDataLoss);
}

TEST_P(StoreFormatTest, ValueWithoutRevisionIsDataLossNamingTheKey) {
  MakeStore();
  WriteBytes("kbroken", "short");
  const auto store = OpenStore(engine_.Open());
  const auto snapshot = store->GetSnapshot();
  const auto any = [](std::string_view, const Value&) { return true; };

  EXPECT_EQ(snapshot->Get("broken").status().code(), kDataLoss);
  EXPECT_EQ(snapshot->Scan("a", "z", any).code(), kDataLoss);
  EXPECT_EQ(snapshot->ScanBackward("a", "z", any).code(), kDataLoss);
  EXPECT_THAT(std::string(snapshot->Get("broken").status().message()),
              HasSubstr("kbroken"));
  EXPECT_EQ(store->CommitOne(If("broken", 1, {})).status().code(), kDataLoss);
}

TEST_P(StoreFormatTest, LogKeyOfWrongLengthIsDataLoss) {
  MakeStore();
  WriteBytes("lz", "x");
  const auto snapshot_store = OpenStore(engine_.Open());
  const auto snapshot = snapshot_store->GetSnapshot();

  EXPECT_EQ(snapshot->ReadLog({}, [](LogEntry) { return true; }).code(),
            kDataLoss);
  EXPECT_EQ(snapshot->LastLogEntry().status().code(), kDataLoss);
}

}  // namespace
}  // namespace mandated::storage
