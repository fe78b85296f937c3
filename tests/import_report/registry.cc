#include "tests/import_report/registry.h"

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/catalogue.h"
#include "clients/mandatectl/csv.h"

namespace mandated::import_report {
namespace {

using mandates::v1::Mandate;
using Row = std::map<std::string, std::string>;

constexpr char kNamePrefix[] = "mandates/";

absl::StatusOr<std::vector<Row>> ReadRows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  const auto records = mandatectl::ReadCsv(path, bytes.str());
  if (!file || records.records.empty() || !records.problems.empty()) {
    return absl::FailedPreconditionError(path + " cannot be read");
  }
  const std::vector<std::string>& header = records.records.front().fields;
  std::vector<Row> rows;
  for (size_t i = 1; i < records.records.size(); ++i) {
    const std::vector<std::string>& fields = records.records[i].fields;
    Row& row = rows.emplace_back();
    for (size_t k = 0; k < header.size() && k < fields.size(); ++k) {
      row[header[k]] = fields[k];
    }
  }
  return rows;
}

Mandate MandateOf(Row& row) {
  Mandate mandate;
  mandate.set_name(kNamePrefix + row["mandate"]);
  mandate.set_title(row["title"]);
  for (const auto title :
       absl::StrSplit(row["former_titles"], '|', absl::SkipWhitespace())) {
    mandate.add_former_titles(std::string(title));
  }
  mandate.set_country(row["country"]);
  mandates::v1::Kind kind = mandates::v1::KIND_UNSPECIFIED;
  mandates::v1::Kind_Parse("KIND_" + row["kind"], &kind);
  mandate.set_kind(kind);
  mandates::v1::HolderType holder = mandates::v1::HOLDER_TYPE_UNSPECIFIED;
  mandates::v1::HolderType_Parse("HOLDER_TYPE_" + row["holder_type"], &holder);
  mandate.set_holder_type(holder);
  return mandate;
}

absl::Status ReadNames(const std::string& folder, Registry& registry) {
  auto rows = ReadRows(folder + "/names.csv");
  if (!rows.ok()) return rows.status();
  std::map<std::string, Mandate*> by_name;
  for (Mandate& mandate : registry.mandates) by_name[mandate.name()] = &mandate;
  for (Row& row : *rows) {
    Mandate* mandate = by_name[kNamePrefix + row["mandate"]];
    if (mandate == nullptr) {
      return absl::FailedPreconditionError("names.csv: no mandate " +
                                           row["mandate"]);
    }
    (*mandate->mutable_titles())[row["language"]].add_titles(row["title"]);
  }
  return absl::OkStatus();
}

absl::Status ReadSessions(const std::string& folder, Registry& registry) {
  const auto read = mandatectl::ReadCatalogue({folder + "/sessions.csv"});
  if (!read.ok()) return read.status();
  for (const auto& row : read->sessions) registry.calendar.Put(row.session);
  return absl::OkStatus();
}

absl::Status ReadKeys(const std::string& folder, Registry& registry) {
  auto rows = ReadRows(folder + "/overrides.csv");
  if (!rows.ok()) return rows.status();
  for (Row& row : *rows) {
    if (row["kind"] != "MANDATE_KEY") continue;
    registry.keys[row["key"]] = kNamePrefix + row["value"];
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Registry> ReadRegistry(const std::string& folder) {
  Registry registry;
  // mandates.csv holds the rows of mandates.added.csv, too.
  auto rows = ReadRows(folder + "/mandates.csv");
  if (!rows.ok()) return rows.status();
  for (Row& row : *rows) registry.mandates.push_back(MandateOf(row));
  absl::Status status = ReadNames(folder, registry);
  if (status.ok()) status = ReadSessions(folder, registry);
  if (status.ok()) status = ReadKeys(folder, registry);
  if (!status.ok()) return status;
  return registry;
}

}  // namespace mandated::import_report
