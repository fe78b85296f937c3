#ifndef MANDATED_STORAGE_ROCKSDB_STATUS_H_
#define MANDATED_STORAGE_ROCKSDB_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace mandated::storage {

// Returns what RocksDB says of its failure to `what`, "read" for example, with
// `remedy`, which begins with "; ", at the end. RESOURCE_EXHAUSTED: the disk is
// full; DATA_LOSS (STORE_CORRUPT): it is damaged; UNAVAILABLE: it passes;
// INTERNAL: any other.
absl::Status FromRocksdb(const rocksdb::Status& status, const std::string& what,
                         const std::string& remedy);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ROCKSDB_STATUS_H_
