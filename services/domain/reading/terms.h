#ifndef MANDATED_SERVICES_DOMAIN_READING_TERMS_H_
#define MANDATED_SERVICES_DOMAIN_READING_TERMS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/reading/language.h"

namespace mandated::domain {

// A field of a term and the words that state it.
struct TermProof {
  std::string field;  // from the term: "period", "end_of_session"
  Span span;          // of the clause
};

// What a clause says of a term.
struct TermRead {
  // Absent: the clause states none, or two that differ.
  std::optional<mandates::v1::Term> term;
  std::vector<TermProof> proofs;
  // What it states twice and differently; empty: nothing.
  std::vector<TermProof> contradictions;
};

// Reads the term of a clause: a period of years or months, the session from
// whose end it runs, and its end: a session's, a day's, an event's. Of phrases
// that begin at one place the first of session, date and event counts. An end
// that the clause does not state stays unset, so that it follows from the
// period by the rule of the Council's terms.
TermRead ReadTerm(const Language& language, std::string_view clause);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_TERMS_H_
