#include "clients/mandatectl/flags.h"

// The commands about durable readers.
namespace mandated::mandatectl {
namespace {

const Flag kSubscriptionFlag = {
    "SUBSCRIPTION", "",
    "The subscription: deadlines or subscriptions/deadlines"};

constexpr char kStartHelp[] =
    "now, snapshot (what is open now, then what follows), a revision, a time, "
    "or a token in base64";

void AddFacts(CLI::App& app, SubscriptionFacts& facts) {
  AddFlag(app,
          {"--filter", "FILTER",
           "Only mandates that match; mandatectl list --help has examples"},
          facts.filter, AsText);
  AddRepeated(app,
              {"--type", Choices<mandates::v1::EventType>(),
               "Only this type of event; may be repeated"},
              facts.types, ParseEnum<mandates::v1::EventType>);
  AddRepeated(app,
              {"--lead", "PERIOD",
               "Of EXPIRING this lead, such as P45D, which is announced from "
               "now on; may be repeated"},
              facts.leads, ParsePeriodText);
  AddFlag(app,
          {"--lease", "TIME",
           "How long a worker has for what it pulled; default: 60s"},
          facts.lease, ParseTimeout);
  AddFlag(app,
          {"--delivery-attempts", "N",
           "Deliveries after which an event is parked as a dead letter; "
           "default: 10"},
          facts.delivery_attempts_max, AsNumber(1, 100));
  AddFlag(app, {"--description", "TEXT", "What it is for"}, facts.description,
          AsText);
}

void AddCreate(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<CreateSubscriptionOptions>(
      app, "create", "Creates a durable reader of the stream", chosen);
  AddFlag(*command,
          {"ID", "", "Its id: lower-case letters, digits and hyphens"},
          options->id, AsText)
      ->required();
  AddFacts(*command, options->facts);
  AddFlag(*command,
          {"--from", "START",
           absl::StrCat("Where it starts: ", kStartHelp, "; default: now")},
          options->start, ParseStart);
  command->add_flag("--dry-run", options->dry_run,
                    "Checks all and changes nothing");
}

void AddGetSubscription(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<GetSubscriptionOptions>(
      app, "get", "Shows what it wants and how far it is", chosen);
  AddFlag(*command, kSubscriptionFlag, options->name, ParseSubscription)
      ->required();
}

void AddUpdateSubscription(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<UpdateSubscriptionOptions>(
      app, "update", "Changes what it wants; it goes on where it is", chosen);
  AddFlag(*command, kSubscriptionFlag, options->name, ParseSubscription)
      ->required();
  AddFacts(*command, options->changes);
  command->add_flag("--any-type", options->changes.any_type,
                    "All types of events again");
  command->add_flag("--any-lead", options->changes.any_lead, "All leads again");
  AddFlag(*command,
          {"--etag", "ETAG", "Refuses unless it is at this etag still"},
          options->etag, AsText);
  command->add_flag("--dry-run", options->dry_run,
                    "Checks all and changes nothing");
}

void AddDelete(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<DeleteSubscriptionOptions>(
      app, "delete", "Deletes it with its dead letters", chosen);
  AddFlag(*command, kSubscriptionFlag, options->name, ParseSubscription)
      ->required();
  AddFlag(*command,
          {"--etag", "ETAG", "Refuses unless it is at this etag still"},
          options->etag, AsText);
}

void AddSeek(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<SeekOptions>(
      app, "seek", "Moves it forwards or backwards; ends the lease in force",
      chosen);
  AddFlag(*command, kSubscriptionFlag, options->name, ParseSubscription)
      ->required();
  AddFlag(*command, {"--to", "START", absl::StrCat("Where to: ", kStartHelp)},
          options->start, ParseStart)
      ->required();
}

void AddDeadLetters(CLI::App& app, const char* name, const char* description,
                    DeadLettersAction action, Chosen& chosen) {
  const auto [command, options] =
      AddCommand<DeadLettersOptions>(app, name, description, chosen);
  options->action = action;
  AddFlag(*command, kSubscriptionFlag, options->subscription, ParseSubscription)
      ->required();
  if (action == DeadLettersAction::kList) return;
  AddRepeated(*command,
              {"NUMBER", "", "Those with these numbers; default: all"},
              options->numbers, AsNumber(1, INT64_MAX))
      ->allow_extra_args(true);
}

}  // namespace

void AddSubscriptionCommands(CLI::App& app, Chosen& chosen) {
  CLI::App& group =
      *AddGroup(app, "subscriptions", "Creates and changes durable readers");
  AddCreate(group, chosen);
  AddGetSubscription(group, chosen);
  AddCommand<ListSubscriptionsOptions>(
      group, "list", "Lists them: what waits, dead letters", chosen);
  AddUpdateSubscription(group, chosen);
  AddDelete(group, chosen);
  AddSeek(group, chosen);
  CLI::App& letters =
      *AddGroup(app, "dead-letters",
                "Shows and settles events that were delivered too often");
  AddDeadLetters(letters, "list", "Lists those of a subscription",
                 DeadLettersAction::kList, chosen);
  AddDeadLetters(letters, "replay", "Delivers them again, before all others",
                 DeadLettersAction::kReplay, chosen);
  AddDeadLetters(letters, "purge", "Forgets them for good",
                 DeadLettersAction::kPurge, chosen);
}

}  // namespace mandated::mandatectl
