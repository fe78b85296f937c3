#ifndef MANDATED_STORAGE_TABLE_CHECK_H_
#define MANDATED_STORAGE_TABLE_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace mandated::storage {

// Reads a table of RocksDB, block by block. DATA_LOSS (STORE_CORRUPT): a block
// differs from what was written; the file is named.
absl::Status CheckTable(const std::string& path);

// Does so for every table in `directory`.
absl::Status CheckTables(const std::string& directory);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_TABLE_CHECK_H_
