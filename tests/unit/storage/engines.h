#ifndef MANDATED_TESTS_UNIT_STORAGE_ENGINES_H_
#define MANDATED_TESTS_UNIT_STORAGE_ENGINES_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/ordered_bytes.h"
#include "storage/store.h"

// What the tests of the storage room share: the engines every suite runs over,
// a disk that fails on demand, and short ways to write and read a store.
namespace mandated::storage {

// A fresh directory, removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// One engine with a place of its own: what one Open writes, the next one
// reads, once the one before is gone. Must outlive what it opens.
class Engine {
 public:
  explicit Engine(std::string_view name);

  std::unique_ptr<OrderedBytes> Open();

 private:
  const std::unique_ptr<OrderedBytes> memory_;  // null for rocksdb
  const TemporaryDirectory directory_;
};

inline constexpr const char* kEngines[] = {"memory", "rocksdb"};

// How a disk behaves. Read and changed by tests between calls.
struct Disk {
  absl::Status write_error;            // an error: writes fail with it
  bool failed_writes_persist = false;  // and take effect all the same
  absl::Status read_error;             // an error: Get fails with it
  std::function<void()> before_write = [] {};
};

// An OrderedBytes on `disk`, over `base`. Does not own either.
std::unique_ptr<OrderedBytes> OnDisk(Disk* disk, OrderedBytes* base);

// Opens a store that must open.
std::unique_ptr<Store> OpenStore(std::unique_ptr<OrderedBytes> bytes);

// Returns the entries of [begin, end).
using Entries = std::vector<std::pair<std::string, std::string>>;
Entries Read(const BytesView& view, std::string_view begin,
             std::string_view end);
Entries ReadBackward(const BytesView& view, std::string_view begin,
                     std::string_view end);

// One key as a store tells it.
struct Row {
  std::string key;
  std::string bytes;
  Revision revision;

  friend auto operator<=>(const Row&, const Row&) = default;
};
std::ostream& operator<<(std::ostream& out, const Row& row);
std::ostream& operator<<(std::ostream& out, const Position& position);

std::vector<Row> Rows(const Snapshot& snapshot, std::string_view begin,
                      std::string_view end);
std::vector<Row> RowsBackward(const Snapshot& snapshot, std::string_view begin,
                              std::string_view end);

using Log = std::vector<std::pair<Position, std::string>>;
Log ReadLog(const Snapshot& snapshot, Position after);

// Commits that do one thing.
Commit Putting(std::string key, std::string value);
Commit Deleting(std::string key);
Commit Telling(std::vector<std::string> events);
Commit TrimmingBefore(Revision revision);

// The same, where `key` has `revision`.
Commit If(std::string key, Revision revision, Commit commit);

}  // namespace mandated::storage

#endif  // MANDATED_TESTS_UNIT_STORAGE_ENGINES_H_
