#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"
#include "google/protobuf/struct.pb.h"
#include "storage/backup.h"

// The commands about backups. All but `create` and a `list` without a directory
// work on files alone.
namespace mandated::mandatectl {
namespace {

mandates::v1::Backup ToProto(const storage::Backup& backup) {
  mandates::v1::Backup proto;
  proto.set_number(backup.number);
  proto.mutable_create_time()->set_seconds(
      absl::ToUnixSeconds(backup.create_time));
  proto.set_revision(backup.revision);
  proto.set_store_id(backup.store_id);
  proto.set_store_format(static_cast<int32_t>(backup.store_format));
  proto.set_bytes(backup.bytes);
  proto.set_fault(backup.fault);
  return proto;
}

std::string StepText(const std::string& what, int64_t done, int64_t total) {
  if (total == 0) return absl::StrCat(what, ": ", BytesWords(done));
  return absl::StrCat(what, ": ", BytesWords(done), " of ", BytesWords(total));
}

storage::BackupProgress ShowOn(Output& output) {
  return [&output](const storage::BackupStep& step) {
    output.Step(StepText("checking", step.bytes_done, step.bytes_total));
    return true;
  };
}

absl::StatusOr<mandates::v1::ListBackupsResponse> List(
    Client& client, const std::string& directory) {
  if (directory.empty()) return client.ListBackups();
  const auto backups = storage::ListBackups(directory);
  if (!backups.ok()) return backups.status();
  mandates::v1::ListBackupsResponse response;
  for (const auto& backup : *backups) *response.add_backups() = ToProto(backup);
  return response;
}

// A day stands for its last second; no server is there to tell a zone.
absl::Time EndOf(const Moment& moment) {
  if (const auto* time = std::get_if<absl::Time>(&moment)) return *time;
  return absl::FromCivil(std::get<absl::CivilDay>(moment) + 1,
                         absl::UTCTimeZone()) -
         absl::Seconds(1);
}

google::protobuf::Struct Fields(const storage::RestoredStore& restored,
                                const std::string& directory) {
  google::protobuf::Struct message;
  auto& fields = *message.mutable_fields();
  const auto set = [&fields](const char* name, std::string text) {
    fields[name].set_string_value(std::move(text));
  };
  set("store", directory);
  set("storeId", restored.store_id);
  set("revision", absl::StrCat(restored.revision));
  set("backup", absl::StrCat(restored.backup.number));
  set("backupRevision", absl::StrCat(restored.backup.revision));
  set("backupTime",
      absl::FormatTime(restored.backup.create_time, absl::UTCTimeZone()));
  return message;
}

std::string Told(const storage::RestoredStore& restored,
                 const std::string& directory) {
  return absl::StrCat(
      directory, " is restored from backup ", restored.backup.number, ", made ",
      TimeText(ToProto(restored.backup).create_time()), ", up to its revision ",
      restored.backup.revision, ".\nIts id is ", restored.store_id,
      " now, and its revisions go on after ", restored.revision,
      ".\nReaders with a resume token from before are refused "
      "(TOKEN_FOREIGN) and start from\na snapshot; durable subscriptions go on "
      "from where they were at the backup.\n");
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateBackupOptions& options) {
  mandates::v1::CreateBackupRequest request;
  request.set_keep(static_cast<int32_t>(options.keep));
  const auto backup = context.client.CreateBackup(
      request, [&context](const mandates::v1::BackupProgress& step) {
        const bool checking =
            step.phase() == mandates::v1::BACKUP_PHASE_CHECKING;
        context.output.Step(StepText(checking ? "checking" : "copying",
                                     step.bytes_done(), step.bytes_total()));
      });
  if (!backup.ok()) return backup.status();
  context.output.Result(*backup, [&] { return RenderBackup(*backup); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const ListBackupsOptions& options) {
  const auto backups = List(context.client, options.directory);
  if (!backups.ok()) return backups.status();
  context.output.Result(*backups, [&] {
    return RenderBackups(*backups, context.output.style());
  });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const VerifyBackupsOptions& options) {
  absl::Status verified = storage::VerifyBackups(
      options.directory, options.number, ShowOn(context.output));
  if (!verified.ok()) return verified;
  context.output.Remark(
      options.number
          ? absl::StrCat("Backup ", *options.number, " is as it was written.")
          : "All backups are as they were written.");
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const RestoreBackupOptions& options) {
  storage::BackupChoice choice;
  choice.number = options.number;
  choice.revision = options.revision;
  if (options.time) choice.time = EndOf(*options.time);
  const auto restored = storage::RestoreBackup(
      options.directory, choice, options.store, ShowOn(context.output));
  if (!restored.ok()) return restored.status();
  context.output.Result(Fields(*restored, options.store),
                        [&] { return Told(*restored, options.store); });
  if (geteuid() == 0) {
    context.output.Remark(absl::StrCat(
        "Restored by root: give it to who runs the server, as in chown -R "
        "mandated: ",
        options.store));
  }
  return kExitDone;
}

}  // namespace mandated::mandatectl
