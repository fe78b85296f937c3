#include "services/domain/errors.h"

#include <algorithm>

#include "services/domain/date.h"
#include "services/domain/error_details.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using absl::StatusCode;

// Longest sentence taken from a caller of this file, and longest name of
// something on record: an error travels in HTTP/2 headers of 8 KiB in all, and
// its text four times in them.
constexpr size_t kSentenceBytesMax = 500;
constexpr size_t kNameBytesMax = 255;

std::string Sentence(std::string_view text) {
  return Printable(text, kSentenceBytesMax);
}

std::string Name(std::string_view name) {
  return Printable(name, kNameBytesMax);
}

// Quotes a value that a caller sent.
std::string Quoted(std::string_view value) {
  return Concat({"\"", Printable(value), "\""});
}

}  // namespace

absl::Status FieldMissing(std::string_view field, std::string_view expected) {
  const std::string sentence = Sentence(expected);
  return BadField(field, "FIELD_MISSING", Concat({" is missing; ", sentence}),
                  {{"expected", sentence}});
}

absl::Status FieldInvalid(std::string_view field, std::string_view reason,
                          std::string_view what) {
  const std::string sentence = Sentence(what);
  return BadField(field, reason, Concat({": ", sentence}),
                  {{"problem", sentence}});
}

absl::Status FieldTooLong(std::string_view field, size_t bytes,
                          size_t bytes_max) {
  const std::string actual = std::to_string(bytes);
  const std::string most = std::to_string(bytes_max);
  return BadField(field, "FIELD_TOO_LONG",
                  Concat({" has ", actual, " bytes; send ", most, " at most"}),
                  {{"bytes", actual}, {"bytesMax", most}});
}

absl::Status FieldOutOfRange(std::string_view field, int64_t value, int64_t min,
                             int64_t max) {
  const std::string actual = std::to_string(value);
  const std::string low = std::to_string(min);
  const std::string high = std::to_string(max);
  return BadField(
      field, "FIELD_OUT_OF_RANGE",
      Concat({": ", actual, " is out of range; send ", low, " to ", high}),
      {{"value", actual}, {"min", low}, {"max", high}});
}

absl::Status FieldForbidden(std::string_view field, std::string_view why) {
  const std::string sentence = Sentence(why);
  return BadField(field, "FIELD_FORBIDDEN",
                  Concat({" cannot be set here: ", sentence}),
                  {{"why", sentence}});
}

absl::Status DateInvalid(std::string_view field, std::string_view text,
                         std::string_view why) {
  const std::string shown = Printable(text);
  const std::string sentence = Sentence(why);
  return BadField(field, "DATE_INVALID",
                  Concat({": ", shown, " is not a date: ", sentence}),
                  {{"date", shown}, {"why", sentence}});
}

absl::Status PeriodInvalid(std::string_view field, std::string_view text) {
  return BadField(field, "PERIOD_INVALID",
                  Concat({": ", Quoted(text),
                          " is not a period; send years, months, weeks or "
                          "days such as P3Y, P6M, P1W, P90D or P1Y6M, above "
                          "zero and a century at most"}),
                  {{"period", Printable(text)}});
}

absl::Status NameInvalid(std::string_view field, std::string_view name,
                         std::string_view form) {
  const std::string sentence = Sentence(form);
  return BadField(field, "NAME_INVALID",
                  Concat({": ", Quoted(name),
                          " is not a name of this kind; send ", sentence}),
                  {{"name", Printable(name)}, {"form", sentence}});
}

absl::Status FilterInvalid(std::string_view text, size_t position,
                           std::string_view expected) {
  constexpr size_t kNearBytesMax = 24;  // enough to recognise the place
  position = std::min(position, text.size());
  const std::string at = std::to_string(position);
  const std::string near = Printable(text.substr(position), kNearBytesMax);
  const std::string sentence = Sentence(expected);
  const std::string place =
      near.empty() ? ", at its end" : Concat({", at \"", near, "\""});
  return BadField(
      "filter", "FILTER_INVALID",
      Concat({" is wrong at byte ", at, place, ": expected ", sentence}),
      {{"position", at}, {"near", near}, {"expected", sentence}});
}

absl::Status PageTokenInvalid(std::string_view why) {
  const std::string sentence = Sentence(why);
  return BadField(
      "page_token", "PAGE_TOKEN_INVALID",
      Concat({" is not usable: ", sentence, "; begin again without one"}),
      {{"why", sentence}});
}

absl::Status TokenMalformed() {
  return BadField("start.resume_token", "TOKEN_MALFORMED",
                  " is not a token of this service; send one as it was "
                  "received, or start from a snapshot instead",
                  {});
}

