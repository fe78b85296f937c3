#ifndef MANDATED_TESTS_IMPORT_REPORT_REGISTRY_H_
#define MANDATED_TESTS_IMPORT_REPORT_REGISTRY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mandates/v1/mandate.pb.h"
#include "services/domain/calendar.h"

namespace mandated::import_report {

// What the catalogue knows, as the server would after loading it.
struct Registry {
  std::vector<mandates::v1::Mandate> mandates;  // with all their titles
  domain::Calendar calendar;
  // Shorthands of the expected files to names: "sr-vaw" to
  // "mandates/sr-violence-against-women".
  std::map<std::string, std::string> keys;
};

// Reads mandates, names, sessions and overrides of a catalogue's folder.
// FAILED_PRECONDITION: a file is not there or is no CSV.
absl::StatusOr<Registry> ReadRegistry(const std::string& folder);

}  // namespace mandated::import_report

#endif  // MANDATED_TESTS_IMPORT_REPORT_REGISTRY_H_
