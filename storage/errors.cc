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

}  // namespace mandated::storage
