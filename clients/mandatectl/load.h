#ifndef MANDATED_CLIENTS_MANDATECTL_LOAD_H_
#define MANDATED_CLIENTS_MANDATECTL_LOAD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/mandatectl/catalogue.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/load_plan.h"
#include "mandates/v1/mandate_service.pb.h"

// How a catalogue gets onto a server; shared by load and replay.
namespace mandated::mandatectl {

// Reads and checks; tells every problem. FAILED_PRECONDITION: there are some
// and they are not to be skipped.
absl::StatusOr<Catalogue> ReadChecked(const std::vector<std::string>& paths,
                                      bool skip_invalid, Output& output);

// Asks what the server has of what the catalogue speaks of.
absl::StatusOr<ServerState> FetchState(Context& context,
                                       const Catalogue& catalogue);

// Records sessions one by one, each in a commit.
absl::Status SendSessions(Context& context,
                          const std::vector<const SessionRow*>& rows);

// Brings titles in other languages to mandates on record, each in a commit
// without events. ABORTED: another client changed the mandate meanwhile.
absl::Status SendTitles(Context& context,
                        const std::vector<mandates::v1::Mandate>& titled);

// What became of a batch.
struct BatchResult {
  absl::StatusOr<mandates::v1::BatchRecordDecisionsResponse> response;
  const DecisionRow* refused = nullptr;  // the row that an error speaks of
};

// Records one batch. An error that speaks of a row begins with its place.
BatchResult SendBatch(Context& context, const Catalogue& catalogue,
                      const ServerState& server, const LoadPlan::Batch& batch);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_LOAD_H_
