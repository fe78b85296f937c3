#include "storage/backup.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/backup_files.h"
#include "storage/errors.h"

namespace mandated::storage {
namespace {

using Infos = std::vector<rocksdb::BackupInfo>;

// Says what is wrong with a backup that RocksDB does not tell of.
absl::Status FaultOf(const std::string& directory, rocksdb::BackupID id) {
  const std::string list = absl::StrCat(directory, "/meta/", id);
  std::ifstream lines(list);
  std::string line;
  while (std::getline(lines, line)) {
    const size_t end = line.find(" crc32 ");  // a file and its checksum
    if (end == std::string::npos) continue;
    const std::string path = directory + "/" + line.substr(0, end);
    if (!std::filesystem::exists(path)) {
      return BackupDamaged(id, path, "it is missing");
    }
  }
  return BackupDamaged(id, list, "it is not as it was written");
}

std::vector<rocksdb::BackupID> FaultyOnes(
    const rocksdb::BackupEngineReadOnly& engine) {
  std::vector<rocksdb::BackupID> faulty;
  engine.GetCorruptedBackups(&faulty);
  return faulty;
}

// RocksDB names the file.
absl::Status Verify(const rocksdb::BackupEngineReadOnly& engine,
                    const std::string& directory,
                    const rocksdb::BackupInfo& info) {
  const rocksdb::Status verified =
      engine.VerifyBackup(info.backup_id, /*verify_with_checksum=*/true);
  if (!verified.ok()) {
    return BackupDamaged(info.backup_id, directory, verified.ToString());
  }
  const Backup backup = ReadBackup(info);
  if (backup.fault.empty()) return absl::OkStatus();
  return BackupDamaged(backup.number, directory, backup.fault);
}

// How an error says which backups there are.
std::string Described(const std::vector<Backup>& backups) {
  if (backups.empty()) return "there is none";
  return absl::StrCat(
      "the oldest is ", backups.front().number, " of revision ",
      backups.front().revision, ", made ",
      absl::FormatTime(backups.front().create_time, absl::UTCTimeZone()));
}

bool IsChosen(const Backup& backup, const BackupChoice& choice) {
  if (choice.number) return backup.number == *choice.number;
  if (choice.revision) {
    return backup.fault.empty() && backup.revision <= *choice.revision;
  }
  return !choice.time || backup.create_time <= *choice.time;
}

}  // namespace

absl::StatusOr<std::vector<Backup>> ListBackups(const std::string& directory) {
  const auto engine = OpenBackups(directory);
  if (!engine.ok()) return engine.status();
  Infos infos;
  (*engine)->GetBackupInfo(&infos, /*include_file_details=*/true);
  std::vector<Backup> backups;
  for (const auto& info : infos) backups.push_back(ReadBackup(info));
  for (const rocksdb::BackupID id : FaultyOnes(**engine)) {
    Backup backup;
    backup.number = id;
    backup.fault = std::string(FaultOf(directory, id).message());
    backups.push_back(std::move(backup));
  }
  std::sort(backups.begin(), backups.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return backups;
}

absl::Status VerifyBackups(const std::string& directory,
                           std::optional<int64_t> number,
                           const BackupProgress& progress) {
  const auto engine = OpenBackups(directory);
  if (!engine.ok()) return engine.status();
  for (const rocksdb::BackupID id : FaultyOnes(**engine)) {
    if (!number || *number == id) return FaultOf(directory, id);
  }
  Infos infos;
  (*engine)->GetBackupInfo(&infos, /*include_file_details=*/true);
  if (number) {
    std::erase_if(infos,
                  [&](const auto& info) { return info.backup_id != *number; });
  }
  if (infos.empty()) {
    return BackupNotFound(directory,
                          number ? absl::StrCat("none has the number ", *number)
                                 : "there is none");
  }
  BackupStep step{.phase = BackupStep::Phase::kChecking};
  for (const auto& info : infos) {
    step.bytes_total += static_cast<int64_t>(info.size);
  }
  for (const auto& info : infos) {
    if (!progress(step)) return BackupStopped();
    absl::Status verified = Verify(**engine, directory, info);
    if (!verified.ok()) return verified;
    step.bytes_done += static_cast<int64_t>(info.size);
  }
  return absl::OkStatus();
}

absl::StatusOr<Backup> ChooseBackup(const std::vector<Backup>& backups,
                                    const BackupChoice& choice) {
  const auto chosen = std::find_if(
      backups.rbegin(), backups.rend(),
      [&](const Backup& backup) { return IsChosen(backup, choice); });
  if (chosen == backups.rend()) {
    return BackupNotFound("that directory", Described(backups));
  }
  if (chosen->fault.empty()) return *chosen;
  return BackupDamaged(chosen->number, "its directory", chosen->fault);
}

}  // namespace mandated::storage
