#include "storage/rocksdb_backup.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/backup_files.h"
#include "storage/directory_lock.h"
#include "storage/errors.h"
#include "storage/rocksdb_status.h"
#include "storage/table_check.h"

namespace mandated::storage {
namespace {

using Engine = std::unique_ptr<rocksdb::BackupEngine>;

constexpr int64_t kCopyStepBytes = 4 << 20;  // how often progress is told

absl::StatusOr<std::unique_ptr<DirectoryLock>> Lock(
    const std::string& directory) {
  const absl::Status made = MakeDirectory(directory);
  if (!made.ok()) return made;
  auto lock = DirectoryLock::Acquire(directory);
  if (absl::IsFailedPrecondition(lock.status())) {
    return BackupRunning(directory, DirectoryLock::Holder(directory));
  }
  return lock;
}

// Keeps the files of a database that it no longer needs.
class KeptFiles {
 public:
  explicit KeptFiles(rocksdb::DB* db) : db_(db) { db_->DisableFileDeletions(); }
  ~KeptFiles() { db_->EnableFileDeletions(/*force=*/false); }

 private:
  rocksdb::DB* const db_;
};

// A backup of a damaged file has the right checksum for the wrong bytes.
absl::Status CheckStore(rocksdb::DB* db, const BackupProgress& progress) {
  const KeptFiles kept(db);
  std::vector<rocksdb::LiveFileMetaData> files;
  db->GetLiveFilesMetaData(&files);
  BackupStep step{.phase = BackupStep::Phase::kChecking};
  for (const auto& file : files) {
    step.bytes_total += static_cast<int64_t>(file.size);
  }
  for (const auto& file : files) {
    if (!progress(step)) return BackupStopped();
    absl::Status checked =
        CheckTable(absl::StrCat(file.directory, "/", file.relative_filename));
    if (!checked.ok()) return checked;
    step.bytes_done += static_cast<int64_t>(file.size);
  }
  return absl::OkStatus();
}

absl::StatusOr<Engine> OpenEngine(const std::string& directory) {
  rocksdb::BackupEngineOptions options(directory);
  options.callback_trigger_interval_size = kCopyStepBytes;
  rocksdb::BackupEngine* engine = nullptr;
  const rocksdb::Status opened =
      rocksdb::BackupEngine::Open(options, rocksdb::Env::Default(), &engine);
  if (opened.ok()) return Engine(engine);
  return FromRocksdb(opened, absl::StrCat("open the backups in ", directory),
                     "");
}

// Copies what the newest backup lacks. Returns the new one's number.
absl::StatusOr<rocksdb::BackupID> Copy(rocksdb::DB* db, const Engine& engine,
                                       const BackupRequest& request) {
  BackupStep step{.phase = BackupStep::Phase::kCopying};
  bool stopped = false;
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;  // tables are shared, logs are not
  options.progress_callback = [&] {
    step.bytes_done += kCopyStepBytes;
    stopped = stopped || !request.progress(step);
    if (stopped) engine->StopBackup();
  };
  if (!request.progress(step)) return BackupStopped();
  rocksdb::BackupID id = 0;
  const rocksdb::Status made = engine->CreateNewBackup(options, db, &id);
  if (made.ok()) return id;
  (void)engine->GarbageCollect();  // what was copied takes up the disk
  if (stopped) return BackupStopped();
  return FromRocksdb(
      made, absl::StrCat("back up into ", request.directory),
      made.IsNoSpace() ? "; make room there, or keep fewer" : "");
}

// Reads a backup that was just made, and takes it back if it cannot be read.
absl::StatusOr<Backup> ReadBack(const Engine& engine, rocksdb::BackupID id) {
  rocksdb::BackupInfo info;
  const rocksdb::Status found =
      engine->GetBackupInfo(id, &info, /*include_file_details=*/true);
  if (!found.ok()) return FromRocksdb(found, "find the backup", "");
  Backup backup = ReadBackup(info);
  if (backup.fault.empty()) return backup;
  (void)engine->DeleteBackup(id);
  return BackupDamaged(id, info.name_for_open, backup.fault);
}

}  // namespace

absl::StatusOr<Backup> CreateRocksdbBackup(rocksdb::DB* db,
                                           const BackupRequest& request) {
  const auto lock = Lock(request.directory);
  if (!lock.ok()) return lock.status();
  absl::Status checked = CheckStore(db, request.progress);
  if (!checked.ok()) return checked;
  const auto engine = OpenEngine(request.directory);
  if (!engine.ok()) return engine.status();
  (void)(*engine)->GarbageCollect();  // of one that was killed
  const auto id = Copy(db, *engine, request);
  if (!id.ok()) return id.status();
  auto backup = ReadBack(*engine, *id);
  if (!backup.ok() || request.keep <= 0) return backup;
  const rocksdb::Status purged =
      (*engine)->PurgeOldBackups(static_cast<uint32_t>(request.keep));
  if (purged.ok()) return backup;
  return FromRocksdb(purged, "delete older backups",
                     absl::StrCat("; backup ", *id, " was made"));
}

}  // namespace mandated::storage
