#ifndef MANDATED_STORAGE_ORDERED_BYTES_H_
#define MANDATED_STORAGE_ORDERED_BYTES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/backup.h"

namespace mandated::storage {

// Visits one entry of a scan; false ends the scan. The views live for the
// call only.
using EntryVisitor =
    std::function<bool(std::string_view key, std::string_view value)>;

// One moment of an OrderedBytes: later writes do not show. Costs the store the
// space of what is overwritten while it lives. Thread-safe. Must not outlive
// the OrderedBytes it came from.
class BytesView {
 public:
  virtual ~BytesView() = default;

  // Returns the value of `key`; nullopt when there is none.
  // INTERNAL or DATA_LOSS: the disk failed.
  virtual absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const = 0;

  // Visits entries with `begin` <= key < `end` in byte order.
  virtual absl::Status Scan(std::string_view begin, std::string_view end,
                            const EntryVisitor& visit) const = 0;

  // Visits entries with `begin` <= key < `end` in descending byte order.
  virtual absl::Status ScanBackward(std::string_view begin,
                                    std::string_view end,
                                    const EntryVisitor& visit) const = 0;
};

// What one atomic write does. Deletes of a range come first, then the rest in
// order.
struct ByteChanges {
  struct Change {
    std::string key;
    std::optional<std::string> value;  // nullopt: delete
  };
  struct Range {
    std::string begin;  // inclusive
    std::string end;    // exclusive
  };
  std::vector<Range> delete_ranges;
  std::vector<Change> changes;
};

// A durable map of bytes to bytes in byte order: the one thing a storage
// engine has to be. Thread-safe.
class OrderedBytes {
 public:
  virtual ~OrderedBytes() = default;

  // Returns the present moment.
  virtual std::unique_ptr<BytesView> View() const = 0;

  // Applies all of `changes` or nothing; returns once they are on disk.
  // RESOURCE_EXHAUSTED: the disk is full; other codes: the disk failed. After
  // an error the changes are there or not, all of them, once it is reopened.
  virtual absl::Status Write(const ByteChanges& changes) = 0;

  // Names the engine: "rocksdb" or "memory".
  virtual std::string_view engine() const = 0;

  // As Store::CreateBackup says.
  virtual absl::StatusOr<Backup> CreateBackup(const BackupRequest& request) = 0;
};

// Returns an empty map in memory, gone with the process.
std::unique_ptr<OrderedBytes> NewMemoryBytes();

// Opens or makes a RocksDB in `directory`, with a synced write-ahead log.
// FAILED_PRECONDITION (STORE_IN_USE): another has it open, named by its process
// id and host. DATA_LOSS (STORE_CORRUPT): what is there is damaged, the file
// named. Other codes: what the system or RocksDB said.
absl::StatusOr<std::unique_ptr<OrderedBytes>> OpenRocksdbBytes(
    const std::string& directory);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ORDERED_BYTES_H_
