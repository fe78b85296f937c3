#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/perf_level.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"
#include "storage/directory_lock.h"
#include "storage/engine_figures.h"
#include "storage/errors.h"
#include "storage/ordered_bytes.h"
#include "storage/record_check.h"
#include "storage/rocksdb_backup.h"
#include "storage/rocksdb_info_log.h"
#include "storage/rocksdb_status.h"
#include "storage/table_check.h"

namespace mandated::storage {
namespace {

// Memory: two memtables and the cache are at most 192 MiB; what grows with the
// data, indexes and filters, lives in the cache.
constexpr size_t kBlockCacheBytes = 64 << 20;
// Shards of the block cache: two for each core. By default there would be 64 of
// 1 MiB, and a filter block that is larger than its shard is never cached.
constexpr int kCacheShardBits = 2;
constexpr size_t kMemtableBytes = 64 << 20;
// A tick reads as many blocks as mandates are due, each read, checked and
// unpacked as a whole. The price is the index: 2 GB have about 20 MB of it,
// against 5 MB at 16 KiB a block.
constexpr size_t kBlockBytes = 4 << 10;
constexpr size_t kReadaheadBytes = 2 << 20;  // RocksDB's advice
constexpr double kBloomBitsPerKey = 10;  // one absent key in 100 is looked for
// Of a memtable, for a filter of its keys: 10 bits for each of 300 bytes.
constexpr double kMemtableBloomShare = 0.005;

// What RocksDB is asked of itself, and what that is called here.
struct Property {
  const char* asked;
  const char* name;
};
constexpr std::array kProperties = {
    Property{"rocksdb.estimate-num-keys", "keys"},
    Property{"rocksdb.total-sst-files-size", "sst_bytes"},
    Property{"rocksdb.cur-size-all-mem-tables", "memtable_bytes"},
    Property{"rocksdb.block-cache-usage", "block_cache_bytes"},
    Property{"rocksdb.num-running-flushes", "running_flushes"},
    Property{"rocksdb.num-running-compactions", "running_compactions"},
    Property{"rocksdb.estimate-pending-compaction-bytes",
             "pending_compaction_bytes"},
    Property{"rocksdb.actual-delayed-write-rate",
             "delayed_write_bytes_per_second"},
    Property{"rocksdb.is-write-stopped", "writes_stopped"},
    Property{"rocksdb.background-errors", "background_errors"},
};

// RocksDB resumes by itself once a memtable fits the disk again; it looks
// every five seconds.
std::string RemedyFor(const rocksdb::Status& status) {
  if (status.IsNoSpace()) {
    return absl::StrCat("; free at least ", kMemtableBytes >> 20,
                        " MiB there, and writes go on within seconds");
  }
  if (status.IsCorruption()) return "; restore a backup";
  return "";
}

absl::Status StatusOf(const rocksdb::Status& status, const std::string& what) {
  return FromRocksdb(status, what, RemedyFor(status));
}

rocksdb::Slice ToSlice(std::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

std::string_view FromSlice(const rocksdb::Slice& slice) {
  return std::string_view(slice.data(), slice.size());
}

rocksdb::BlockBasedTableOptions TableOptions() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes, kCacheShardBits);
  table.block_size = kBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.whole_key_filtering = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  return table;
}

rocksdb::Options DatabaseOptions(const std::string& directory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions()));
  options.compression = rocksdb::kLZ4Compression;  // at every level: scans are
                                                   // worth more than disk here
  options.write_buffer_size = kMemtableBytes;
  // A write first looks for what is mostly not there: the skip list would be
  // searched to its bottom to say so.
  options.memtable_prefix_bloom_size_ratio = kMemtableBloomShare;
  options.memtable_whole_key_filtering = true;
  options.max_background_jobs = 2;  // a flush is never behind a compaction
  // Else a compaction reads each block of its inputs by a call of its own.
  options.compaction_readahead_size = kReadaheadBytes;
  options.level_compaction_dynamic_level_bytes = true;  // 1.1 times the data
  options.skip_stats_update_on_db_open = true;  // else opening reads tables
  options.info_log = NewRocksdbInfoLog(directory);
  // Each acknowledged write was synced, so power loss can only tear the last,
  // unacknowledged record: that alone is forgiven. The default,
  // kPointInTimeRecovery, would also drop acknowledged writes behind a damaged
  // one without a word, and later give their revisions to other events. This
  // one does so too for some damage: see record_check.h.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return options;
}

// Returns about how long the batch of `changes` is, so that it need not grow.
size_t BytesOf(const ByteChanges& changes) {
  constexpr size_t kChangeBytes = 16;  // of the batch, and of each change
  size_t bytes = kChangeBytes;
  for (const auto& change : changes.changes) {
    bytes += kChangeBytes + change.key.size();
    if (change.value) bytes += change.value->size();
  }
  return bytes;
}

class RocksdbView : public BytesView {
 public:
  explicit RocksdbView(rocksdb::DB* db)
      : db_(db), snapshot_(db->GetSnapshot()) {}
  ~RocksdbView() override { db_->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    std::string value;
    const rocksdb::Status status = db_->Get(Reading(), ToSlice(key), &value);
    if (status.ok()) return value;
    if (status.IsNotFound()) return std::nullopt;
    return StatusOf(status, "read");
  }

