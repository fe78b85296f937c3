#ifndef MANDATED_SERVICES_DOMAIN_ERRORS_H_
#define MANDATED_SERVICES_DOMAIN_ERRORS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

// Every error a caller can see, each made by a named function. A status made
// here carries google.rpc.ErrorInfo (domain "mandates", `reason`, the values
// of its text as metadata) and, where a field is at fault, google.rpc.
// BadRequest, both as payloads under their type URLs.
namespace mandated::domain {

inline constexpr std::string_view kErrorDomain = "mandates";
inline constexpr std::string_view kErrorInfoUrl =
    "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr std::string_view kBadRequestUrl =
    "type.googleapis.com/google.rpc.BadRequest";
inline constexpr std::string_view kPreconditionFailureUrl =
    "type.googleapis.com/google.rpc.PreconditionFailure";

// Returns the UPPER_SNAKE reason of `status`; empty when it has none.
std::string ReasonOf(const absl::Status& status);

// Returns `status` with `prefix` before every field it names:
// "requests[3]." + "decision.term".
absl::Status WithFieldPrefix(std::string_view prefix, absl::Status status);

// INVALID_ARGUMENT, naming `field`: one for each kind of bad value.
absl::Status FieldMissing(std::string_view field, std::string_view expected);
absl::Status FieldInvalid(std::string_view field, std::string_view reason,
                          std::string_view what);
absl::Status FieldTooLong(std::string_view field, size_t bytes,
                          size_t bytes_max);
absl::Status FieldOutOfRange(std::string_view field, int64_t value, int64_t min,
                             int64_t max);
absl::Status FieldForbidden(std::string_view field, std::string_view why);
absl::Status DateInvalid(std::string_view field, std::string_view text,
                         std::string_view why);
absl::Status PeriodInvalid(std::string_view field, std::string_view text);
absl::Status NameInvalid(std::string_view field, std::string_view name,
                         std::string_view form);
absl::Status FilterInvalid(std::string_view text, size_t position,
                           std::string_view expected);
absl::Status TextEmpty(std::string_view field);
absl::Status TextNotUtf8(std::string_view field, size_t position);
absl::Status TextTooLong(std::string_view field, size_t bytes,
                         size_t bytes_max);
absl::Status LanguageUnknown(std::string_view field, std::string_view code,
                             std::string_view known);
absl::Status SymbolInvalid(std::string_view field, std::string_view symbol);
absl::Status PageTokenInvalid(std::string_view why);
absl::Status TokenMalformed();
absl::Status TokenForeign(std::string_view store_id);
absl::Status TokenFilterChanged();

absl::Status TokenOfOtherSubscription(std::string_view subscription);
absl::Status TokenNotDelivered();
absl::Status LeadInvalid(std::string_view field, std::string_view lead);

// INVALID_ARGUMENT about what a decision says.
absl::Status TermNotExtended(std::string_view mandate, absl::CivilDay new_last,
                             absl::CivilDay current_last);
absl::Status TermEndsBeforeStart(std::string_view field, absl::CivilDay last,
                                 absl::CivilDay first);
absl::Status AdoptedInFuture(absl::CivilDay adopted, absl::CivilDay today);
absl::Status AdoptedOutsideSession(std::string_view session,
                                   absl::CivilDay adopted, absl::CivilDay first,
                                   absl::CivilDay last);

// NOT_FOUND.
absl::Status MandateNotFound(std::string_view name);
absl::Status DecisionNotFound(std::string_view name);
absl::Status ResolutionNotFound(std::string_view name);
absl::Status ServiceNotFound(std::string_view service);
absl::Status SubscriptionNotFound(std::string_view name);
absl::Status DeadLetterNotFound(std::string_view name);
absl::Status SessionNotFound(std::string_view field, std::string_view name,
                             std::string_view why);

// ALREADY_EXISTS.
absl::Status DecisionAlreadyRecorded(std::string_view name);
absl::Status RequestIdReused(std::string_view request_id);
absl::Status SubscriptionExists(std::string_view name);

// FAILED_PRECONDITION.
absl::Status DecisionOutOfOrder(std::string_view mandate,
                                std::string_view symbol, std::string_view why);
absl::Status DecisionRetracted(std::string_view name);
absl::Status ClockNotSimulated();
absl::Status LeaseEnded();
absl::Status DeadLettersFull(std::string_view subscription, int64_t count_max);
absl::Status TooManyRescheduled(int64_t count, int64_t count_max);

// One thing that stands in the way of an import.
struct ImportObstacle {
  std::string reason;       // "MANDATE_AMBIGUOUS"
  std::string field;        // "proposals[0].mandates"
  std::string description;  // what, why, what to do
};

// FAILED_PRECONDITION about an import, each obstacle a violation of google.rpc.
// PreconditionFailure: questions that settlements answer; what none can; facts
// that differ from what is on record. `obstacles` is not empty.
absl::Status ImportOpen(const std::vector<ImportObstacle>& obstacles);
absl::Status ImportRefused(const std::vector<ImportObstacle>& obstacles);
absl::Status ImportContradicts(const std::vector<ImportObstacle>& obstacles);

// ABORTED.
absl::Status EtagStale(std::string_view name, std::string_view etag,
                       std::string_view current);

// OUT_OF_RANGE.
absl::Status TokenCompacted(int64_t revision, int64_t earliest);
absl::Status TokenInFuture(int64_t revision, int64_t head);
absl::Status RevisionInFuture(int64_t revision, int64_t head);

// RESOURCE_EXHAUSTED.
absl::Status RequestTooLarge(int64_t bytes, int64_t bytes_max);
absl::Status TooManyDecisions(std::string_view mandate, int64_t count_max);
absl::Status SimulationTooLarge(int64_t count_max);
absl::Status SnapshotTooLarge(int64_t count_max);
absl::Status TooManyLeads(std::string_view lead, int64_t count_max);
absl::Status TooManySubscriptions(int64_t count_max);
absl::Status TooManyReadings(int64_t count_max);
absl::Status TooManyMandatesToName(int64_t count_max);

// UNAVAILABLE: retry elsewhere or later.
absl::Status ShuttingDown();

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_ERRORS_H_
