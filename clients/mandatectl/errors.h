#ifndef MANDATED_CLIENTS_MANDATECTL_ERRORS_H_
#define MANDATED_CLIENTS_MANDATECTL_ERRORS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "clients/mandatectl/exit_code.h"

// An error is an absl::Status from the first to the last, one of the server
// with its details as payloads; mandates::client::Error decodes it.
namespace mandated::mandatectl {

// Returns the lines a person reads: what is wrong, where, its reason for
// scripts and what to do next. `server` is the one that was asked.
std::string Describe(const absl::Status& status, std::string_view server);

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_ERRORS_H_
