#include "clients/mandatectl/completion.h"

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace mandated::mandatectl {
namespace {

// The words behind "{...}" in an option's type; empty: files, or anything.
std::string ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t open = type.find('{');
  const size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return "";
  return absl::StrReplaceAll(type.substr(open + 1, close - open - 1),
                             {{",", " "}});
}

std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) {
    names.push_back(absl::StrCat("--", name));
  }
  return names;
}

// What one command offers, as the branches of two case statements.
struct Branches {
  std::string words;   // by command: options and commands below
  std::string values;  // by command and option: the words it takes
};

void AppendOption(const CLI::Option& option, const std::string& path,
                  std::vector<std::string>& words, Branches& branches) {
  if (option.get_positional()) {
    words.push_back(ChoicesOf(option));
    return;
  }
  for (const std::string& name : NamesOf(option)) {
    words.push_back(name);
    if (option.get_type_size() == 0) continue;  // a flag
    absl::StrAppend(&branches.values, "    '", path, " ", name, "') values='",
                    ChoicesOf(option), "' ;;\n");
  }
}

void Append(const CLI::App& app, const std::string& path,
            const std::vector<std::string>& inherited, Branches& branches) {
  std::vector<std::string> words = inherited;
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options()) {
    AppendOption(*option, path, options, branches);
  }
  words.insert(words.end(), options.begin(), options.end());
  const auto commands = app.get_subcommands(nullptr);
  for (const CLI::App* command : commands) words.push_back(command->get_name());
  absl::StrAppend(&branches.words, "    '", path, "') words='",
                  absl::StrJoin(words, " "), "' ;;\n");
  // Global options are taken behind a command as well.
  if (app.get_parent() != nullptr) options.clear();
  if (app.get_parent() != nullptr) options = inherited;
  for (const CLI::App* command : commands) {
    Append(*command, absl::StrCat(path, " ", command->get_name()), options,
           branches);
  }
}

constexpr char kScript[] = R"(# bash completion for mandatectl; load it with:
#   source <(mandatectl completion bash)
_mandatectl_words() {  # COMMAND: sets words
  case $1 in
$WORDS  esac
}

_mandatectl_values() {  # COMMAND OPTION: sets values; fails without such
  case "$1 $2" in
$VALUES    *) return 1 ;;
  esac
}

_mandatectl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command=mandatectl words='' values='' word
  # Bash splits --name=value at the equals sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    _mandatectl_words "$command"
    if [[ $word != -* && " $words " == *" $word "* ]]; then
      _mandatectl_words "$command $word"
      [[ -z $words ]] || command+=" $word"
    fi
    words=''
  done
  if [[ $previous == --* ]] &&
    { _mandatectl_values "$command" "$previous" ||
      _mandatectl_values mandatectl "$previous"; }; then
    [[ -z $values ]] ||
      mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    return
  fi
  _mandatectl_words "$command"
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o default -F _mandatectl mandatectl
)";

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  Branches branches;
  Append(app, "mandatectl", {}, branches);
  return absl::StrReplaceAll(
      kScript, {{"$WORDS", branches.words}, {"$VALUES", branches.values}});
}

}  // namespace mandated::mandatectl
