#ifndef MANDATED_SERVICES_ENGINE_BACKUPS_H_
#define MANDATED_SERVICES_ENGINE_BACKUPS_H_

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/backup.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::engine {

// Makes backups of the store on a thread of its own, one at a time, and knows
// those of its directory. Thread-safe. Does not own the store.
class Backups {
 public:
  using Outcome = absl::StatusOr<storage::Backup>;
  using Done = std::function<void(const Outcome&)>;

  // `directory` may be empty: then there are none, and none can be made.
  // `on_end` hears how each ended, on the thread.
  Backups(storage::Store* store, std::string directory, Done on_end);
  ~Backups();

  Backups(const Backups&) = delete;
  Backups& operator=(const Backups&) = delete;

  // Begins a backup. `progress` and `done` are called on the thread; `done`
  // once, at the end, with the errors of Store::CreateBackup. FAILED_
  // PRECONDITION (BACKUP_RUNNING, BACKUP_NOT_CONFIGURED) and UNAVAILABLE
  // (SHUTTING_DOWN): it has not begun, and neither is called.
  absl::Status Begin(int keep, storage::BackupProgress progress, Done done);

  // Returns the backups there were at the start and after each one made since,
  // oldest first. FAILED_PRECONDITION (BACKUP_NOT_CONFIGURED).
  absl::StatusOr<std::vector<storage::Backup>> List() const;

  // Returns the newest that is not at fault.
  std::optional<storage::Backup> Newest() const;

  const std::string& directory() const { return directory_; }

  // Stops a backup that is being made, and the thread.
  void Stop();

 private:
  struct Work {
    int keep;
    storage::BackupProgress progress;
    Done done;
  };

  void Run();
  void Make(const Work& work);
  void Refresh();
  bool stopping() const;

  storage::Store* const store_;
  const std::string directory_;
  const Done on_end_;
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Work> next_ ABSL_GUARDED_BY(mutex_);
  std::vector<storage::Backup> known_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_BACKUPS_H_
