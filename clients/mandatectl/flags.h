#ifndef MANDATED_CLIENTS_MANDATECTL_FLAGS_H_
#define MANDATED_CLIENTS_MANDATECTL_FLAGS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/mandatectl/arguments.h"
#include "clients/mandatectl/options.h"

// How the tree of commands is put together; for command_line*.cc alone.
namespace mandated::mandatectl {

// The command that was chosen, once the line is parsed.
using Chosen = std::optional<CommandOptions>;

// Adds the commands that read, those that write, those that load and run,
// those about the texts of resolutions, those about durable readers, the one
// that reminds, those about tokens and those about backups.
void AddReadCommands(CLI::App& app, Chosen& chosen);
void AddWriteCommands(CLI::App& app, Chosen& chosen);
void AddServerCommands(CLI::App& app, Chosen& chosen);
void AddImportCommands(CLI::App& app, Chosen& chosen);
void AddSubscriptionCommands(CLI::App& app, Chosen& chosen);
void AddRemindCommand(CLI::App& app, Chosen& chosen);
void AddTokenCommands(CLI::App& app, Chosen& chosen);
void AddBackupCommands(CLI::App& app, Chosen& chosen);

// Adds a command that is nothing without one of its own commands.
inline CLI::App* AddGroup(CLI::App& app, const char* name,
                          const char* description) {
  CLI::App* group = app.add_subcommand(name, description);
  group->fallthrough();
  group->require_subcommand(1);
  return group;
}

// An option as the help shows it: "--as-of", "DATE", "what it does".
struct Flag {
  std::string name;
  std::string type;
  std::string description;
};

// Reads `text` by `parse`. CLI11 wants what is refused thrown, and catches it.
template <typename Parse>
auto ParseOrThrow(Parse parse, const std::string& field,
                  const std::string& text) {
  auto value = parse(field, text);
  if (!value.ok()) {
    throw CLI::ValidationError(std::string(value.status().message()));
  }
  return *std::move(value);
}

// Adds an option whose text `parse` turns into `target`, which must outlive
// the app.
template <typename Target, typename Parse>
CLI::Option* AddFlag(CLI::App& app, const Flag& flag, Target& target,
                     Parse parse) {
  return app
      .add_option_function<std::string>(
          flag.name,
          [&target, parse, field = flag.name](const std::string& text) {
            target = ParseOrThrow(parse, field, text);
          },
          flag.description)
      ->type_name(flag.type);
}

// Adds an option that may be given many times, each time for one value.
template <typename Item, typename Parse>
CLI::Option* AddRepeated(CLI::App& app, const Flag& flag,
                         std::vector<Item>& target, Parse parse) {
  return app
      .add_option_function<std::vector<std::string>>(
          flag.name,
          [&target, parse,
           field = flag.name](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              target.push_back(ParseOrThrow(parse, field, text));
            }
          },
          flag.description)
      ->type_name(flag.type)
      ->allow_extra_args(false);
}

// Takes any text.
inline absl::StatusOr<std::string> AsText(std::string_view,
                                          std::string_view text) {
  return std::string(text);
}

// Takes a number in [min, max].
inline auto AsNumber(int64_t min, int64_t max) {
  return [min, max](std::string_view field, std::string_view text) {
    return ParseNumber(field, text, min, max);
  };
}

inline const Flag kMandateFlag = {
    "MANDATE", "", "The mandate: sr-torture or mandates/sr-torture"};

// The words of an enum as a type: "{thematic,country}".
template <typename Enum>
std::string Choices() {
  return absl::StrCat(
      "{",
      absl::StrJoin(WordsOf(*google::protobuf::GetEnumDescriptor<Enum>()), ","),
      "}");
}

// Adds a command whose options fill an `Options`, which becomes the chosen one
// when the command is given.
template <typename Options>
std::pair<CLI::App*, std::shared_ptr<Options>> AddCommand(
    CLI::App& app, const std::string& name, const std::string& description,
    Chosen& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name, description);
  command->fallthrough();
  command->callback([command, options, &chosen] {
    if (command->get_subcommands().empty()) chosen = *options;
  });
  return {command, options};
}

// Makes each of `options` refuse all others.
inline void ExcludeEachOther(const std::vector<CLI::Option*>& options) {
  for (CLI::Option* one : options) {
    for (CLI::Option* other : options) {
      if (one != other) one->excludes(other);
    }
  }
}

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_FLAGS_H_
