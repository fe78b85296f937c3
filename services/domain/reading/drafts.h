#ifndef MANDATED_SERVICES_DOMAIN_READING_DRAFTS_H_
#define MANDATED_SERVICES_DOMAIN_READING_DRAFTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/acts.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/named_mandates.h"
#include "services/domain/reading/terms.h"

namespace mandated::domain {

// One act on one mandate, before it becomes a proposal.
struct DecisionDraft {
  mandates::v1::Act act = mandates::v1::ACT_UNSPECIFIED;
  const FoundAct* found = nullptr;
  NamedMandate mandate = {};
  bool named = false;  // false: the act names no mandate
  TermRead term = {};
  std::string title = {};      // as the text has it
  std::string key = {};        // of the title, to compare
  std::string new_title = {};  // RENAME: as the text has it
  std::string new_key = {};
  Span new_title_span = {};              // of the act's text
  const FoundAct* renamed_by = nullptr;  // where new_title stands
  std::string successor = {};            // MERGE: name of the mandate
  std::optional<Span> successor_span = {};
};

// Joins what one text says of one mandate in several acts: a renaming goes to
// the decision on the same mandate, or stays alone; a mandate that is extended
// under its new title is the one renamed; what is said twice counts once.
// Returns pairs that say of one mandate what cannot both be, by their places.
std::vector<std::pair<size_t, size_t>> JoinDrafts(
    std::vector<DecisionDraft>& drafts);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_DRAFTS_H_
