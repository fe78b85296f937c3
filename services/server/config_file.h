#ifndef MANDATED_SERVICES_SERVER_CONFIG_FILE_H_
#define MANDATED_SERVICES_SERVER_CONFIG_FILE_H_

#include <string>
#include <vector>

#include "services/server/config.h"

namespace mandated::server {

// What stands at one line (from 1) of a file of settings.
struct FileLine {
  int line = 0;  // 0: it is about the whole file
  std::string key;
  std::string text;  // the value as a flag would say it, or what is wrong
};

struct ConfigFile {
  std::vector<FileLine> values;  // in the order of the lines
  std::vector<FileLine> faults;
};

// Reads TOML: a flat list of keys, whose names are not checked here. A list is
// joined by commas. A file that is no TOML has one fault.
ConfigFile ReadConfigFile(const std::string& path);

// Writes a value as a file has it: `"10s"`, `1825`, `["P6M", "P1W"]`.
std::string ToToml(Setting::Kind kind, const std::string& text);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_CONFIG_FILE_H_