absl::Status TokenForeign(std::string_view store_id) {
  const std::string store = Printable(store_id);
  return BadField(
      "start.resume_token", "TOKEN_FOREIGN",
      Concat({" was made by another store than this server's, ", store,
              ", or by this one before it was restored from a backup; ask the "
              "server that made it, or start from a snapshot instead, and pass "
              "over events whose id you have seen"}),
      {{"storeId", store}});
}

absl::Status TokenFilterChanged() {
  return BadField("start.resume_token", "TOKEN_FILTER_CHANGED",
                  " was made for another filter; send the filter, event types "
                  "and leads it was made for, or start from a snapshot instead",
                  {});
}

absl::Status TermNotExtended(std::string_view mandate, absl::CivilDay new_last,
                             absl::CivilDay current_last) {
  const std::string later = FormatDate(new_last);
  const std::string current = FormatDate(current_last);
  return Blame(
      "decision.term",
      Error(StatusCode::kInvalidArgument, "TERM_NOT_EXTENDED",
            Concat({Name(mandate), " was not extended: the new last day ",
                    later, " is not after the current last day ", current,
                    "; send a later one, or record a TERMINATE decision"}),
            {{"mandate", Name(mandate)},
             {"newLastDay", later},
             {"currentLastDay", current}}));
}

absl::Status TermEndsBeforeStart(std::string_view field, absl::CivilDay last,
                                 absl::CivilDay first) {
  const std::string end = FormatDate(last);
  const std::string start = FormatDate(first);
  return BadField(field, "TERM_ENDS_BEFORE_START",
                  Concat({": the last day ", end, " is before the first day ",
                          start, "; send a last day on or after it"}),
                  {{"lastDay", end}, {"firstDay", start}});
}

absl::Status AdoptedInFuture(absl::CivilDay adopted, absl::CivilDay today) {
  const std::string day = FormatDate(adopted);
  const std::string now = FormatDate(today);
  return BadField("decision.adopted_on", "ADOPTED_IN_FUTURE",
                  Concat({": ", day, " is after today, ", now,
                          "; record a decision once it is taken"}),
                  {{"adoptedOn", day}, {"today", now}});
}

absl::Status AdoptedOutsideSession(std::string_view session,
                                   absl::CivilDay adopted, absl::CivilDay first,
                                   absl::CivilDay last) {
  const std::string day = FormatDate(adopted);
  const std::string start = FormatDate(first);
  const std::string end = FormatDate(last);
  constexpr std::string_view kAdvice =
      "; correct the day or the session, or record the session's dates with "
      "UpsertSession";
  return BadField("decision.adopted_on", "ADOPTED_OUTSIDE_SESSION",
                  Concat({": ", day, " is outside ", Name(session),
                          ", which lasts from ", start, " to ", end, kAdvice}),
                  {{"adoptedOn", day},
                   {"session", Name(session)},
                   {"firstDay", start},
                   {"lastDay", end}});
}

absl::Status MandateNotFound(std::string_view name) {
  return Error(StatusCode::kNotFound, "MANDATE_NOT_FOUND",
               Concat({Name(name),
                       " is not on record; look for it with ListMandates, or "
                       "create it by recording an ESTABLISH decision"}),
               {{"mandate", Name(name)}});
}

absl::Status DecisionNotFound(std::string_view name) {
  return Error(StatusCode::kNotFound, "DECISION_NOT_FOUND",
               Concat({Name(name),
                       " is not on record; look for it with GetMandate, or "
                       "record it with RecordDecision"}),
               {{"decision", Name(name)}});
}

absl::Status ServiceNotFound(std::string_view service) {
  return Error(StatusCode::kNotFound, "SERVICE_NOT_FOUND",
               Concat({"this server has no service ", Name(service),
                       "; ask for one by its full name, or for the whole "
                       "server by an empty one"}),
               {{"service", Name(service)}});
}

absl::Status SessionNotFound(std::string_view field, std::string_view name,
                             std::string_view why) {
  const std::string sentence = Sentence(why);
  return Blame(field, Error(StatusCode::kNotFound, "SESSION_NOT_FOUND",
                            Concat({field, ": no session is known for ",
                                    Name(name), ": ", sentence}),
                            {{"session", Name(name)}, {"why", sentence}}));
}

absl::Status DecisionAlreadyRecorded(std::string_view name) {
  return Error(StatusCode::kAlreadyExists, "DECISION_ALREADY_RECORDED",
               Concat({Name(name),
                       " is on record already; correct it with AmendDecision, "
                       "or retry with the request_id it was recorded with"}),
               {{"decision", Name(name)}});
}

absl::Status RequestIdReused(std::string_view request_id) {
  return Blame("request_id",
               Error(StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                     Concat({"request_id ", Quoted(request_id),
                             " was used for another request; send a new id "
                             "with a new request"}),
                     {{"requestId", Printable(request_id)}}));
}

