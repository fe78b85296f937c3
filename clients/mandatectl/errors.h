#ifndef MANDATED_CLIENTS_MANDATECTL_ERRORS_H_
#define MANDATED_CLIENTS_MANDATECTL_ERRORS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "clients/mandatectl/exit_code.h"

// An error is an absl::Status from the first to the last: one of the server
// with google.rpc.ErrorInfo and BadRequest as payloads under their type URLs,
// one made here without.
namespace mandated::mandatectl {

// One field that is wrong, and why.
struct Violation {
  std::string field;
  std::string description;
};
std::vector<Violation> ViolationsOf(const absl::Status& status);

// Returns a value that ErrorInfo carries, or "".
std::string MetadataOf(const absl::Status& status, const std::string& key);

// Returns the lines a person reads: what is wrong, where, its reason for
// scripts and what to do next. `server` is the one that was asked.
std::string Describe(const absl::Status& status, std::string_view server);

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_ERRORS_H_
