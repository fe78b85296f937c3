#ifndef MANDATED_CLIENTS_MANDATECTL_LOAD_PLAN_H_
#define MANDATED_CLIENTS_MANDATECTL_LOAD_PLAN_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/mandatectl/catalogue.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/session.pb.h"

namespace mandated::mandatectl {

// What a server has of what a catalogue speaks of, by name.
struct ServerState {
  std::map<std::string, mandates::v1::Session> sessions;  // recorded ones
  std::map<std::string, mandates::v1::Mandate> mandates;
};

// What a load has to send. Points into the catalogue.
struct LoadPlan {
  // One commit: all missing decisions of some mandates, in order of adoption.
  using Batch = std::vector<const DecisionRow*>;

  std::vector<const SessionRow*> sessions;  // missing or with other dates
  std::vector<Batch> batches;
  std::vector<Problem> conflicts;  // on record otherwise; left alone
  int sessions_equal = 0;
  int decisions_equal = 0;
  int decisions_taken_back = 0;  // on the server; left alone
  // Mandates on record that lack titles of the catalogue: name, etag, and all
  // titles as they shall be. Titles on record stay.
  std::vector<mandates::v1::Mandate> titled;
  std::vector<std::string> without_decisions;  // mandates left out, by name
};

// Compares. Rows of `catalogue` in `left_out` are passed over.
LoadPlan PlanLoad(const Catalogue& catalogue, const ServerState& server,
                  size_t batch_size_max);

// Puts rows into batches of at most `size_max`, all rows of one mandate into
// one batch, each batch in order of adoption.
std::vector<LoadPlan::Batch> MakeBatches(
    const std::vector<const DecisionRow*>& rows, size_t size_max);

// Says in what a decision on record differs from what a row states; "" where
// it does not. An empty cell states nothing.
std::string DifferenceOf(const mandates::v1::Decision& stated,
                         const mandates::v1::Decision& recorded);

// Makes the request of a batch. The first decision of a mandate that the
// server lacks carries what the catalogue says about the mandate. The request
// id follows from the content: the same batch is recorded once.
mandates::v1::BatchRecordDecisionsRequest MakeBatch(
    const Catalogue& catalogue, const ServerState& server,
    const LoadPlan::Batch& batch, const std::string& actor);

// Returns the row of the batch that the server's error speaks of; nullptr:
// none can be told.
const DecisionRow* BlamedRow(const LoadPlan::Batch& batch,
                             const absl::Status& error);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_LOAD_PLAN_H_
