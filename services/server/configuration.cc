#include "services/server/configuration.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/server/config_file.h"
#include "services/server/spelling.h"

namespace mandated::server {
namespace {

constexpr char kPrefix[] = "MANDATED_";
constexpr char kConfigVariable[] = "MANDATED_CONFIG";
// A name this many letters away was meant to be ours: more for flags and keys,
// which nobody else uses.
constexpr int kFlagLettersMax = 3;
constexpr int kVariableLettersMax = 2;

struct Option {
  const char* name;
  const char* shown;
  const char* help;
};

// What a flag can say and is no setting.
constexpr std::array kOptions = {
    Option{"config", "--config=FILE",
           "File of settings; also MANDATED_CONFIG. deploy/mandated.toml "
           "explains each."},
    Option{"check-config", "--check-config",
           "Prints every fault of the configuration and exits with 64, or "
           "prints the effective configuration and exits with 0."},
    Option{"help", "--help", "Prints this and exits."},
    Option{"version", "--version", "Prints the version and exits."},
};

std::string Canonical(const std::string& name) {
  return absl::StrReplaceAll(name, {{"_", "-"}});
}

std::string VariableOf(const Setting& setting) {
  return kPrefix +
         absl::AsciiStrToUpper(absl::StrReplaceAll(setting.name, {{"-", "_"}}));
}

const Setting* Find(const std::string& name) {
  for (const Setting& setting : Settings()) {
    if (setting.name == Canonical(name)) return &setting;
  }
  return nullptr;
}

// "is no setting; did you mean --grace?"
std::string UnknownName(const std::string& name, const std::string& before,
                        bool with_options) {
  std::vector<std::string> names;
  for (const Setting& setting : Settings()) names.push_back(setting.name);
  for (const Option& option : kOptions) {
    if (with_options) names.emplace_back(option.name);
  }
  const std::string nearest = Nearest(Canonical(name), names, kFlagLettersMax);
  return absl::StrCat(
      "is no setting; ",
      nearest.empty() ? std::string("see mandated --help")
                      : absl::StrCat("did you mean ", before, nearest, "?"));
}

// Breaks `text` at spaces into lines of 72 columns, each behind 8 spaces.
std::string Paragraph(const std::string& text) {
  constexpr size_t kColumns = 72;
  constexpr char kIndent[] = "        ";
  std::string lines;
  std::string line;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!line.empty() && line.size() + 1 + word.size() > kColumns) {
      absl::StrAppend(&lines, kIndent, line, "\n");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  return absl::StrCat(lines, kIndent, line, "\n");
}

}  // namespace

Configuration::Configuration(const std::vector<std::string>& arguments,
                             const std::vector<std::string>& environment) {
  for (const std::string& variable : environment) {
    const std::string name = absl::StrCat(kConfigVariable, "=");
    if (variable.rfind(name, 0) == 0) file_ = variable.substr(name.size());
  }
  std::vector<Flag> flags = SplitFlags(arguments);
  TakeActions(&flags);
  std::vector<std::string> flag_faults = std::move(faults_);
  faults_.clear();
  ReadDefaults();
  if (file_) ReadFile(*file_);
  ReadEnvironment(environment);
  faults_.insert(faults_.end(), flag_faults.begin(), flag_faults.end());
  ReadFlags(flags);
  for (const std::string& what : CheckTogether(&config_)) {
    Fault("configuration", what);
  }
}

void Configuration::Fault(const std::string& place, const std::string& what) {
  faults_.push_back(absl::StrCat(place, ": ", what));
}

std::vector<Configuration::Flag> Configuration::SplitFlags(
    const std::vector<std::string>& arguments) {
  std::vector<Flag> flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument.rfind("--", 0) != 0) {
      Fault(argument, "is no flag; see mandated --help");
      continue;
    }
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals - 2);
    const Setting* setting = Find(name);
    const bool wants_value =
        setting ? setting->kind != Setting::Kind::kSwitch : name == "config";
    if (equals != std::string::npos) {
      flags.emplace_back(name, argument.substr(equals + 1));
    } else if (wants_value && i + 1 < arguments.size()) {
      flags.emplace_back(name, arguments[++i]);
    } else {
      flags.emplace_back(name, std::nullopt);
    }
  }
  return flags;
}

// Takes out what is no setting.
void Configuration::TakeActions(std::vector<Flag>* flags) {
  const auto is_taken = [this](const Flag& flag) {
    const std::string name = Canonical(flag.first);
    if (name == "config") {
      if (!flag.second) Fault("--config", "names no file");
      if (flag.second) file_ = *flag.second;
    } else if (name == "help") {
      action_ = Action::kHelp;
    } else if (name == "version") {
      action_ = Action::kVersion;
    } else if (name == "check-config") {
      if (action_ == Action::kServe) action_ = Action::kCheck;
    } else {
      return false;
    }
    return true;
  };
  flags->erase(std::remove_if(flags->begin(), flags->end(), is_taken),
               flags->end());
}