  absl::Status Scan(std::string_view begin, std::string_view end,
                    const EntryVisitor& visit) const override {
    if (begin >= end) return absl::OkStatus();
    const rocksdb::Slice lower = ToSlice(begin), upper = ToSlice(end);
    const auto entries = NewIterator(&lower, &upper);
    for (entries->SeekToFirst(); entries->Valid(); entries->Next()) {
      const auto key = FromSlice(entries->key());
      if (!visit(key, FromSlice(entries->value()))) break;
    }
    return StatusOf(entries->status(), "scan");
  }

  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const EntryVisitor& visit) const override {
    if (begin >= end) return absl::OkStatus();
    const rocksdb::Slice lower = ToSlice(begin), upper = ToSlice(end);
    const auto entries = NewIterator(&lower, &upper);
    for (entries->SeekToLast(); entries->Valid(); entries->Prev()) {
      const auto key = FromSlice(entries->key());
      if (!visit(key, FromSlice(entries->value()))) break;
    }
    return StatusOf(entries->status(), "scan backward");
  }

 private:
  rocksdb::ReadOptions Reading() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    return options;
  }

  // The bounds must outlive the iterator. They also keep it from crawling
  // over tombstones beyond the range.
  std::unique_ptr<rocksdb::Iterator> NewIterator(
      const rocksdb::Slice* lower, const rocksdb::Slice* upper) const {
    rocksdb::ReadOptions options = Reading();
    options.iterate_lower_bound = lower;
    options.iterate_upper_bound = upper;
    return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options));
  }

  rocksdb::DB* const db_;
  const rocksdb::Snapshot* const snapshot_;
};

// A plain DB: the Store is its one writer and checks its own preconditions,
// and TransactionDB does not recover from background errors.
class RocksdbBytes : public OrderedBytes {
 public:
  RocksdbBytes(std::unique_ptr<DirectoryLock> lock,
               std::unique_ptr<rocksdb::DB> db)
      : lock_(std::move(lock)), db_(std::move(db)) {}

  std::unique_ptr<BytesView> View() const override {
    return std::make_unique<RocksdbView>(db_.get());
  }

  absl::Status Write(const ByteChanges& changes) override {
    // Counting every comparison of keys would cost a twelfth of a write.
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);  // of this thread
    rocksdb::WriteBatch batch(BytesOf(changes));
    for (const auto& range : changes.delete_ranges) {
      if (range.begin < range.end) batch.DeleteRange(range.begin, range.end);
    }
    for (const auto& change : changes.changes) {
      if (change.value) {
        batch.Put(change.key, *change.value);
      } else {
        batch.Delete(change.key);
      }
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    return StatusOf(db_->Write(options, &batch), "write");
  }

  std::string_view engine() const override { return "rocksdb"; }

  std::vector<EngineFigure> figures() const {
    std::vector<EngineFigure> figures;
    for (const Property& property : kProperties) {
      uint64_t value = 0;
      if (!db_->GetIntProperty(property.asked, &value)) continue;
      figures.push_back({property.name, static_cast<double>(value)});
    }
    return figures;
  }

  absl::StatusOr<Backup> CreateBackup(const BackupRequest& request) override {
    return CreateRocksdbBackup(db_.get(), request);
  }

 private:
  const std::unique_ptr<DirectoryLock> lock_;  // let go after the DB is closed
  const std::unique_ptr<rocksdb::DB> db_;
};

// RocksDB's own lock is only met when another program, such as ldb, has the
// directory open. Its status has no code of its own.
bool IsLockConflict(const rocksdb::Status& status) {
  return status.IsIOError() && absl::StrContains(status.ToString(), "/LOCK");
}

}  // namespace

std::vector<EngineFigure> ReadEngineFigures(const OrderedBytes& bytes) {
  const auto* rocksdb = dynamic_cast<const RocksdbBytes*>(&bytes);
  if (rocksdb == nullptr) return {};
  return rocksdb->figures();
}

absl::StatusOr<std::unique_ptr<OrderedBytes>> OpenRocksdbBytes(
    const std::string& directory) {
  const absl::Status made = MakeDirectory(directory);
  if (!made.ok()) return made;
  auto lock = DirectoryLock::Acquire(directory);
  if (!lock.ok()) return lock.status();
  const absl::Status checked = CheckRecords(directory);
  if (!checked.ok()) return checked;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      rocksdb::DB::Open(DatabaseOptions(directory), directory, &db);
  if (IsLockConflict(opened)) {
    return StoreInUse(directory, "another program (RocksDB's LOCK is held)");
  }
  if (opened.IsCorruption()) {  // of a table, it may name another file
    absl::Status damaged = CheckTables(directory);
    if (!damaged.ok()) return damaged;
  }
  if (!opened.ok()) {
    return StatusOf(opened, absl::StrCat("open ", directory));
  }
  return std::make_unique<RocksdbBytes>(*std::move(lock),
                                        std::unique_ptr<rocksdb::DB>(db));
}

}  // namespace mandated::storage
