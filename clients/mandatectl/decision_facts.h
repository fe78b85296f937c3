#ifndef MANDATED_CLIENTS_MANDATECTL_DECISION_FACTS_H_
#define MANDATED_CLIENTS_MANDATECTL_DECISION_FACTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/mandatectl/options.h"
#include "mandates/v1/mandate.pb.h"

// From the flags of a command line to the messages of the API.
namespace mandated::mandatectl {

// Writes the facts that were given into `decision`. A rule for the end that
// the server derived from facts which change is cleared, so that it is derived
// anew; one that somebody stated is kept.
void Apply(const DecisionFacts& facts, mandates::v1::Decision& decision);

// Tells that the end of the term is what follows from its period, as far as
// the decision alone can tell: a term of whole years that ends with a session,
// any other on its anniversary, or an end that nobody stated.
bool HasDerivedEnd(const mandates::v1::Decision& decision);

// Writes the facts that were given into `mandate`; returns the paths of the
// fields, for an update mask.
std::vector<std::string> Apply(const MandateFacts& facts,
                               mandates::v1::Mandate& mandate);

// Finds the decision that `text` names: its symbol ("A/HRC/RES/44/11"), the
// end of it ("44/11") or its id ("a-hrc-res-44-11"). NOT_FOUND, or
// INVALID_ARGUMENT when several are meant.
absl::StatusOr<mandates::v1::Decision> FindDecision(
    const mandates::v1::Mandate& mandate, std::string_view text);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_DECISION_FACTS_H_