absl::Status DecisionOutOfOrder(std::string_view mandate,
                                std::string_view symbol, std::string_view why) {
  const std::string sentence = Sentence(why);
  return Error(StatusCode::kFailedPrecondition, "DECISION_OUT_OF_ORDER",
               Concat({Name(symbol), " does not fit the other decisions on ",
                       Name(mandate), ": ", sentence}),
               {{"mandate", Name(mandate)},
                {"symbol", Name(symbol)},
                {"why", sentence}});
}

absl::Status DecisionRetracted(std::string_view name) {
  return Error(StatusCode::kFailedPrecondition, "DECISION_RETRACTED",
               Concat({Name(name),
                       " was taken back before; record it again with "
                       "RecordDecision if it counts after all"}),
               {{"decision", Name(name)}});
}

absl::Status ClockNotSimulated() {
  return Error(StatusCode::kFailedPrecondition, "CLOCK_NOT_SIMULATED",
               "the clock cannot be moved: the server runs on the system's "
               "clock; start it with a simulated one",
               {});
}

absl::Status TooManyRescheduled(int64_t count, int64_t count_max) {
  const std::string actual = std::to_string(count);
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kFailedPrecondition, "TOO_MANY_RESCHEDULED",
               Concat({"the session was not changed: ", actual,
                       " mandates are due at it, and one change moves ", most,
                       " at most; ask the operator to split the store"}),
               {{"count", actual}, {"countMax", most}});
}

absl::Status EtagStale(std::string_view name, std::string_view etag,
                       std::string_view current) {
  return Error(StatusCode::kAborted, "ETAG_STALE",
               Concat({Name(name), " was not changed: etag ", Quoted(etag),
                       " is not the current ", Quoted(current),
                       "; read it again, then send the change anew"}),
               {{"name", Name(name)},
                {"etag", Printable(etag)},
                {"currentEtag", Printable(current)}});
}

absl::Status TokenCompacted(int64_t revision, int64_t earliest) {
  const std::string from = std::to_string(revision);
  const std::string first = std::to_string(earliest);
  return Error(StatusCode::kOutOfRange, "TOKEN_COMPACTED",
               Concat({"events after revision ", from,
                       " are gone: the log begins at revision ", first,
                       "; start from a snapshot instead"}),
               {{"revision", from}, {"earliestRevision", first}});
}

absl::Status TokenInFuture(int64_t revision, int64_t head) {
  const std::string from = std::to_string(revision);
  const std::string newest = std::to_string(head);
  constexpr std::string_view kAdvice =
      ": the store may have been restored from an older backup; start from a "
      "snapshot instead";
  return Error(StatusCode::kOutOfRange, "TOKEN_IN_FUTURE",
               Concat({"the resume token stands at revision ", from,
                       ", after the newest, ", newest, kAdvice}),
               {{"revision", from}, {"headRevision", newest}});
}

absl::Status RevisionInFuture(int64_t revision, int64_t head) {
  const std::string asked = std::to_string(revision);
  const std::string newest = std::to_string(head);
  return Error(StatusCode::kOutOfRange, "REVISION_IN_FUTURE",
               Concat({"revision ", asked, " is after the newest, ", newest,
                       "; send that one or an earlier one"}),
               {{"revision", asked}, {"headRevision", newest}});
}

absl::Status RequestTooLarge(int64_t bytes, int64_t bytes_max) {
  const std::string size = std::to_string(bytes);
  const std::string most = std::to_string(bytes_max);
  return Error(
      StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE",
      Concat({"the request has ", size, " bytes, and none can have more than ",
              most, "; send several smaller ones"}),
      {{"bytes", size}, {"bytesMax", most}});
}

absl::Status TooManyDecisions(std::string_view mandate, int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_DECISIONS",
               Concat({Name(mandate), " has ", most,
                       " decisions, and none can have more; amend one of "
                       "them instead"}),
               {{"mandate", Name(mandate)}, {"countMax", most}});
}

absl::Status SimulationTooLarge(int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "SIMULATION_TOO_LARGE",
               Concat({"more than ", most,
                       " events follow; shorten the span of time, or narrow "
                       "the filter"}),
               {{"countMax", most}});
}

absl::Status SnapshotTooLarge(int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "SNAPSHOT_TOO_LARGE",
               Concat({"the snapshot has more than ", most,
                       " events; narrow the filter, or use Watch"}),
               {{"countMax", most}});
}

absl::Status ShuttingDown() {
  return Error(StatusCode::kUnavailable, "SHUTTING_DOWN",
               "the server is shutting down; retry in a moment or with another "
               "server, a stream with its last token",
               {});
}

}  // namespace mandated::domain
