#ifndef MANDATED_SERVICES_SERVER_CONFIG_H_
#define MANDATED_SERVICES_SERVER_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/retention.h"
#include "services/server/security.h"

namespace mandated::server {

// What the settings say, checked. Filled by the rows of Settings().
struct Config {
  std::string listen;            // "127.0.0.1:50051"; port 0 picks a free one
  std::string store_directory;   // empty: in memory
  std::string backup_directory;  // empty: no backups
  bool clock_simulated = false;
  absl::CivilDay simulated_start;
  double simulated_speed = 0;  // seconds of its clock in one of ours
  std::vector<std::string> leads;
  engine::Retention retention;
  absl::Duration grace;              // how long a shutdown may take
  absl::Duration progress_interval;  // of idle streams
  std::string metrics_listen;        // empty: no metrics are served
  bool log_json = false;
  std::string log_level;         // "debug", "info", "warn" or "error"
  absl::Duration log_slow_call;  // unary calls from here on have a line
  Security security;
  absl::TimeZone zone;  // in which mandates lapse; set by CheckTogether
};

// One setting. Its one name is the flag (--log-format), the variable
// (MANDATED_LOG_FORMAT) and the key of the file (log-format); `_` in a flag or
// a key is read as `-`.
struct Setting {
  // How a file writes the value; a switch's flag may stand without a value.
  enum class Kind { kText, kNumber, kSwitch, kList };

  std::string name;
  Kind kind = Kind::kText;
  std::string placeholder;   // of the value, in --help: "ADDRESS"
  std::string default_text;  // as a flag would say it
  std::string help;          // full sentences
  // Puts what `text` says into its field. INVALID_ARGUMENT says what is wrong
  // and what would be right; the field is then as it was.
  absl::Status (*parse)(const std::string& text, Config* config);
};

// Every setting, in the order of --help. The one table: flags, variables, keys,
// --help, the checks and the test of deploy/mandated.toml come from it.
const std::vector<Setting>& Settings();

// Checks what no single setting can, and completes `config`. A message for each
// fault, each naming the settings it is about; empty: none.
std::vector<std::string> CheckTogether(Config* config);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_CONFIG_H_
