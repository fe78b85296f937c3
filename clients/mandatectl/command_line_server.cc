#include "clients/mandatectl/flags.h"
#include "services/domain/date.h"

// The commands about the calendar, the catalogue and the server.
namespace mandated::mandatectl {
namespace {

void AddSetSession(CLI::App& sessions, Chosen& chosen) {
  const auto [command, options] = AddCommand<SetSessionOptions>(
      sessions, "set",
      "Records the dates of a session; moves every mandate due at it", chosen);
  auto& session = options->session;
  session.set_basis(mandates::v1::CALENDAR_BASIS_STATED);
  AddFlag(*command, {"SESSION", "", "The session: hrc-64 or 64"},
          *session.mutable_name(), ParseSession)
      ->required();
  AddFlag(*command, {"--first", "DATE", "The first day"},
          *session.mutable_first_day(), ParseDay)
      ->required();
  AddFlag(*command, {"--last", "DATE", "The last day, inclusive"},
          *session.mutable_last_day(), ParseDay)
      ->required();
  const auto basis = options;
  command->add_flag_callback(
      "--adoption-days",
      [basis] {
        basis->session.set_basis(mandates::v1::CALENDAR_BASIS_ADOPTION_DAYS);
      },
      "The days are those of its first and last adoption, not stated ones");
  AddFlag(*command, {"--source", "TEXT", "Where the dates come from"},
          *session.mutable_source(), AsText);
  AddFlag(*command, {"--note", "TEXT", "What a reader should know"},
          *session.mutable_note(), AsText);
  command->add_flag("--dry-run", options->write.dry_run,
                    "Checks all and shows the outcome; writes nothing");
  AddFlag(*command, {"--reason", "TEXT", "Why, for the record"},
          options->write.reason, AsText);
  AddFlag(*command,
          {"--if-etag", "ETAG", "Refuses unless the record still has it"},
          options->write.etag, AsText);
}

void AddSessions(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<SessionsOptions>(
      app, "sessions", "Lists the sessions, or sets the dates of one", chosen);
  AddFlag(*command,
          {"--closing-from", "DATE", "Leaves out those that close before it"},
          options->closing_from, ParseDay);
  command->add_flag("--regular-only", options->regular_only,
                    "Leaves out special sessions");
  AddFlag(*command,
          {"--projected", "N",
           "How many projected ones follow the recorded, up to 30; default: 3"},
          options->projected, AsNumber(0, 30));
  AddSetSession(*command, chosen);
}

void AddLoad(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<LoadOptions>(
      app, "load", "Loads sessions, mandates and decisions from CSV files",
      chosen);
  AddRepeated(*command,
              {"PATH", "",
               "A file, or a directory with sessions.csv, mandates.csv, "
               "decisions.csv and names.csv"},
              options->paths, AsText)
      ->allow_extra_args(true)
      ->required();
  command->add_flag("--skip-invalid", options->skip_invalid,
                    "Loads the good lines of a file with bad ones");
  command->footer(
      "Loading again does no harm: only what the server lacks is sent, and "
      "what\nit has otherwise is reported, not overwritten.");
}

absl::StatusOr<absl::CivilDay> AsCivilDay(std::string_view field,
                                          std::string_view text) {
  return domain::ParseDate(field, text);
}

void AddReplay(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<ReplayOptions>(
      app, "replay",
      "Records a catalogue's history day by day, on a simulated clock", chosen);
  AddFlag(*command, {"CATALOGUE", "", "The directory of the CSV files"},
          options->catalogue, AsText)
      ->required();
  AddFlag(*command,
          {"--from", "DATE",
           "The first day; what was decided before is loaded at once"},
          options->from, AsCivilDay)
      ->required();
  AddFlag(*command,
          {"--until", "DATE",
           "The last day; default: the last one of the catalogue"},
          options->until, AsCivilDay);
  AddFlag(*command,
          {"--speed", "SPEED", "Days per second, 20d/s; default: max"},
          options->days_per_second, ParseSpeed);
}

void AddAdvanceClock(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<AdvanceClockOptions>(
      app, "advance-clock", "Moves the clock of a server that simulates it",
      chosen);
  CLI::Option* by = AddFlag(*command, {"--by", "PERIOD", "How far: P30D, P1M"},
                            options->by, ParsePeriodText);
  CLI::Option* to = AddFlag(
      *command, {"--to", "DATE|TIME", "Where to; a day stands for its noon"},
      options->to, ParseMoment);
  ExcludeEachOther({by, to});
  command->parse_complete_callback([by, to] {
    if (by->count() + to->count() == 0) {
      throw CLI::RequiredError("--by or --to");
    }
  });
}

}  // namespace

void AddServerCommands(CLI::App& app, Chosen& chosen) {
  AddSessions(app, chosen);
  AddLoad(app, chosen);
  AddReplay(app, chosen);
  AddCommand<ServerInfoOptions>(app, "server-info",
                                "Shows what the server is and where it stands",
                                chosen);
  AddAdvanceClock(app, chosen);
}

}  // namespace mandated::mandatectl
