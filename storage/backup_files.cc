#include "storage/backup_files.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "storage/errors.h"
#include "storage/layout.h"
#include "storage/rocksdb_status.h"

namespace mandated::storage {
namespace {

class SilentLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

absl::StatusOr<std::string> ReadMeta(rocksdb::DB& db, std::string_view key) {
  std::string value;
  const rocksdb::Status read = db.Get(
      rocksdb::ReadOptions(), rocksdb::Slice(key.data(), key.size()), &value);
  if (!read.ok()) return StoreCorrupt(key, read.ToString());
  return value;
}

absl::StatusOr<int64_t> ReadNumber(rocksdb::DB& db, std::string_view key) {
  const auto text = ReadMeta(db, key);
  if (!text.ok()) return text.status();
  const auto number = ParseNumber(*text);
  if (!number) return StoreCorrupt(key, "its value is no number");
  return *number;
}

absl::Status ReadHeader(rocksdb::DB& db, Backup& backup) {
  const auto format = ReadNumber(db, kFormatKey);
  if (!format.ok()) return format.status();
  auto id = ReadMeta(db, kIdKey);
  if (!id.ok()) return id.status();
  const auto head = ReadNumber(db, kHeadKey);
  if (!head.ok()) return head.status();
  backup.store_format = *format;
  backup.store_id = *std::move(id);
  backup.revision = *head;
  return absl::OkStatus();
}

absl::Status OpenAndReadHeader(const rocksdb::BackupInfo& info,
                               Backup& backup) {
  rocksdb::Options options;
  options.env = info.env_for_open.get();
  options.info_log = std::make_shared<SilentLog>();
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(options, info.name_for_open, &opened);
  if (!status.ok()) return FromRocksdb(status, "open the backup", "");
  const std::unique_ptr<rocksdb::DB> db(opened);
  return ReadHeader(*db, backup);
}

}  // namespace

absl::StatusOr<std::unique_ptr<rocksdb::BackupEngineReadOnly>> OpenBackups(
    const std::string& directory) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(directory + "/meta", ignored)) {
    return BackupNotFound(directory, "there is none");
  }
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  const rocksdb::Status opened = rocksdb::BackupEngineReadOnly::Open(
      rocksdb::BackupEngineOptions(directory), rocksdb::Env::Default(),
      &engine);
  if (!opened.ok()) {
    return FromRocksdb(opened, absl::StrCat("read the backups in ", directory),
                       "");
  }
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine);
}

Backup ReadBackup(const rocksdb::BackupInfo& info) {
  Backup backup;
  backup.number = info.backup_id;
  backup.create_time = absl::FromUnixSeconds(info.timestamp);
  backup.bytes = static_cast<int64_t>(info.size);
  const absl::Status read = OpenAndReadHeader(info, backup);
  if (!read.ok()) backup.fault = std::string(read.message());
  return backup;
}

}  // namespace mandated::storage
