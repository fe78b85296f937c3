#include "clients/mandatectl/completion.h"

#include <string>
#include <vector>

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

// What the commands offer, as the branches of two case statements.
struct Branches {
  std::string words;   // by command: commands below it, choices and options
  std::string values;  // by command and option: the words it takes
};

void Append(const CLI::App& app, const std::string& path, Branches& branches) {
  std::vector<std::string> words;
  std::vector<std::string> options;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    words.push_back(command->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    const std::string choices = ChoicesOf(*option);
    if (option->get_positional() && !choices.empty()) words.push_back(choices);
    for (const std::string& name : NamesOf(*option)) {
      options.push_back(name);
      if (option->get_items_expected_max() == 0) continue;  // a flag
      absl::StrAppend(&branches.values, "    '", path, " ", name, "') values='",
                      choices, "' ;;\n");
    }
  }
  absl::StrAppend(&branches.words, "    '", path, "') words='",
                  absl::StrJoin(words, " "), "' options='",
                  absl::StrJoin(options, " "), "' ;;\n");
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    Append(*command, absl::StrCat(path, " ", command->get_name()), branches);
  }
}

constexpr char kScript[] = R"(# bash completion for mandatectl; load it with:
#   source <(mandatectl completion bash)
_mandatectl_words() {  # COMMAND: sets words and options; fails without such
  case $1 in
$WORDS    *) return 1 ;;
  esac
}

_mandatectl_values() {  # COMMAND OPTION: sets values; fails without such
  case "$1 $2" in
$VALUES    *) return 1 ;;
  esac
}

_mandatectl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command=mandatectl words='' options='' values='' global word
  # Bash splits --name=value at the equals sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if _mandatectl_words "$command $word"; then command+=" $word"; fi
  done
  _mandatectl_words mandatectl
  global=$options
  _mandatectl_words "$command"
  if _mandatectl_values "$command" "$previous" ||
    _mandatectl_values mandatectl "$previous"; then
    words=$values
  elif [[ $current == -* ]]; then
    words="$options $global"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current" | sort -u)
}

complete -o default -F _mandatectl mandatectl
)";

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  Branches branches;
  Append(app, "mandatectl", branches);
  return absl::StrReplaceAll(
      kScript, {{"$WORDS", branches.words}, {"$VALUES", branches.values}});
}

}  // namespace mandated::mandatectl
