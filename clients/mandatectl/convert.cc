#include "clients/mandatectl/convert.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"
#include "clients/mandatectl/subprocess.h"
#include "services/domain/limits.h"

namespace mandated::mandatectl {
namespace {

// A document with its pictures; the longest resolutions have 2 MB.
constexpr size_t kDocumentBytesMax = 64 << 20;

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  std::string bytes;
  if (path == "-") {
    bytes.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      return absl::FailedPreconditionError(absl::StrCat(
          path, " is a directory; name the files in it: ", path, "/*.txt"));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      return absl::ErrnoToStatus(errno, absl::StrCat("reading ", path));
    }
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  if (bytes.size() > kDocumentBytesMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat(path, " has ", bytes.size(), " bytes; ", kDocumentBytesMax,
                     " is the most"));
  }
  return bytes;
}

absl::Status Missing(const std::string& path, const char* what,
                     const char* packages) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " is ", what,
                   ", and no program that reads it is "
                   "installed; install ",
                   packages, ", or give its text"));
}

// Returns what a converter wrote; nullopt: it is not installed.
absl::StatusOr<std::optional<std::string>> Convert(
    const std::string& path, const std::vector<std::string>& arguments,
    const std::string& input) {
  auto finished = RunProgram(arguments, input, kDocumentBytesMax);
  if (absl::IsNotFound(finished.status())) return std::nullopt;
  if (!finished.ok()) return finished.status();
  if (finished->status == 0) return std::move(finished->output);
  constexpr int kShownColumns = 200;
  return absl::FailedPreconditionError(absl::StrCat(
      path, ": ", arguments[0], " failed with status ", finished->status, ": ",
      Truncate(OneLine(finished->errors), kShownColumns)));
}

absl::StatusOr<std::string> TextOfPdf(const std::string& path,
                                      const std::string& bytes) {
  // Reading order rather than layout: columns of votes stay apart.
  auto text = Convert(path, {"pdftotext", "-enc", "UTF-8", "-", "-"}, bytes);
  if (!text.ok()) return text.status();
  if (!text->has_value()) {
    return Missing(path, "a PDF", "poppler-utils (pdftotext)");
  }
  return **std::move(text);
}

// A directory that goes with everything in it.
class WorkDirectory {
 public:
  WorkDirectory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "mandatectl-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~WorkDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// LibreOffice writes a file beside others, so it gets a directory of its own,
// where it also keeps its profile: several may run at once.
absl::StatusOr<std::string> TextByOffice(const std::string& path) {
  const WorkDirectory work;
  if (work.path().empty()) {
    return absl::ErrnoToStatus(errno, "making a temporary directory");
  }
  const auto ran = Convert(
      path,
      {"soffice",
       absl::StrCat("-env:UserInstallation=file://", work.path(), "/profile"),
       "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir",
       work.path(), path},
      "");
  if (!ran.ok()) return ran.status();
  if (!ran->has_value()) {
    return Missing(path, "a Word file", "pandoc or libreoffice-writer");
  }
  const auto name = std::filesystem::path(path).stem().string() + ".txt";
  return ReadBytes((std::filesystem::path(work.path()) / name).string());
}

absl::StatusOr<std::string> TextOfWord(const std::string& path) {
  if (path == "-") {
    return absl::FailedPreconditionError(
        "a Word file cannot be read from standard input; give its name");
  }
  auto text = Convert(
      path, {"pandoc", "--from=docx", "--to=plain", "--wrap=none", path}, "");
  if (!text.ok()) return text.status();
  if (text->has_value()) return **std::move(text);
  return TextByOffice(path);
}

}  // namespace

FileKind KindOfFile(std::string_view bytes) {
  constexpr std::string_view kPdfMagic = "%PDF-";
  constexpr std::string_view kZipMagic = "PK\x03\x04";
  const auto begins = [&](std::string_view magic) {
    return bytes.substr(0, magic.size()) == magic;
  };
  if (begins(kPdfMagic)) return FileKind::kPdf;
  return begins(kZipMagic) ? FileKind::kWord : FileKind::kText;
}

namespace {

absl::StatusOr<std::string> TextOf(const std::string& path, std::string bytes) {
  switch (KindOfFile(bytes)) {
    case FileKind::kPdf:
      return TextOfPdf(path, bytes);
    case FileKind::kWord:
      return TextOfWord(path);
    case FileKind::kText:
      break;
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> ReadDocument(const std::string& path) {
  auto bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes;
  auto text = TextOf(path, *std::move(bytes));
  constexpr size_t kMax = domain::limits::kResolutionTextBytesMax;
  if (!text.ok() || text->size() <= kMax) return text;
  return absl::ResourceExhaustedError(
      absl::StrCat(path, " has ", text->size(), " bytes of text; a resolution ",
                   "has ", kMax, " at most: give one resolution"));
}

}  // namespace mandated::mandatectl
