#include "storage/table_check.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "rocksdb/sst_file_reader.h"
#include "storage/rocksdb_status.h"

namespace mandated::storage {

absl::Status CheckTable(const std::string& path) {
  rocksdb::SstFileReader reader({});
  rocksdb::Status checked = reader.Open(path);
  if (checked.ok()) checked = reader.VerifyChecksum();
  return FromRocksdb(checked, absl::StrCat("check ", path),
                     "; keep the directory, check the disk, and restore the "
                     "newest backup");
}

absl::Status CheckTables(const std::string& directory) {
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".sst") continue;
    absl::Status checked = CheckTable(entry.path());
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace mandated::storage
