#ifndef MANDATED_CLIENTS_MANDATECTL_COMMANDS_H_
#define MANDATED_CLIENTS_MANDATECTL_COMMANDS_H_

#include "absl/status/statusor.h"
#include "clients/mandatectl/client.h"
#include "clients/mandatectl/exit_code.h"
#include "clients/mandatectl/interrupt.h"
#include "clients/mandatectl/options.h"
#include "clients/mandatectl/output.h"

namespace mandated::mandatectl {

// What a command works with. Owns nothing.
struct Context {
  const GlobalOptions& global;
  Client& client;
  Output& output;
  Interrupt& interrupt;
};

// Each runs one command. An error is for errors.h to describe.
absl::StatusOr<ExitCode> Run(Context& context, const ListOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const GetOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const HistoryOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const ExpiringOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const DueOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const WatchOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const RecordOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const CorrectOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const UpdateOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const SessionsOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const SetSessionOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const LoadOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const ImportOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const WhyOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const ResolutionsOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const ReplayOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const ServerInfoOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const SimulateOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const AdvanceClockOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateSubscriptionOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const GetSubscriptionOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const ListSubscriptionsOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const UpdateSubscriptionOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const DeleteSubscriptionOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const SeekOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const DeadLettersOptions& options);
absl::StatusOr<ExitCode> Run(Context& context, const RemindOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateTokenOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateBackupOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const ListBackupsOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const VerifyBackupsOptions& options);
absl::StatusOr<ExitCode> Run(Context& context,
                             const RestoreBackupOptions& options);

// Returns the instant that a moment means: a day stands for its last second
// or, with `noon`, for its noon, in the server's zone. Asks the server for it.
enum class DayPart { kNoon, kEnd, kStart };
absl::StatusOr<absl::Time> Resolve(Client& client, const Moment& moment,
                                   DayPart part);

// Returns a start as the API has it; a day stands for its first instant.
absl::StatusOr<mandates::v1::WatchStart> ResolveStart(Client& client,
                                                      const Start& start);

// Writes events: one object a line, or one line each for people.
void PrintEvents(
    const google::protobuf::RepeatedPtrField<mandates::v1::Event>& events,
    Output& output);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_COMMANDS_H_
