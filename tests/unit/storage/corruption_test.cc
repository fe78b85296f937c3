#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "tests/support/flip_byte.h"
#include "tests/unit/storage/engines.h"

// One byte of a store's files differs from what was written: it is found, the
// file is named, and nothing of it is served.
namespace mandated::storage {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string FileWith(const std::string& directory, const std::string& part) {
  std::string path;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (name.find(part) != std::string::npos) path = entry.path();
  }
  EXPECT_NE(path, "") << "no file is called *" << part << "*";
  return path;
}

class CorruptionTest : public testing::Test {
 protected:
  // Writes `count` values of `bytes` bytes and copies the files while the store
  // is open, as a power cut leaves them.
  std::string CrashImage(int count, size_t bytes) {
    const auto store = OpenRocksdbBytes(directory_.path() + "/running");
    EXPECT_TRUE(store.ok()) << store.status();
    std::mt19937 random(1);
    for (int i = 0; i < count; ++i) {
      std::string value(bytes, '\0');
      for (char& c : value) c = static_cast<char>(random());
      EXPECT_TRUE((*store)
                      ->Write({.delete_ranges = {},
                               .changes = {{std::to_string(100 + i), value}}})
                      .ok());
    }
    const std::string image = directory_.path() + "/image";
    fs::copy(directory_.path() + "/running", image);
    return image;
  }

  // A store whose values are in a table.
  std::string StoreWithATable() {
    const std::string path = CrashImage(200, 500);
    EXPECT_TRUE(OpenRocksdbBytes(path).ok());  // recovery makes a table
    return path;
  }

  static void ExpectFound(const std::string& image, const std::string& file) {
    const auto bytes = OpenRocksdbBytes(image);
    EXPECT_EQ(bytes.status().code(), absl::StatusCode::kDataLoss)
        << bytes.status();
    EXPECT_THAT(bytes.status().ToString(),
                AllOf(HasSubstr("STORE_CORRUPT: "), HasSubstr(file)));
  }

  const TemporaryDirectory directory_;
};

TEST_F(CorruptionTest, AnyFlippedByteOfALogIsFound) {
  const std::string image = CrashImage(5, 20);
  const std::string log = FileWith(image, ".log");
  const uint64_t size = fs::file_size(log);
  ASSERT_GT(size, 5u * 20u);
  for (uint64_t place = 0; place < size; ++place) {
    SCOPED_TRACE(place);
    FlipByte(log, place);
    ExpectFound(image, log);
    if (HasFailure()) return;
    FlipByte(log, place);
  }
  EXPECT_TRUE(OpenRocksdbBytes(image).ok());
}

TEST_F(CorruptionTest, FlippedByteOfALogOfManyBlocksIsFound) {
  const std::string image = CrashImage(20, 10'000);
  const std::string log = FileWith(image, ".log");
  std::mt19937 random(2);
  std::uniform_int_distribution<uint64_t> places(0, fs::file_size(log) - 1);
  for (int i = 0; i < 50; ++i) {
    const uint64_t place = places(random);
    SCOPED_TRACE(place);
    FlipByte(log, place);
    ExpectFound(image, log);
    FlipByte(log, place);
  }
  EXPECT_TRUE(OpenRocksdbBytes(image).ok());
}

TEST_F(CorruptionTest, AnyFlippedByteOfTheManifestIsFound) {
  const std::string image = CrashImage(1, 1);
  const std::string manifest = FileWith(image, "MANIFEST");
  for (uint64_t place = 0; place < fs::file_size(manifest); ++place) {
    SCOPED_TRACE(place);
    FlipByte(manifest, place);
    ExpectFound(image, manifest);
    if (HasFailure()) return;
    FlipByte(manifest, place);
  }
}

TEST_F(CorruptionTest, AnyFlippedByteOfTheNameOfTheManifestIsFound) {
  const std::string image = CrashImage(1, 1);
  const std::string current = FileWith(image, "CURRENT");
  for (uint64_t place = 0; place < fs::file_size(current); ++place) {
    SCOPED_TRACE(place);
    FlipByte(current, place);
    ExpectFound(image, "CURRENT");
    FlipByte(current, place);
  }
}

TEST_F(CorruptionTest, LogsWithoutTheNameOfTheManifestAreFoundAndKept) {
  const std::string image = CrashImage(1, 1);
  const std::string log = FileWith(image, ".log");
  const uint64_t size = fs::file_size(log);
  fs::remove(image + "/CURRENT");

  ExpectFound(image, fs::path(log).filename());

  EXPECT_EQ(fs::file_size(log), size);
}

// What a crash leaves of the write that it interrupted: all before it is there.
TEST_F(CorruptionTest, LogMayEndAnywhere) {
  const std::string image = CrashImage(3, 50);
  const std::string log = fs::path(FileWith(image, ".log")).filename();
  const uint64_t size = fs::file_size(image + "/" + log);
  for (uint64_t cut = 1; cut < size; cut += 7) {
    const std::string copy = directory_.path() + "/cut";
    fs::remove_all(copy);
    fs::copy(image, copy);
    fs::resize_file(copy + "/" + log, size - cut);

    const auto bytes = OpenRocksdbBytes(copy);

    ASSERT_TRUE(bytes.ok()) << cut << ": " << bytes.status();
    EXPECT_EQ(Read(*(*bytes)->View(), "1", "2").size(),
              (size - cut) / (size / 3));
  }
}

TEST_F(CorruptionTest, SpaceThatWasReservedIsNoDamage) {
  const std::string image = CrashImage(3, 50);
  const std::string log = FileWith(image, ".log");
  fs::resize_file(log, fs::file_size(log) + 100'000);

  const auto bytes = OpenRocksdbBytes(image);

  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(Read(*(*bytes)->View(), "1", "2").size(), 3u);
}

// A block is checked when it is read: what is sound is served.
TEST_F(CorruptionTest, FlippedByteOfATableIsNeverServedAndItsFileIsNamed) {
  const std::string image = StoreWithATable();
  const std::string table = FileWith(image, ".sst");
  FlipByte(table, fs::file_size(table) / 2);
  const auto bytes = OpenRocksdbBytes(image);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto view = (*bytes)->View();
  int served = 0;
  absl::Status found;

  for (int i = 0; i < 200; ++i) {
    const auto value = view->Get(std::to_string(100 + i));
    if (value.ok()) {
      EXPECT_TRUE(value->has_value()) << i;
      ++served;
    } else {
      found = value.status();
    }
  }

  EXPECT_GT(served, 0);
  EXPECT_EQ(found.code(), absl::StatusCode::kDataLoss) << found;
  EXPECT_THAT(std::string(found.message()),
              AllOf(StartsWith("STORE_CORRUPT: "), HasSubstr(table)));
}

TEST_F(CorruptionTest, TableThatLostItsEndIsFoundAtTheStart) {
  const std::string image = StoreWithATable();
  const std::string table = FileWith(image, ".sst");
  fs::resize_file(table, fs::file_size(table) - 1);

  ExpectFound(image, fs::path(table).filename());
}

}  // namespace
}  // namespace mandated::storage
