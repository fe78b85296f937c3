#include "clients/mandatectl/command_line.h"

#include <pwd.h>
#include <unistd.h>

#include <map>

#include "clients/mandatectl/completion.h"
#include "clients/mandatectl/flags.h"

namespace mandated::mandatectl {
namespace {

constexpr char kFooter[] = R"(Exit codes:
  0  done; also a watch that Ctrl-C ended
  1  refused: the server says no (NOT_FOUND, INVALID_ARGUMENT, ...), or a file
     is wrong or cannot be read or written
  2  the command line is wrong
  3  the server cannot be reached, or did not answer in time
  4  partly done: rows or files were left out (load, import), or some
     reminders were not delivered (remind)
  5  nothing to do (remind)
  6  nothing could be delivered (remind)

Examples:
  mandatectl expiring --within P6M
  mandatectl due hrc-62
  mandatectl watch --from snapshot --output=jsonl
  mandatectl history ie-international-solidarity
  mandatectl import A-HRC-RES-44-11.zh.txt
  mandatectl why ie-international-solidarity
  mandatectl subscriptions create deadlines --type expiring --lead P3M
  mandatectl remind deadlines --sink stdout
  mandatectl backup create --keep 14)";

std::string LoginName() {
  constexpr char kUnknown[] = "unknown";
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr ? kUnknown : entry->pw_name;
}

absl::StatusOr<Format> ParseFormat(std::string_view field,
                                   std::string_view text) {
  if (text == "table") return Format::kTable;
  if (text == "json") return Format::kJson;
  if (text == "jsonl") return Format::kJsonLines;
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(field), ": write table, json or jsonl"));
}

absl::StatusOr<ColorMode> ParseColor(std::string_view field,
                                     std::string_view text) {
  if (text == "auto") return ColorMode::kAuto;
  if (text == "always") return ColorMode::kAlways;
  if (text == "never") return ColorMode::kNever;
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(field), ": write auto, always or never"));
}

void AddSecurityOptions(CLI::App& app, GlobalOptions& global) {
  app.add_flag("--tls", global.tls,
               "Uses TLS, with the authorities that this machine trusts")
      ->envname("MANDATED_TLS");
  AddFlag(
      app,
      {"--tls-ca", "FILE",
       "Uses TLS, with a server whose certificate these authorities signed"},
      global.tls_ca, AsText)
      ->envname("MANDATED_SERVER_CA");
  AddFlag(app, {"--tls-cert", "FILE", "Shows this client certificate"},
          global.tls_certificate, AsText)
      ->envname("MANDATED_CLIENT_CERTIFICATE");
  AddFlag(app, {"--tls-key", "FILE", "The key of that certificate"},
          global.tls_key, AsText)
      ->envname("MANDATED_CLIENT_KEY");
  AddFlag(app,
          {"--bearer-token-file", "FILE",
           "Calls with the token in it; default: the one in MANDATED_TOKEN"},
          global.bearer_token_file, AsText)
      ->envname("MANDATED_TOKEN_FILE");
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& global) {
  global.actor = LoginName();
  AddFlag(app,
          {"--server", "ADDRESS",
           "Server to ask, 127.0.0.1:50051 unless MANDATED_SERVER says else"},
          global.server, AsText)
      ->envname("MANDATED_SERVER");
  AddFlag(app,
          {"--output", "{table,json,jsonl}",
           "Table for people, one JSON object, or one object a line"},
          global.format, ParseFormat);
  AddFlag(app,
          {"--color", "{auto,always,never}",
           "Colors; auto: on a terminal, unless NO_COLOR is set"},
          global.color, ParseColor);
  AddFlag(app,
          {"--actor", "NAME", "Who makes a change; default: your login name"},
          global.actor, AsText);
  AddFlag(app, {"--timeout", "TIME", "How long a call may take; default: 30s"},
          global.timeout, ParseTimeout);
  AddSecurityOptions(app, global);
}

// Shows the type of an option and whether it is required, and no more.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string text;
    const std::string type = option->get_type_name();
    if (!type.empty()) text = " " + type;
    if (option->get_required() && !option->get_positional()) {
      text += " (required)";
    }
    return text;
  }
};

// The deepest command that was given, for a hint at its help.
const CLI::App& DeepestOf(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : DeepestOf(*given.front());
}

std::string PathOf(const CLI::App& app) {
  if (app.get_parent() == nullptr) return app.get_name();
  return absl::StrCat(PathOf(*app.get_parent()), " ", app.get_name());
}

ExitCode Explain(const CLI::App& app, const CLI::ParseError& error,
                 std::ostream& out, std::ostream& err) {
  if (error.get_exit_code() == 0) {  // help or version
    app.exit(error, out, err);
    return kExitDone;
  }
  // CLI11 misses a command before it minds the word in its place.
  const std::vector<std::string> rest = app.remaining();
  const bool unknown = app.get_subcommands().empty() && !rest.empty();
  const std::string what =
      unknown ? absl::StrCat("there is no command ", rest.front())
              : error.what();
  err << "mandatectl: " << what << "\n  try " << PathOf(DeepestOf(app))
      << " --help\n";
  return kExitUsage;
}

}  // namespace

std::variant<Options, ExitCode> ParseCommandLine(int argc,
                                                 const char* const* argv,
                                                 std::ostream& out,
                                                 std::ostream& err) {
  CLI::App app(
      "Asks and changes mandated, which knows when each special-procedure\n"
      "mandate of the Human Rights Council lapses.",
      "mandatectl");
  GlobalOptions global;
  Chosen chosen;
  app.set_version_flag("--version", "mandatectl " MANDATED_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>());
  // Commands take it over, unless they say something of their own.
  app.footer("Options for all commands, and exit codes: mandatectl --help");
  AddGlobalOptions(app, global);
  AddReadCommands(app, chosen);
  AddWriteCommands(app, chosen);
  AddServerCommands(app, chosen);
  AddImportCommands(app, chosen);
  AddSubscriptionCommands(app, chosen);
  AddRemindCommand(app, chosen);
  AddTokenCommands(app, chosen);
  AddBackupCommands(app, chosen);
  CLI::App* completion =
      app.add_subcommand("completion", "Prints a script for your shell");
  completion
      ->add_option("SHELL",
                   "The shell: source <(mandatectl completion "
                   "bash)")
      ->required()
      ->type_name("{bash}")
      ->check([](const std::string& shell) {
        return shell == "bash" ? "" : "only bash is known";
      });
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Explain(app, error, out, err);
  }
  if (chosen) return Options{.global = global, .command = *std::move(chosen)};
  out << BashCompletion(app);
  return kExitDone;
}

}  // namespace mandated::mandatectl
