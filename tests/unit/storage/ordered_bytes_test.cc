#include "storage/ordered_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// What every engine must do.
class OrderedBytesTest : public testing::TestWithParam<const char*> {
 protected:
  void Put(std::string key, std::string value) {
    Write(
        {.delete_ranges = {}, .changes = {{std::move(key), std::move(value)}}});
  }

  void Delete(std::string key) {
    Write({.delete_ranges = {}, .changes = {{std::move(key), std::nullopt}}});
  }

  void DeleteRange(std::string begin, std::string end) {
    Write(
        {.delete_ranges = {{std::move(begin), std::move(end)}}, .changes = {}});
  }

  void Write(const ByteChanges& changes) {
    const absl::Status status = bytes_->Write(changes);
    ASSERT_TRUE(status.ok()) << status;
  }

  std::optional<std::string> Get(std::string_view key) {
    const auto value = bytes_->View()->Get(key);
    EXPECT_TRUE(value.ok()) << value.status();
    return *value;
  }

  void Reopen() {
    bytes_.reset();
    bytes_ = engine_.Open();
  }

  Engine engine_{GetParam()};
  std::unique_ptr<OrderedBytes> bytes_ = engine_.Open();
};

INSTANTIATE_TEST_SUITE_P(Engines, OrderedBytesTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

TEST_P(OrderedBytesTest, EngineTellsItsName) {
  EXPECT_EQ(bytes_->engine(), GetParam());
}

TEST_P(OrderedBytesTest, EmptyEngineHasNothing) {
  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_THAT(Read(*bytes_->View(), "", "\xff"), IsEmpty());
  EXPECT_THAT(ReadBackward(*bytes_->View(), "", "\xff"), IsEmpty());
}

TEST_P(OrderedBytesTest, WrittenValueIsRead) {
  Put("a", "1");

  EXPECT_EQ(Get("a"), "1");
}

TEST_P(OrderedBytesTest, NeighbouringKeysAreNotFound) {
  Put("b", "1");

  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_EQ(Get("b\0"s), std::nullopt);
  EXPECT_EQ(Get(""), std::nullopt);
}

TEST_P(OrderedBytesTest, LaterValueReplacesEarlier) {
  Put("a", "1");
  Put("a", "2");

  EXPECT_EQ(Get("a"), "2");
  EXPECT_THAT(Read(*bytes_->View(), "", "z"), ElementsAre(Pair("a", "2")));
}

TEST_P(OrderedBytesTest, DeletedKeyIsGone) {
  Put("a", "1");
  Delete("a");

  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_THAT(Read(*bytes_->View(), "", "z"), IsEmpty());
}

TEST_P(OrderedBytesTest, DeletingWhatIsNotThereChangesNothing) {
  Put("b", "1");
  Delete("a");

  EXPECT_THAT(Read(*bytes_->View(), "", "z"), ElementsAre(Pair("b", "1")));
}

TEST_P(OrderedBytesTest, EmptyKeyAndEmptyValueAreKept) {
  Put("", "");

  EXPECT_EQ(Get(""), "");
  EXPECT_THAT(Read(*bytes_->View(), "", "a"), ElementsAre(Pair("", "")));
}

TEST_P(OrderedBytesTest, BytesAreOrderedAsUnsignedNumbers) {
  Put("\xff\xff", "last");
  Put("\x7f", "middle");
  Put("\0\0"s, "zeros");
  Put("\0"s, "zero");

  EXPECT_THAT(Read(*bytes_->View(), "", "\xff\xff\xff"),
              ElementsAre(Pair("\0"s, "zero"), Pair("\0\0"s, "zeros"),
                          Pair("\x7f", "middle"), Pair("\xff\xff", "last")));
}

TEST_P(OrderedBytesTest, BinaryValueComesBackByteForByte) {
  const std::string value = "\0\x01\xff\n\r\0"s;
  Put("a", value);

  EXPECT_EQ(Get("a"), value);
}

TEST_P(OrderedBytesTest, LargeValueComesBack) {
  const std::string value(3 << 20, 'x');
  Put("a", value);

  EXPECT_EQ(Get("a"), value);
}

TEST_P(OrderedBytesTest, ScanIncludesBeginAndExcludesEnd) {
  for (const char* key : {"a", "b", "c", "d"}) Put(key, key);

  EXPECT_THAT(Read(*bytes_->View(), "b", "d"),
              ElementsAre(Pair("b", "b"), Pair("c", "c")));
  EXPECT_THAT(ReadBackward(*bytes_->View(), "b", "d"),
              ElementsAre(Pair("c", "c"), Pair("b", "b")));
}

TEST_P(OrderedBytesTest, ScanBetweenKeysFindsWhatLiesBetween) {
  for (const char* key : {"a", "c", "e"}) Put(key, key);

  EXPECT_THAT(Read(*bytes_->View(), "b", "d"), ElementsAre(Pair("c", "c")));
  EXPECT_THAT(ReadBackward(*bytes_->View(), "b", "d"),
              ElementsAre(Pair("c", "c")));
}

TEST_P(OrderedBytesTest, EmptyOrReversedRangeHasNothing) {
  for (const char* key : {"a", "b", "c"}) Put(key, key);

  EXPECT_THAT(Read(*bytes_->View(), "b", "b"), IsEmpty());
  EXPECT_THAT(Read(*bytes_->View(), "c", "a"), IsEmpty());
  EXPECT_THAT(ReadBackward(*bytes_->View(), "b", "b"), IsEmpty());
  EXPECT_THAT(ReadBackward(*bytes_->View(), "c", "a"), IsEmpty());
}

TEST_P(OrderedBytesTest, VisitorEndsScan) {
  for (const char* key : {"a", "b", "c"}) Put(key, key);
  std::string seen;
  const auto until_b = [&](std::string_view key, std::string_view) {
    seen += key;
    return key != "b";
  };

  EXPECT_TRUE(bytes_->View()->Scan("a", "z", until_b).ok());
  EXPECT_TRUE(bytes_->View()->ScanBackward("a", "z", until_b).ok());

  EXPECT_EQ(seen,
            "ab"
            "cb");
}

TEST_P(OrderedBytesTest, VisitorMayReadAndWriteWithoutDisturbingItsScan) {
  for (const char* key : {"a", "b", "c"}) Put(key, "old");
  const auto view = bytes_->View();
  Entries seen;

  const absl::Status status =
      view->Scan("a", "z", [&](std::string_view key, std::string_view value) {
        EXPECT_EQ(*view->Get(key), value);
        Put("b", "new");
        Delete("c");
        seen.emplace_back(key, value);
        return true;
      });

  EXPECT_TRUE(status.ok());
  EXPECT_THAT(
      seen, ElementsAre(Pair("a", "old"), Pair("b", "old"), Pair("c", "old")));
}

TEST_P(OrderedBytesTest, DeletedRangeIncludesBeginAndExcludesEnd) {
  for (const char* key : {"a", "b", "c", "d"}) Put(key, key);

  DeleteRange("b", "d");

  EXPECT_THAT(Read(*bytes_->View(), "", "z"),
              ElementsAre(Pair("a", "a"), Pair("d", "d")));
  EXPECT_EQ(Get("b"), std::nullopt);
  EXPECT_EQ(Get("d"), "d");
}

TEST_P(OrderedBytesTest, DeletingEmptyOrReversedRangeChangesNothing) {
  for (const char* key : {"a", "b", "c"}) Put(key, key);

  DeleteRange("b", "b");
  DeleteRange("c", "a");

  EXPECT_EQ(Read(*bytes_->View(), "", "z").size(), 3u);
}

TEST_P(OrderedBytesTest, RangesOfOneWriteAreDeletedBeforeTheRest) {
  Put("a", "old");
  Put("b", "old");

  Write({.delete_ranges = {{"a", "z"}}, .changes = {{"a", "new"}}});

  EXPECT_THAT(Read(*bytes_->View(), "", "z"), ElementsAre(Pair("a", "new")));
}

TEST_P(OrderedBytesTest, ChangesOfOneWriteAreAppliedInOrder) {
  Write(
      {.delete_ranges = {},
       .changes = {
           {"a", "1"}, {"a", std::nullopt}, {"b", std::nullopt}, {"b", "2"}}});

  EXPECT_THAT(Read(*bytes_->View(), "", "z"), ElementsAre(Pair("b", "2")));
}

TEST_P(OrderedBytesTest, ViewStaysAtItsMoment) {
  for (const char* key : {"a", "b", "c"}) Put(key, "old");
  const auto view = bytes_->View();

  Put("a", "new");
  Delete("b");
  DeleteRange("c", "d");
  Put("d", "new");

  const Entries old = {{"a", "old"}, {"b", "old"}, {"c", "old"}};
  EXPECT_EQ(Read(*view, "", "z"), old);
  EXPECT_EQ(*view->Get("b"), "old");
  EXPECT_EQ(*view->Get("d"), std::nullopt);
}

TEST_P(OrderedBytesTest, ViewsOfDifferentMomentsLiveSideBySide) {
  std::vector<std::unique_ptr<BytesView>> views;
  for (const char* value : {"1", "2", "3"}) {
    Put("a", value);
    views.push_back(bytes_->View());
  }
  views.erase(views.begin() + 1);
  Delete("a");

  EXPECT_EQ(*views[0]->Get("a"), "1");
  EXPECT_EQ(*views[1]->Get("a"), "3");
}

TEST_P(OrderedBytesTest, ReadersNeverSeeHalfAWrite) {
  Put("a", "0");
  Put("b", "0");
  std::thread writer([&] {
    for (int i = 1; i <= 100; ++i) {
      const std::string value = std::to_string(i);
      Write({.delete_ranges = {}, .changes = {{"a", value}, {"b", value}}});
    }
  });

  std::string a;
  while (a != "100") {
    const auto view = bytes_->View();
    a = **view->Get("a");
    EXPECT_EQ(a, **view->Get("b"));
  }
  writer.join();
}

TEST_P(OrderedBytesTest, WritersOnSeveralThreadsLoseNothing) {
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < 50; ++i) {
        Put(std::to_string(w) + "/" + std::to_string(i), "x");
      }
    });
  }
  for (std::thread& writer : writers) writer.join();

  EXPECT_EQ(Read(*bytes_->View(), "", "z").size(), 200u);
}

TEST_P(OrderedBytesTest, ReopenedEngineHasWhatWasWritten) {
  Put("a", "1");
  Put("b", "2");
  Put("c", "3");
  Delete("b");
  DeleteRange("c", "d");

  Reopen();

  EXPECT_THAT(Read(*bytes_->View(), "", "z"), ElementsAre(Pair("a", "1")));
}

TEST_P(OrderedBytesTest, ManyKeysKeepTheirOrder) {
  constexpr int kKeys = 5'000;
  ByteChanges changes;
  Entries expected;
  for (int i = 0; i < kKeys; ++i) {
    // 7919 is prime to 5000: every key once, in no order.
    std::string key = std::to_string(10'000 + i * 7919 % kKeys);
    expected.emplace_back(key, "x");
    changes.changes.push_back({std::move(key), "x"});
  }
  std::sort(expected.begin(), expected.end());

  Write(changes);

  EXPECT_EQ(Read(*bytes_->View(), "", "z"), expected);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(ReadBackward(*bytes_->View(), "", "z"), expected);
}

}  // namespace
}  // namespace mandated::storage
