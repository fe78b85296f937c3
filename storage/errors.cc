#include "storage/errors.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/store.h"

namespace mandated::storage {
namespace {

constexpr size_t kShownBytes = 64;

// Debian's Abseil has a string_view of its own.
absl::string_view Text(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

std::string Shown(std::string_view key) {
  return absl::StrCat("\"", absl::CHexEscape(Text(key.substr(0, kShownBytes))),
                      key.size() > kShownBytes ? "...\"" : "\"");
}

std::string WrittenBy(int64_t revision) {
  if (revision == 0) return "absent";
  if (revision == kThisGroup)
    return "written by an earlier commit of the group";
  return absl::StrCat("written by revision ", revision);
}

}  // namespace

absl::Status StoreInUse(std::string_view directory, std::string_view holder) {
  return absl::FailedPreconditionError(absl::StrCat(
      "STORE_IN_USE: the data directory ", Text(directory), " is open in ",
      Text(holder), "; stop that, or give this server a directory of its own"));
}

absl::Status StoreFormatNewer(int64_t format, int64_t format_max) {
  return absl::FailedPreconditionError(absl::StrCat(
      "STORE_FORMAT_NEWER: the store has format ", format,
      " and this program knows formats up to ", format_max,
      "; run the newer program that wrote it, or restore a backup"));
}

absl::Status StoreCorrupt(std::string_view key, std::string_view why) {
  return absl::DataLossError(
      absl::StrCat("STORE_CORRUPT: the stored key ", Shown(key),
                   " cannot be right: ", Text(why), "; restore a backup"));
}

absl::Status StoreFileCorrupt(std::string_view path, size_t offset) {
  return absl::DataLossError(absl::StrCat(
      "STORE_CORRUPT: ", Text(path), " is not as it was written, from byte ",
      offset,
      " on, and acknowledged writes may be behind that; nothing was changed: "
      "keep the directory, check the disk, and restore the newest backup"));
}

absl::Status StoreFileMissing(std::string_view path, std::string_view why) {
  return absl::DataLossError(absl::StrCat(
      "STORE_CORRUPT: ", absl::CHexEscape(Text(path)), " is missing, and ",
      Text(why),
      "; nothing was changed: keep the directory, check the disk, and restore "
      "the newest backup"));
}

absl::Status StoreUnsure() {
  return absl::UnavailableError(
      "STORE_UNSURE: an earlier write failed and yet took effect, so nothing "
      "more is written; restart the server, which reads what is on disk");
}

absl::Status PreconditionFailed(std::string_view key, int64_t expected,
                                int64_t actual) {
  return absl::AbortedError(
      absl::StrCat("PRECONDITION_FAILED: key ", Shown(key), " should be ",
                   WrittenBy(expected), " and is ", WrittenBy(actual),
                   "; read it again, decide again and retry"));
}

absl::Status KeyTooLong(std::string_view key, size_t bytes_max) {
  return absl::InvalidArgumentError(
      absl::StrCat("KEY_TOO_LONG: key ", Shown(key), " has ", key.size(),
                   " bytes; at most ", bytes_max, " are allowed"));
}

absl::Status CommitTooLarge(size_t bytes, size_t bytes_max) {
  return absl::InvalidArgumentError(
      absl::StrCat("COMMIT_TOO_LARGE: the commit has ", bytes,
                   " bytes; split it into "
                   "commits of at most ",
                   bytes_max));
}

absl::Status BackupNotConfigured() {
  return absl::FailedPreconditionError(
      "BACKUP_NOT_CONFIGURED: the server has no directory for backups: start "
      "it with --backup-directory=DIRECTORY");
}

absl::Status BackupUnsupported() {
  return absl::FailedPreconditionError(
      "BACKUP_UNSUPPORTED: the store is in memory and cannot be backed up; "
      "start the server with --store=DIRECTORY");
}

absl::Status BackupRunning(std::string_view directory,
                           std::string_view holder) {
  return absl::FailedPreconditionError(absl::StrCat(
      "BACKUP_RUNNING: a backup into ", Text(directory), " is being made by ",
      Text(holder), "; wait until it is done"));
}

absl::Status BackupStopped() {
  return absl::CancelledError(
      "BACKUP_STOPPED: the work was stopped and has left nothing behind; "
      "start it again");
}

absl::Status BackupNotFound(std::string_view directory, std::string_view what) {
  return absl::NotFoundError(
      absl::StrCat("BACKUP_NOT_FOUND: no such backup in ", Text(directory),
                   ": ", Text(what), "; mandatectl backup list shows them"));
}

absl::Status BackupDamaged(int64_t number, std::string_view file,
                           std::string_view why) {
  return absl::DataLossError(absl::StrCat(
      "BACKUP_DAMAGED: backup ", number, " cannot be used: ", Text(file), ": ",
      Text(why),
      "; use another one, and make the next into an empty directory, since it "
      "would share the file"));
}

absl::Status RestoreTargetNotEmpty(std::string_view directory,
                                   std::string_view entry) {
  return absl::FailedPreconditionError(absl::StrCat(
      "RESTORE_TARGET_NOT_EMPTY: ", Text(directory), " holds ", Text(entry),
      "; move what is there aside, or name another directory"));
}

}  // namespace mandated::storage
