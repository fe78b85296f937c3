#ifndef MANDATED_STORAGE_RECORD_CHECK_H_
#define MANDATED_STORAGE_RECORD_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace mandated::storage {

// Reads the write-ahead logs of the RocksDB in `directory`, and its manifest,
// which has the same form, record by record, before RocksDB does. A record that
// the end of a file cuts off was never acknowledged, and is passed over; what
// differs in any byte from what was written is DATA_LOSS (STORE_CORRUPT), with
// the file and the place, and so is a missing manifest.
//
// RocksDB alone takes some damage for such an end, and drops all that follows,
// acknowledged or not, without a word: a length that now points behind the end
// of the file, and a type that is now the one of a recycled log.
absl::Status CheckRecords(const std::string& directory);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_RECORD_CHECK_H_
