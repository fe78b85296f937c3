#ifndef MANDATED_SERVICES_SERVER_CONFIGURATION_H_
#define MANDATED_SERVICES_SERVER_CONFIGURATION_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/server/config.h"

namespace mandated::server {

// The settings from where they were said: a flag before a variable, before the
// file, before the default. Finds every fault instead of the first, also of a
// value that another one outranks. For one thread.
class Configuration {
 public:
  // What the command line asks for.
  enum class Action { kServe, kCheck, kHelp, kVersion };

  // Reads flags ("--grace=5s", "--grace 5s"), variables ("MANDATED_GRACE=5s")
  // and the file that --config or MANDATED_CONFIG names. Variables of other
  // names are left alone, since others use the prefix as well, unless they are
  // a slip of the pen away from one of ours.
  Configuration(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment);

  Action action() const { return action_; }

  // "/etc/mandated.toml:12: listen: what is wrong; what would be right", a line
  // each, in the order file, variables, flags. Empty: config() is valid.
  const std::vector<std::string>& faults() const { return faults_; }

  const Config& config() const { return config_; }

  // Returns a file that says the same, each value with where it was said.
  std::string Effective() const;

 private:
  struct Value {
    std::string text;
    std::string place;  // "--grace", "MANDATED_GRACE", "FILE:LINE", "default"
  };
  using Flag = std::pair<std::string, std::optional<std::string>>;

  std::vector<Flag> SplitFlags(const std::vector<std::string>& arguments);
  void TakeActions(std::vector<Flag>* flags);
  void ReadDefaults();
  void ReadFile(const std::string& file);
  void ReadEnvironment(const std::vector<std::string>& environment);
  void ReadFlags(const std::vector<Flag>& flags);
  void Give(const Setting& setting, const std::string& text,
            const std::string& place);
  void Fault(const std::string& place, const std::string& what);

  Action action_ = Action::kServe;
  std::optional<std::string> file_;
  Config config_;
  std::map<std::string, Value> values_;  // by name of the setting
  std::vector<std::string> faults_;
};

// What --help prints.
std::string HelpText();

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_CONFIGURATION_H_
