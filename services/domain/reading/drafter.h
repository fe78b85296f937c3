#ifndef MANDATED_SERVICES_DOMAIN_READING_DRAFTER_H_
#define MANDATED_SERVICES_DOMAIN_READING_DRAFTER_H_

#include <string>
#include <vector>

#include "services/domain/reading/acts.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/drafts.h"
#include "services/domain/reading/mandate_names.h"

namespace mandated::domain {

// What the acts of a text come to.
struct Drafted {
  std::vector<DecisionDraft> drafts;
  std::vector<const FoundAct*> others;  // on what is no special procedure
  bool all = true;  // false: beyond limits::kActsMax drafts it was given up
};

// Drafts a decision for each mandate that each act names: one for all that
// are extended in one breath, one for each that is merged and one for what
// they become. `title` is the resolution's. Keeps pointers into `acts`.
Drafted DraftDecisions(const Document& document, const MandateNames& names,
                       const std::string& title,
                       const std::vector<FoundAct>& acts);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_DRAFTER_H_
