#ifndef MANDATED_STORAGE_ROCKSDB_BACKUP_H_
#define MANDATED_STORAGE_ROCKSDB_BACKUP_H_

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "storage/backup.h"

namespace mandated::storage {

// Makes a backup of `db`, which may be written meanwhile. Errors as
// Store::CreateBackup.
absl::StatusOr<Backup> CreateRocksdbBackup(rocksdb::DB* db,
                                           const BackupRequest& request);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ROCKSDB_BACKUP_H_
