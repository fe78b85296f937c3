#ifndef MANDATED_STORAGE_ROCKSDB_INFO_LOG_H_
#define MANDATED_STORAGE_ROCKSDB_INFO_LOG_H_

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace mandated::storage {

// Returns a logger for what RocksDB tells of its work: `LOG` in `directory`,
// and `LOG.old` before it, of 4 MiB each at most.
//
// RocksDB's own logger aborts the process on a full disk: Debian builds 7.8
// with assertions, and one of them forbids the line after a line that could
// not be written. Lines this one cannot write are dropped.
std::shared_ptr<rocksdb::Logger> NewRocksdbInfoLog(
    const std::string& directory);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ROCKSDB_INFO_LOG_H_
