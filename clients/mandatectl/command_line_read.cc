#include "clients/mandatectl/flags.h"

// The commands that read.
namespace mandated::mandatectl {
namespace {

constexpr char kFilterHelp[] =
    "Only mandates that match, for example: kind = COUNTRY AND days_left < 90";

constexpr char kFilterFooter[] = R"(Filters (AIP-160):
  kind = COUNTRY AND days_left < 90
  state = OVERDUE OR last_day <= "2026-07-31"
  holder_type = WORKING_GROUP AND NOT title : "detention"
  labels.desk = "africa")";

void AddList(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<ListOptions>(
      app, "list", "Lists mandates: state, last day, days left", chosen);
  AddFlag(*command, {"--filter", "FILTER", kFilterHelp}, options->filter,
          AsText);
  AddFlag(*command,
          {"--order-by", "ORDER",
           "name or last_day, with \" desc\" for the reverse; default: name"},
          options->order_by, AsText);
  AddFlag(*command, {"--limit", "N", "At most this many; default: all"},
          options->limit, AsNumber(1, INT32_MAX));
  command->footer(kFilterFooter);
}

void AddGet(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<GetOptions>(
      app, "get", "Shows one mandate: its term, who decided, its decisions",
      chosen);
  AddFlag(*command, kMandateFlag, options->mandate, ParseMandate)->required();
  CLI::Option* as_of = AddFlag(
      *command,
      {"--as-of", "DATE|TIME",
       "As the record stood at the end of that day, or at that instant"},
      options->as_of, ParseMoment);
  AddFlag(*command,
          {"--revision", "N", "As the record stood after this revision"},
          options->revision, AsNumber(1, INT64_MAX))
      ->excludes(as_of);
}

void AddHistory(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<HistoryOptions>(
      app, "history", "Shows the decisions on a mandate, oldest first", chosen);
  AddFlag(*command, kMandateFlag, options->mandate, ParseMandate)->required();
  command->add_flag("--revisions", options->revisions,
                    "The changes of the record instead: when, who and why");
}

void AddExpiring(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<ExpiringOptions>(
      app, "expiring", "Lists what expires soon, by last day", chosen);
  AddFlag(*command,
          {"--within", "PERIOD", "How far to look: P6M, P90D; default: P1Y"},
          options->within, ParsePeriodText);
  AddFlag(*command, {"--as-of", "DATE", "The day to look from; default: today"},
          options->as_of, ParseDay);
  AddFlag(*command, {"--filter", "FILTER", kFilterHelp}, options->filter,
          AsText);
  command->add_flag("--by-session", options->by_session,
                    "Grouped by the session a mandate is due at");
  command->add_flag(
      "--include-overdue,!--no-include-overdue", options->include_overdue,
      "With mandates whose projected last day has passed; the default");
  command->footer(kFilterFooter);
}

void AddDue(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<DueOptions>(
      app, "due", "Lists what the body must decide at a session", chosen);
  AddFlag(*command, {"SESSION", "", "The session: hrc-62 or 62"},
          options->session, ParseSession)
      ->required();
  AddFlag(*command,
          {"--as-of", "DATE", "The day to count from; default: today"},
          options->as_of, ParseDay);
}

void AddWatch(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<WatchOptions>(
      app, "watch", "Follows the events as they happen, until Ctrl-C", chosen);
  AddFlag(*command,
          {"--from", "START",
           "now (default), snapshot (what is open now, then live), a revision, "
           "a time, or a resume token in base64"},
          options->start, ParseStart);
  AddFlag(*command, {"--filter", "FILTER", kFilterHelp}, options->filter,
          AsText);
  AddRepeated(*command,
              {"--type", Choices<mandates::v1::EventType>(),
               "Only this type of event; may be repeated"},
              options->types, ParseEnum<mandates::v1::EventType>);
  AddRepeated(*command,
              {"--lead", "PERIOD",
               "Of EXPIRING only this lead, such as P6M; may be repeated"},
              options->leads, ParsePeriodText);
  AddFlag(*command,
          {"--token-file", "FILE",
           "Goes on from the token in FILE, where it exists, and keeps it up "
           "to date"},
          options->token_file, AsText);
  AddFlag(*command, {"--limit", "N", "Ends after this many events"},
          options->limit, AsNumber(1, INT64_MAX));
}

void AddSimulate(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<SimulateOptions>(
      app, "simulate", "Shows which events would follow; changes nothing",
      chosen);
  AddFlag(*command, {"--from", "DATE", "The first day; default: today"},
          options->from, ParseDay);
  AddFlag(*command, {"--to", "DATE", "The last day"}, options->to, ParseDay)
      ->required();
  AddRepeated(*command,
              {"--extend", "MANDATE=PERIOD[@DATE]",
               "Assumes an extension, adopted on DATE or else on the mandate's "
               "last day; may be repeated"},
              options->assumptions, ParseAssumption);
  AddFlag(*command, {"--filter", "FILTER", kFilterHelp}, options->filter,
          AsText);
}

}  // namespace

void AddReadCommands(CLI::App& app, Chosen& chosen) {
  AddList(app, chosen);
  AddGet(app, chosen);
  AddHistory(app, chosen);
  AddExpiring(app, chosen);
  AddDue(app, chosen);
  AddWatch(app, chosen);
  AddSimulate(app, chosen);
}

}  // namespace mandated::mandatectl
