#include "storage/rocksdb_status.h"

#include "absl/strings/str_cat.h"

namespace mandated::storage {
namespace {

absl::StatusCode CodeOf(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return absl::StatusCode::kResourceExhausted;
  if (status.IsCorruption()) return absl::StatusCode::kDataLoss;
  const bool passes = status.IsBusy() || status.IsTimedOut() ||
                      status.IsTryAgain() || status.IsShutdownInProgress();
  if (passes) return absl::StatusCode::kUnavailable;
  return absl::StatusCode::kInternal;
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status, const std::string& what,
                         const std::string& remedy) {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(
      CodeOf(status),
      absl::StrCat(status.IsCorruption() ? "STORE_CORRUPT: " : "",
                   "RocksDB failed to ", what, ": ", status.ToString(),
                   remedy));
}

}  // namespace mandated::storage
