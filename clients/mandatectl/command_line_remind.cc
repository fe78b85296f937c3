#include "clients/mandatectl/flags.h"

// The command that reminds.
namespace mandated::mandatectl {
namespace {

constexpr char kRemindFooter[] =
    R"(Sinks; --sink may be repeated, and each gets every event:
  stdout             a table, or JSON as --output says
  exec:COMMAND       runs it by sh for each event, a CloudEvent on its input;
                     0 accepts, 75 means later, any other refuses the event
  https://HOST/PATH  posts each event as a CloudEvent with Idempotency-Key,
                     signed as Standard Webhooks say; http:// to this machine
  smtp://HOST:PORT   mails each --mail-to one digest a day, by STARTTLS;
                     smtps:// is TLS from the first byte
  ics:FILE           keeps a calendar of last days and windows

Acknowledged is what every sink accepted. A run that is killed or fails leaves
the rest to the next one, which uses the same ids: the CloudEvent's id, the
Idempotency-Key, the Message-ID, the UID.

Secrets are never options: --webhook-secret-file or MANDATED_WEBHOOK_SECRET,
--mail-password-file or MANDATED_MAIL_PASSWORD.

Exit codes: 0 all was delivered; 4 some of it; 5 nothing to do: no event,
another run at work, or today's digest is out; 6 no sink took anything; others
as in mandatectl --help. A timer: clients/mandatectl/remind/README.md.)";

void AddMailOptions(CLI::App& app, remind::SinkOptions& sinks) {
  AddFlag(app, {"--mail-from", "ADDRESS", "Who mails"}, sinks.mail_from,
          remind::ParseMailAddress);
  AddRepeated(app,
              {"--mail-to", "ADDRESS",
               "Who gets a digest; may be repeated: each a mail of its own"},
              sinks.mail_to, remind::ParseMailAddress);
  AddFlag(app, {"--mail-user", "NAME", "Logs in to the mail server"},
          sinks.mail_user, AsText);
  AddFlag(app, {"--mail-password-file", "FILE", "Holds its password"},
          sinks.mail_password_file, AsText);
  AddFlag(app,
          {"--mail-subject", "TEMPLATE",
           "The subject, in Mustache as the templates are"},
          sinks.mail_subject, AsText);
}

void AddTemplateOptions(CLI::App& app, remind::SinkOptions& sinks) {
  AddFlag(app,
          {"--template", "FILE",
           "A Mustache template for the text of mails and for stdout"},
          sinks.text_template, AsText);
  AddFlag(
      app,
      {"--html-template", "FILE", "A Mustache template for the HTML of mails"},
      sinks.html_template, AsText);
}

void AddHookOptions(CLI::App& app, remind::SinkOptions& sinks) {
  AddFlag(app,
          {"--webhook-secret-file", "FILE",
           "Holds the secret that signs: whsec_... or any text"},
          sinks.webhook_secret_file, AsText);
  AddFlag(app,
          {"--ca-file", "FILE",
           "Certificates that servers are verified by; default: the system's"},
          sinks.ca_file, AsText);
  AddFlag(app,
          {"--exec-timeout", "TIME",
           "How long a command may run for one event; default: 60s"},
          sinks.exec_time_max, ParseTimeout);
}

// Reads a time of whole seconds in [min, max].
auto AsSeconds(int64_t min, int64_t max) {
  return [min, max](std::string_view field,
                    std::string_view text) -> absl::StatusOr<absl::Duration> {
    auto time = ParseTimeout(field, text);
    if (!time.ok()) return time.status();
    if (*time >= absl::Seconds(min) && *time <= absl::Seconds(max)) {
      return absl::Trunc(*time, absl::Seconds(1));
    }
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(field), ": write ", min, "s to ", max, "s"));
  };
}

}  // namespace

void AddRemindCommand(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<RemindOptions>(
      app, "remind", "Delivers what a subscription has; for cron and timers",
      chosen);
  AddFlag(*command,
          {"SUBSCRIPTION", "",
           "The subscription: deadlines or subscriptions/deadlines"},
          options->subscription, ParseSubscription)
      ->required();
  AddRepeated(*command, {"--sink", "SINK", "Where to deliver; see below"},
              options->sinks.sinks, remind::ParseSink)
      ->required();
  AddFlag(*command,
          {"--max-events", "N",
           "Events taken at a time; default: 100, and 1000 for mails"},
          options->max_events, AsNumber(1, 1'000));
  AddFlag(*command,
          {"--lease", "TIME",
           "How long they are this run's; default: 5m. A run that is killed "
           "keeps others away for so long"},
          options->lease, AsSeconds(1, 600));
  AddFlag(*command,
          {"--wait", "TIME",
           "How long to wait for an event, or for another run's lease to end"},
          options->wait, AsSeconds(1, 60));
  AddFlag(*command,
          {"--state-dir", "DIR",
           "Where it remembers what sinks accepted; default: STATE_DIRECTORY "
           "of systemd, or ~/.local/state/mandatectl"},
          options->state_directory, AsText);
  command->add_flag("--dry-run", options->dry_run,
                    "Shows what would go where; takes and sends nothing");
  command->add_flag("--idle-ok", options->idle_ok,
                    "Exits with 0 where there was nothing to do, for those "
                    "who take all else for a failure");
  AddTemplateOptions(*command, options->sinks);
  AddMailOptions(*command, options->sinks);
  AddHookOptions(*command, options->sinks);
  command->footer(kRemindFooter);
}

}  // namespace mandated::mandatectl
