#include <cstdint>

#include "clients/mandatectl/flags.h"

// The commands about backups.
namespace mandated::mandatectl {
namespace {

constexpr int kKeepMax = 10'000;  // as the server has it

void AddCreateBackup(CLI::App& group, Chosen& chosen) {
  const auto [command, options] = AddCommand<CreateBackupOptions>(
      group, "create", "Has the server make a backup, while it serves", chosen);
  AddFlag(*command,
          {"--keep", "N",
           "Deletes older ones, so that N are left; default: all stay"},
          options->keep, AsNumber(1, kKeepMax));
  command->footer(
      "The server needs --backup-directory=DIRECTORY. Ctrl-C stops the backup, "
      "and\nleaves those before it as they were.");
}

void AddListBackups(CLI::App& group, Chosen& chosen) {
  const auto [command, options] = AddCommand<ListBackupsOptions>(
      group, "list", "Lists the backups there are, oldest first", chosen);
  AddFlag(*command,
          {"DIRECTORY", "",
           "Reads them there, with no server; default: asks the server"},
          options->directory, AsText);
}

void AddVerifyBackups(CLI::App& group, Chosen& chosen) {
  const auto [command, options] = AddCommand<VerifyBackupsOptions>(
      group, "verify",
      "Reads all files of backups and compares them with what was written",
      chosen);
  AddFlag(*command,
          {"DIRECTORY", "", "Where the backups are; no server is asked"},
          options->directory, AsText)
      ->required();
  AddFlag(*command, {"--backup", "NUMBER", "This one; default: all"},
          options->number, AsNumber(1, INT64_MAX));
}

void AddRestoreBackup(CLI::App& group, Chosen& chosen) {
  const auto [command, options] = AddCommand<RestoreBackupOptions>(
      group, "restore", "Makes a store of a backup, for a server to start on",
      chosen);
  AddFlag(*command,
          {"DIRECTORY", "", "Where the backups are; no server is asked"},
          options->directory, AsText)
      ->required();
  AddFlag(*command,
          {"--into", "STORE",
           "The directory of the new store: one that is empty or not there"},
          options->store, AsText)
      ->required();
  ExcludeEachOther(
      {AddFlag(*command,
               {"--backup", "NUMBER", "This one; default: the newest"},
               options->number, AsNumber(1, INT64_MAX)),
       AddFlag(*command,
               {"--revision", "REVISION", "The newest that is not after it"},
               options->revision, AsNumber(0, INT64_MAX)),
       AddFlag(*command,
               {"--time", "TIME",
                "The newest made until then: a day, to its end in UTC, or "
                "2026-03-31T12:00:00Z"},
               options->time, ParseMoment)});
  command->footer(
      "A point between two backups cannot be had: the log of events tells "
      "what\n"
      "followed, and cannot be replayed. The restored store has a new id, and\n"
      "revisions of its own: resume tokens given before are refused with\n"
      "TOKEN_FOREIGN. Run it as the user that the server runs as.");
}

}  // namespace

void AddBackupCommands(CLI::App& app, Chosen& chosen) {
  CLI::App& group =
      *AddGroup(app, "backup", "Makes, checks and restores backups");
  AddCreateBackup(group, chosen);
  AddListBackups(group, chosen);
  AddVerifyBackups(group, chosen);
  AddRestoreBackup(group, chosen);
}

}  // namespace mandated::mandatectl
