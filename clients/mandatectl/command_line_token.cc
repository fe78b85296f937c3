#include "clients/mandatectl/flags.h"

// The commands about who may call the server; they ask no server.
namespace mandated::mandatectl {
namespace {

absl::StatusOr<std::string> ParseRole(std::string_view field,
                                      std::string_view text) {
  for (const char* role : {"reader", "subscriber", "editor", "admin"}) {
    if (text == role) return std::string(text);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      std::string(field), ": write reader, subscriber, editor or admin"));
}

absl::StatusOr<std::optional<absl::Time>> ParseExpiry(std::string_view field,
                                                      std::string_view text) {
  const auto moment = ParseMoment(field, text);
  if (!moment.ok()) return moment.status();
  if (const auto* day = std::get_if<absl::CivilDay>(&*moment)) {
    return absl::FromCivil(*day, absl::UTCTimeZone());
  }
  return std::get<absl::Time>(*moment);
}

}  // namespace

void AddTokenCommands(CLI::App& app, Chosen& chosen) {
  CLI::App* token = app.add_subcommand("token", "Makes bearer tokens");
  token->require_subcommand(1);
  token->fallthrough();
  const auto [create, options] = AddCommand<CreateTokenOptions>(
      *token, "create",
      "Makes a token, and its entry in the server's access list", chosen);
  AddFlag(*create, {"NAME", "", "Who will call with it: the actor of changes"},
          options->name, AsText)
      ->required();
  AddFlag(*create,
          {"--role", "{reader,subscriber,editor,admin}",
           "What it may do; each may do what those before it may"},
          options->role, ParseRole)
      ->required();
  AddFlag(*create,
          {"--expires", "DATE|TIME",
           "When it is no longer good; a day stands for 0:00 UTC"},
          options->expires, ParseExpiry);
}

}  // namespace mandated::mandatectl
