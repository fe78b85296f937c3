#ifndef MANDATED_STORAGE_STORE_H_
#define MANDATED_STORAGE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/mutex.h"
#include "storage/ordered_bytes.h"

namespace mandated::storage {

// Position of one commit in the total order; the first is 1, 0 is before all.
using Revision = int64_t;

// Position of one event. An event (r, i) follows all (r, j) with j < i and all
// of earlier revisions.
struct Position {
  Revision revision = 0;
  int32_t index = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// A value and the revision of the commit that wrote it.
struct Value {
  std::string bytes;
  Revision revision = 0;
};

// As the revision of a Precondition: an earlier commit of the same group.
inline constexpr Revision kThisGroup = -1;

// One entry of the log. `bytes` are as committed.
struct LogEntry {
  Position position;
  std::string bytes;
};

// One atomic change: if every precondition holds, all is done, else nothing.
struct Commit {
  // Holds when `key` was last written by `revision`; 0: `key` is absent.
  // kThisGroup: an earlier commit of the group wrote or deleted it, and none
  // of the earlier ones was refused, so that what its author saw is there.
  struct Precondition {
    std::string key;
    Revision revision = 0;
  };
  // Writes `value`, or deletes with nullopt. `stamped`: eight big-endian bytes
  // of the commit's revision are appended to `key`, for keys that need a
  // revision nobody knows before the commit.
  struct Write {
    std::string key;
    std::optional<std::string> value;
    bool stamped = false;
  };
  std::vector<Precondition> preconditions;
  // The revision of the snapshot that every precondition but kThisGroup was
  // read from; while it is the head they hold, and are not read again. Below
  // 0: they come from elsewhere, and all are read.
  Revision read_at = -1;
  std::vector<Write> writes;
  // Appended to the log at (revision, 0), (revision, 1), ...
  std::vector<std::string> events;
  // Drops all events before this revision, where above 0. Never those of this
  // commit or later ones, however high.
  Revision trim_before = 0;
};

// One moment of a Store: everything up to and with `revision()`, nothing
// after. Thread-safe. Must not outlive the Store.
class Snapshot {
 public:
  using Visitor = std::function<bool(std::string_view key, const Value&)>;
  using LogVisitor = std::function<bool(LogEntry)>;

  Snapshot(std::shared_ptr<const BytesView> view, Revision revision,
           Revision earliest)
      : view_(std::move(view)), revision_(revision), earliest_(earliest) {}

  // Returns the revision of the newest commit in it.
  Revision revision() const { return revision_; }

  // Returns the earliest revision whose events can be read.
  Revision earliest() const { return earliest_; }

  // Returns the value of `key`; nullopt when there is none. All reads:
  // DATA_LOSS (STORE_CORRUPT) or what the engine says of a failing disk.
  absl::StatusOr<std::optional<Value>> Get(std::string_view key) const;

  // Visits keys in [begin, end), ascending; false from `visit` ends it.
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const Visitor& visit) const;

  // Visits keys in [begin, end), descending.
  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const Visitor& visit) const;

  // Visits events after `after` (exclusive), oldest first; false from `visit`
  // ends it. Index -1 stands before all events of its revision. Trimmed events
  // are passed over in silence: compare with earliest() first.
  absl::Status ReadLog(Position after, const LogVisitor& visit) const;

  // Returns the newest event; nullopt when the log is empty.
  absl::StatusOr<std::optional<LogEntry>> LastLogEntry() const;

 private:
  std::shared_ptr<const BytesView> view_;
  Revision revision_;
  Revision earliest_;
};

// Ordered keys with revisions, atomic conditional commits, and one appended
// log, over any OrderedBytes. Keys of callers may be any bytes up to 1 KiB;
// an end of a range is always exclusive and never "unbounded".
// Thread-safe. Owns its OrderedBytes.
class Store {
 public:
  // Is told of each new head, once a group, in order, after it is readable;
  // must not block, commit or add a listener.
  using HeadListener = std::function<void(Revision head)>;

  // Version of the layout of keys and values this program writes.
  static constexpr int kFormat = 1;

  // Opens a store, makes it where `bytes` is empty and migrates an older
  // format. FAILED_PRECONDITION (STORE_FORMAT_NEWER): a newer program wrote
  // it; the message says which format, and to use that program.
  // DATA_LOSS (STORE_CORRUPT): there are keys but no readable format.
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      std::unique_ptr<OrderedBytes> bytes);

  // Returns the UUID given to the store when it was made.
  const std::string& id() const { return id_; }
  std::string_view engine() const { return bytes_->engine(); }

  // Returns the newest revision that is readable.
  Revision head() const;

  // Returns the present moment.
  std::unique_ptr<Snapshot> GetSnapshot() const;

  // Decides `commits` in order, each seeing those before it, and makes all
  // that hold durable in one synced write. Returns one outcome each: its
  // revision, or ABORTED (PRECONDITION_FAILED, with the key), or
  // INVALID_ARGUMENT (KEY_TOO_LONG, COMMIT_TOO_LARGE), or what kept its
  // preconditions from being read. When the write fails every outcome is that
  // error, nothing is readable of any and the head stays; whether they are
  // there after a restart is unknown, as with any lost answer. If such a write
  // proves to have taken effect, all later ones are UNAVAILABLE (STORE_UNSURE)
  // until the store is opened again.
  // Callers on several threads are served one after the other; readers never
  // wait for the disk.
  std::vector<absl::StatusOr<Revision>> CommitGroup(
      absl::Span<const Commit> commits);

  // As CommitGroup, of one.
  absl::StatusOr<Revision> CommitOne(const Commit& commit);

  // Makes a backup of a present moment, with every commit that was acknowledged
  // before the call, while others go on. Its blocks are checked first, so that
  // no backup is made of a damaged store. Takes as long as the disks need.
  // FAILED_PRECONDITION (BACKUP_RUNNING): one is being made into the directory,
  // by this process or another; (BACKUP_UNSUPPORTED): an engine in memory.
  // RESOURCE_EXHAUSTED: the directory's disk is full. DATA_LOSS: the store is
  // damaged, the file named. CANCELLED (BACKUP_STOPPED): `progress` said so.
  absl::StatusOr<Backup> CreateBackup(const BackupRequest& request) {
    return bytes_->CreateBackup(request);
  }

  // Adds a listener, for the life of the store. Not for use during a commit.
  void AddHeadListener(HeadListener listener);

 private:
  // What readers see: moved as one, so that no snapshot is half new.
  struct Present {
    std::shared_ptr<const BytesView> view;
    Revision head;
    Revision earliest;
  };

  Store(std::unique_ptr<OrderedBytes> bytes, std::string id, Revision head,
        Revision earliest);

  Present GetPresent() const;
  absl::Status WriteDurably(const ByteChanges& changes, Revision head)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);
  void Publish(Revision head, Revision earliest);

  const std::unique_ptr<OrderedBytes> bytes_;
  const std::string id_;
  Mutex commit_mutex_;  // held across a write: one group at a time
  bool write_failed_ ABSL_GUARDED_BY(commit_mutex_) = false;
  std::vector<HeadListener> listeners_ ABSL_GUARDED_BY(commit_mutex_);
  mutable Mutex mutex_;
  Present present_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_STORE_H_