void Configuration::ReadDefaults() {
  for (const Setting& setting : Settings()) {
    Give(setting, setting.default_text, "default");
  }
}

void Configuration::ReadFile(const std::string& file) {
  const auto place = [&file](const FileLine& at) {
    return at.line == 0 ? file : absl::StrCat(file, ":", at.line);
  };
  const ConfigFile read = ReadConfigFile(file);
  for (const FileLine& fault : read.faults) {
    Fault(place(fault), fault.key.empty()
                            ? fault.text
                            : absl::StrCat(fault.key, " ", fault.text));
  }
  for (const FileLine& value : read.values) {
    if (const Setting* setting = Find(value.key)) {
      Give(*setting, value.text, place(value));
    } else {
      Fault(place(value),
            absl::StrCat(value.key, " ", UnknownName(value.key, "", false)));
    }
  }
}

void Configuration::ReadEnvironment(
    const std::vector<std::string>& environment) {
  std::vector<std::string> ours = {kConfigVariable};
  for (const Setting& setting : Settings()) ours.push_back(VariableOf(setting));
  for (const std::string& variable : environment) {
    const size_t equals = variable.find('=');
    const std::string name = variable.substr(0, equals);
    if (name.rfind(kPrefix, 0) != 0 || equals == std::string::npos) continue;
    const auto found = std::find(ours.begin(), ours.end(), name);
    if (found != ours.end()) {
      const size_t row = static_cast<size_t>(found - ours.begin());
      if (row == 0) continue;  // the file, read already
      Give(Settings()[row - 1], variable.substr(equals + 1), name);
      continue;
    }
    const std::string nearest = Nearest(name, ours, kVariableLettersMax);
    if (!nearest.empty()) {
      Fault(name, absl::StrCat("is no setting; did you mean ", nearest, "?"));
    }
  }
}

void Configuration::ReadFlags(const std::vector<Flag>& flags) {
  for (const auto& [name, value] : flags) {
    const std::string place = absl::StrCat("--", name);
    const Setting* setting = Find(name);
    if (setting == nullptr) {
      Fault(place, UnknownName(name, "--", true));
    } else if (!value && setting->kind != Setting::Kind::kSwitch) {
      Fault(place, "has no value");
    } else {
      Give(*setting, value.value_or("true"), place);
    }
  }
}

void Configuration::Give(const Setting& setting, const std::string& text,
                         const std::string& place) {
  const absl::Status parsed = setting.parse(text, &config_);
  if (parsed.ok()) {
    values_[setting.name] = {text, place};
    return;
  }
  const bool names_it = absl::StrCat("--", setting.name) == Canonical(place);
  Fault(place, absl::StrCat(names_it ? "" : setting.name + ": ",
                            std::string(parsed.message())));
}

std::string Configuration::Effective() const {
  std::string text =
      "# The effective configuration, and where each value was said.\n";
  for (const Setting& setting : Settings()) {
    const Value& value = values_.at(setting.name);
    absl::StrAppend(&text, setting.name, " = ",
                    ToToml(setting.kind, value.text), "  # ", value.place,
                    "\n");
  }
  return text;
}

std::string HelpText() {
  std::string text =
      "mandated keeps the mandates of the Human Rights Council's special\n"
      "procedures, works out when each lapses and streams upcoming expiries\n"
      "over gRPC. Serves until SIGTERM or SIGINT, then drains. Logs to "
      "stderr.\n"
      "\n"
      "Usage: mandated [--SETTING=VALUE]...\n"
      "Example: mandated --listen=127.0.0.1:50051 --store=var/mandated\n"
      "\nOptions:\n";
  for (const Option& option : kOptions) {
    absl::StrAppend(&text, "  ", option.shown, "\n", Paragraph(option.help));
  }
  absl::StrAppend(
      &text,
      "\nSettings; a flag goes before the variable, the variable before the\n"
      "file, where the key is the flag's name, and the file before the "
      "default:\n");
  for (const Setting& setting : Settings()) {
    absl::StrAppend(&text, "  --", setting.name, "=", setting.placeholder, "\n",
                    Paragraph(setting.help),
                    Paragraph(absl::StrCat(VariableOf(setting), "; default: ",
                                           setting.default_text)));
  }
  return absl::StrCat(text,
                      "\nExit status:\n"
                      "  0 stopped or done, 64 the configuration is wrong, 69 "
                      "it cannot serve\n");
}

}  // namespace mandated::server
