#include "tests/unit/storage/engines.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

// Debian's librocksdb is not instrumented: ThreadSanitizer sees the memcpy of a
// memtable but not the atomics that publish it. What our code does with memory
// stays watched, and TSAN_OPTIONS still overrides this.
#ifndef __has_feature  // clang's way of saying what gcc defines a macro for
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
extern "C" const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1";
}
#endif

namespace mandated::storage {
namespace {

class DiskBytes : public OrderedBytes {
 public:
  DiskBytes(Disk* disk, OrderedBytes* base) : disk_(disk), base_(base) {}

  std::unique_ptr<BytesView> View() const override;

  absl::Status Write(const ByteChanges& changes) override {
    disk_->before_write();
    if (disk_->write_error.ok()) return base_->Write(changes);
    if (disk_->failed_writes_persist) (void)base_->Write(changes);
    return disk_->write_error;
  }

  std::string_view engine() const override { return base_->engine(); }
  absl::StatusOr<Backup> CreateBackup(const BackupRequest& request) override {
    return base_->CreateBackup(request);
  }

 private:
  Disk* const disk_;
  OrderedBytes* const base_;
};

class DiskView : public BytesView {
 public:
  DiskView(const Disk* disk, std::unique_ptr<BytesView> base)
      : disk_(disk), base_(std::move(base)) {}

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    if (!disk_->read_error.ok()) return disk_->read_error;
    return base_->Get(key);
  }

  absl::Status Scan(std::string_view begin, std::string_view end,
                    const EntryVisitor& visit) const override {
    return base_->Scan(begin, end, visit);
  }

  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const EntryVisitor& visit) const override {
    return base_->ScanBackward(begin, end, visit);
  }

 private:
  const Disk* const disk_;
  const std::unique_ptr<BytesView> base_;
};

std::unique_ptr<BytesView> DiskBytes::View() const {
  return std::make_unique<DiskView>(disk_, base_->View());
}

// For memory, whose content must outlive what was opened.
Disk& SoundDisk() {
  static Disk disk;
  return disk;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory()
    : path_(testing::TempDir() + "mandated-storage-XXXXXX") {
  EXPECT_NE(mkdtemp(path_.data()), nullptr);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Engine::Engine(std::string_view name)
    : memory_(name == "memory" ? NewMemoryBytes() : nullptr) {}

std::unique_ptr<OrderedBytes> Engine::Open() {
  if (memory_ != nullptr) return OnDisk(&SoundDisk(), memory_.get());
  auto bytes = OpenRocksdbBytes(directory_.path());
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return *std::move(bytes);
}

std::unique_ptr<OrderedBytes> OnDisk(Disk* disk, OrderedBytes* base) {
  return std::make_unique<DiskBytes>(disk, base);
}

std::unique_ptr<Store> OpenStore(std::unique_ptr<OrderedBytes> bytes) {
  auto store = Store::Open(std::move(bytes));
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

Entries Read(const BytesView& view, std::string_view begin,
             std::string_view end) {
  Entries entries;
  const absl::Status status =
      view.Scan(begin, end, [&](std::string_view key, std::string_view value) {
        entries.emplace_back(key, value);
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  return entries;
}

Entries ReadBackward(const BytesView& view, std::string_view begin,
                     std::string_view end) {
  Entries entries;
  const absl::Status status = view.ScanBackward(
      begin, end, [&](std::string_view key, std::string_view value) {
        entries.emplace_back(key, value);
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  return entries;
}

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.key << "=" << row.bytes << "@" << row.revision;
}

std::ostream& operator<<(std::ostream& out, const Position& position) {
  return out << position.revision << "." << position.index;
}

std::vector<Row> Rows(const Snapshot& snapshot, std::string_view begin,
                      std::string_view end) {
  std::vector<Row> rows;
  const absl::Status status =
      snapshot.Scan(begin, end, [&](std::string_view key, const Value& value) {
        rows.push_back({std::string(key), value.bytes, value.revision});
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

std::vector<Row> RowsBackward(const Snapshot& snapshot, std::string_view begin,
                              std::string_view end) {
  std::vector<Row> rows;
  const absl::Status status = snapshot.ScanBackward(
      begin, end, [&](std::string_view key, const Value& value) {
        rows.push_back({std::string(key), value.bytes, value.revision});
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

Log ReadLog(const Snapshot& snapshot, Position after) {
  Log log;
  const absl::Status status = snapshot.ReadLog(after, [&](LogEntry entry) {
    log.emplace_back(entry.position, std::move(entry.bytes));
    return true;
  });
  EXPECT_TRUE(status.ok()) << status;
  return log;
}

Commit Putting(std::string key, std::string value) {
  Commit commit;
  commit.writes.push_back({.key = std::move(key), .value = std::move(value)});
  return commit;
}

Commit Deleting(std::string key) {
  Commit commit;
  commit.writes.push_back({.key = std::move(key), .value = std::nullopt});
  return commit;
}

Commit Telling(std::vector<std::string> events) {
  Commit commit;
  commit.events = std::move(events);
  return commit;
}

Commit TrimmingBefore(Revision revision) {
  Commit commit;
  commit.trim_before = revision;
  return commit;
}

Commit If(std::string key, Revision revision, Commit commit) {
  commit.preconditions.push_back({std::move(key), revision});
  return commit;
}

}  // namespace mandated::storage
