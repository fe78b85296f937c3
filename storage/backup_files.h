#ifndef MANDATED_STORAGE_BACKUP_FILES_H_
#define MANDATED_STORAGE_BACKUP_FILES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "rocksdb/utilities/backup_engine.h"
#include "storage/backup.h"

// What lies in a directory of backups, in RocksDB's words. For backup.cc and
// its neighbours.
namespace mandated::storage {

// Opens a directory of backups for reading, beside whoever writes there.
// NOT_FOUND (BACKUP_NOT_FOUND): it holds none.
absl::StatusOr<std::unique_ptr<rocksdb::BackupEngineReadOnly>> OpenBackups(
    const std::string& directory);

// Returns a backup as the files behind `info`, which has details, tell it.
Backup ReadBackup(const rocksdb::BackupInfo& info);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_BACKUP_FILES_H_
