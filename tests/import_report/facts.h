#ifndef MANDATED_TESTS_IMPORT_REPORT_FACTS_H_
#define MANDATED_TESTS_IMPORT_REPORT_FACTS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mandates/v1/resolution.pb.h"
#include "tests/import_report/registry.h"

namespace mandated::import_report {

// Field to value, both in words that a person can compare: "vote" to
// "31-15-1". A field that has no value is not there.
using Facts = std::map<std::string, std::string>;

// What a text says: of itself, and of each decision it takes.
struct TextFacts {
  std::string language;
  Facts facts;
  // Absent: the expected file leaves them open.
  std::optional<std::vector<Facts>> decisions;
  // Fields that must have no value: null in the expected file.
  std::vector<std::string> none;
  std::vector<std::string> diagnostics;  // reasons that must be given
};

// Reads an expected file. Its keys: symbol, language, title, body, session,
// session_first_day, session_last_day, agenda_item, adopted_on, meeting,
// how_adopted, vote{for, against, abstaining}, diagnostics, and decisions: a
// list of {mandate_key or mandate, decision, term, operative_paragraph,
// end_of_session, starts_at_end_of, fixed, new_title}; or, pieced together,
// mandates: a list of {mandate_title, decision, term{length, unit}, paragraph}.
// FAILED_PRECONDITION: it is no such file.
absl::StatusOr<TextFacts> ReadExpected(const std::string& json,
                                       const Registry& registry);

// Puts a reading in the same words. Decision i is proposal i.
TextFacts FactsOf(const mandates::v1::Resolution& resolution);

}  // namespace mandated::import_report

#endif  // MANDATED_TESTS_IMPORT_REPORT_FACTS_H_
