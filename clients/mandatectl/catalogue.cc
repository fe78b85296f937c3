#include "clients/mandatectl/catalogue.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/catalogue_rows.h"
#include "clients/mandatectl/token_file.h"
#include "services/domain/date.h"

namespace mandated::mandatectl {
namespace {

// The files of a directory, in the order they build on each other.
constexpr const char* kFiles[] = {"sessions.csv", "mandates.csv",
                                  "decisions.csv", "names.csv"};

bool IsDirectory(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool Exists(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0;
}

std::string NameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

absl::StatusOr<std::vector<std::string>> FilesOf(
    const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!IsDirectory(path)) {
      files.push_back(path);
      continue;
    }
    const size_t before = files.size();
    for (const char* name : kFiles) {
      const std::string file = absl::StrCat(path, "/", name);
      if (Exists(file)) files.push_back(file);
    }
    if (files.size() > before) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(path,
                     " holds none of sessions.csv, mandates.csv, "
                     "decisions.csv, names.csv"));
  }
  return files;
}

// What a file holds, by a column that no other has.
std::optional<TableKind> KindOf(const CsvRecord& header) {
  const auto has = [&](const char* column) {
    return std::find(header.fields.begin(), header.fields.end(), column) !=
           header.fields.end();
  };
  if (has("act") || has("symbol")) return TableKind::kDecisions;
  if (has("language")) return TableKind::kNames;
  if (has("holder_type") || has("title")) return TableKind::kMandates;
  if (has("first_day") || has("last_day")) return TableKind::kSessions;
  return std::nullopt;
}

void ReadRow(TableKind kind, Row& row, Catalogue& catalogue) {
  switch (kind) {
    case TableKind::kSessions: {
      SessionRow session = ReadSessionRow(row);
      if (row.ok()) catalogue.sessions.push_back(std::move(session));
      break;
    }
    case TableKind::kMandates: {
      MandateRow mandate = ReadMandateRow(row);
      if (row.ok()) catalogue.mandates.push_back(std::move(mandate));
      break;
    }
    case TableKind::kDecisions: {
      DecisionRow decision = ReadDecisionRow(row);
      if (row.ok()) catalogue.decisions.push_back(std::move(decision));
      break;
    }
    case TableKind::kNames: {
      NameRow name = ReadNameRow(row);
      if (row.ok()) catalogue.names.push_back(std::move(name));
      break;
    }
  }
}

}  // namespace

void ReadCatalogueFile(const std::string& file, std::string_view bytes,
                       Catalogue& catalogue) {
  CsvRecords csv = ReadCsv(file, bytes);
  auto& problems = catalogue.problems;
  problems.insert(problems.end(), csv.problems.begin(), csv.problems.end());
  if (csv.records.empty()) {
    if (csv.problems.empty()) problems.push_back({file, 0, "is empty"});
    return;
  }
  const auto kind = KindOf(csv.records.front());
  if (!kind) {
    problems.push_back(
        {file, csv.records.front().line,
         "is no header of sessions, mandates, decisions or names; "
         "see deploy/catalogue for the columns"});
    return;
  }
  const size_t before = problems.size();
  const Header header =
      ReadHeader(file, csv.records.front(), ColumnsOf(*kind), problems);
  if (problems.size() > before) return;
  for (size_t i = 1; i < csv.records.size(); ++i) {
    Row row(file, header, csv.records[i]);
    if (row.ok()) ReadRow(*kind, row, catalogue);
    for (Problem& problem : row.TakeProblems()) {
      problems.push_back(std::move(problem));
    }
  }
}

absl::StatusOr<Catalogue> ReadCatalogue(const std::vector<std::string>& paths) {
  const auto files = FilesOf(paths);
  if (!files.ok()) return files.status();
  Catalogue catalogue;
  for (const std::string& file : *files) {
    const auto bytes = ReadFile(file);
    if (!bytes.ok()) return bytes.status();
    ReadCatalogueFile(NameOf(file), *bytes, catalogue);
  }
  std::stable_sort(catalogue.decisions.begin(), catalogue.decisions.end(),
                   [](const DecisionRow& a, const DecisionRow& b) {
                     return domain::ToCivil(a.decision.adopted_on()) <
                            domain::ToCivil(b.decision.adopted_on());
                   });
  CheckCatalogue(catalogue);
  return catalogue;
}

}  // namespace mandated::mandatectl
