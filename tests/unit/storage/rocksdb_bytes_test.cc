#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "rocksdb/db.h"
#include "storage/ordered_bytes.h"
#include "tests/unit/storage/engines.h"

namespace {

std::atomic<int> syncs = 0;
std::atomic<int> sync_errno = 0;  // not 0: syncing fails with it

}  // namespace

// Stands before the C library's for RocksDB too: nothing else shows, short of
// cutting the power, that a write was synced.
extern "C" int fdatasync(int file) {
  ++syncs;
  errno = sync_errno;
  if (sync_errno != 0) return -1;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}

namespace mandated::storage {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// What only an engine on a disk can do.
class RocksdbBytesTest : public testing::Test {
 protected:
  // Writes ten acknowledged values and copies the directory while it is open,
  // which is what a power cut leaves behind.
  std::string CrashImage() {
    auto bytes = OpenRocksdbBytes(directory_.path() + "/running");
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    for (const char key : std::string("0123456789")) {
      EXPECT_TRUE((*bytes)
                      ->Write({.delete_ranges = {},
                               .changes = {{std::string(1, key),
                                            std::string(100, key)}}})
                      .ok());
    }
    const std::string image = directory_.path() + "/image";
    std::filesystem::copy(directory_.path() + "/running", image);
    return image;
  }

  static absl::Status Put(OrderedBytes& bytes, std::string key) {
    return bytes.Write(
        {.delete_ranges = {}, .changes = {{std::move(key), "1"}}});
  }

  static std::string LogFile(const std::string& directory) {
    std::string path;
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      if (file.path().extension() == ".log") path = file.path();
    }
    return path;
  }

  const TemporaryDirectory directory_;
};

TEST_F(RocksdbBytesTest, MissingDirectoriesAreMade) {
  const std::string path = directory_.path() + "/a/b/c";

  EXPECT_TRUE(OpenRocksdbBytes(path).ok());
  EXPECT_TRUE(std::filesystem::is_directory(path));
}

TEST_F(RocksdbBytesTest, DirectoryThatCannotBeMadeIsNamed) {
  std::ofstream(directory_.path() + "/file") << "x";

  const auto bytes = OpenRocksdbBytes(directory_.path() + "/file/store");

  EXPECT_FALSE(bytes.ok());
  EXPECT_THAT(bytes.status().ToString(), HasSubstr("/file/store"));
}

TEST_F(RocksdbBytesTest, SecondOpenIsRefusedAndNamesTheHolder) {
  const auto first = OpenRocksdbBytes(directory_.path());

  const auto second = OpenRocksdbBytes(directory_.path());

  ASSERT_TRUE(first.ok());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()),
              AllOf(StartsWith("STORE_IN_USE: "), HasSubstr(directory_.path()),
                    HasSubstr("process " + std::to_string(getpid()))));
}

TEST_F(RocksdbBytesTest, RefusedOpenLeavesTheHolderUndisturbed) {
  const auto first = OpenRocksdbBytes(directory_.path());

  EXPECT_FALSE(OpenRocksdbBytes(directory_.path()).ok());

  EXPECT_FALSE(OpenRocksdbBytes(directory_.path()).ok());
  EXPECT_TRUE(Put(**first, "a").ok());
}

TEST_F(RocksdbBytesTest, DirectoryHeldByAnotherProgramIsRefused) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, directory_.path(), &db).ok());
  const std::unique_ptr<rocksdb::DB> other_program(db);

  const auto bytes = OpenRocksdbBytes(directory_.path());

  EXPECT_THAT(bytes.status().ToString(),
              AllOf(HasSubstr("STORE_IN_USE: "), HasSubstr(directory_.path()),
                    HasSubstr("another program")));
}

TEST_F(RocksdbBytesTest, ClosedDirectoryOpensAgain) {
  ASSERT_TRUE(OpenRocksdbBytes(directory_.path()).ok());

  EXPECT_TRUE(OpenRocksdbBytes(directory_.path()).ok());
}

TEST_F(RocksdbBytesTest, EveryWriteIsSyncedBeforeItReturns) {
  const auto bytes = OpenRocksdbBytes(directory_.path());
  ASSERT_TRUE(bytes.ok()) << bytes.status();

  for (int i = 0; i < 10; ++i) {
    const int before = syncs;
    EXPECT_TRUE(Put(**bytes, "a").ok());
    EXPECT_GT(syncs, before);
  }
}

TEST_F(RocksdbBytesTest, FailedSyncIsAnErrorThatReadersOutlive) {
  for (const int error : {ENOSPC, EIO}) {
    auto bytes = OpenRocksdbBytes(directory_.path());
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const std::string key = std::to_string(error);
    ASSERT_TRUE(Put(**bytes, "a").ok());

    sync_errno = error;
    EXPECT_FALSE(Put(**bytes, key).ok());
    EXPECT_FALSE(Put(**bytes, key).ok());
    sync_errno = 0;

    EXPECT_EQ(*(*bytes)->View()->Get("a"), "1");
    EXPECT_EQ(*(*bytes)->View()->Get(key), std::nullopt);
  }
}

// A failed write of RocksDB's own information log would abort the process.
TEST_F(RocksdbBytesTest, FilesThatCannotGrowAreAnErrorThatReadersOutlive) {
  const auto bytes = OpenRocksdbBytes(directory_.path());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ASSERT_TRUE(Put(**bytes, "a").ok());
  signal(SIGXFSZ, SIG_IGN);
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight = {.rlim_cur = 1, .rlim_max = before.rlim_max};

  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const absl::Status first = Put(**bytes, "b");
  const absl::Status second = Put(**bytes, "b");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);

  EXPECT_FALSE(first.ok());
  EXPECT_FALSE(second.ok());
  EXPECT_EQ(*(*bytes)->View()->Get("a"), "1");
}

TEST_F(RocksdbBytesTest, FullDiskIsResourceExhausted) {
  const auto bytes = OpenRocksdbBytes(directory_.path());
  ASSERT_TRUE(bytes.ok()) << bytes.status();

  sync_errno = ENOSPC;
  const absl::Status written = Put(**bytes, "a");
  sync_errno = 0;

  EXPECT_EQ(written.code(), absl::StatusCode::kResourceExhausted) << written;
  EXPECT_THAT(std::string(written.message()), HasSubstr("free at least"));
}

TEST_F(RocksdbBytesTest, AcknowledgedWritesSurviveACrash) {
  const auto bytes = OpenRocksdbBytes(CrashImage());

  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(Read(*(*bytes)->View(), "0", "z").size(), 10u);
}

TEST_F(RocksdbBytesTest, TornLastRecordIsDroppedAlone) {
  const std::string image = CrashImage();
  const std::string log = LogFile(image);
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 50);

  const auto bytes = OpenRocksdbBytes(image);

  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(Read(*(*bytes)->View(), "0", "z").size(), 9u);
}

TEST_F(RocksdbBytesTest, DamageBeforeAcknowledgedWritesIsDataLoss) {
  const std::string image = CrashImage();
  const std::string log = LogFile(image);
  std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  file.seekp(static_cast<std::streamoff>(content.find("4444")));
  file << "damage" << std::flush;

  const auto bytes = OpenRocksdbBytes(image);

  EXPECT_EQ(bytes.status().code(), absl::StatusCode::kDataLoss)
      << bytes.status();
}

}  // namespace
}  // namespace mandated::storage
