#include "clients/mandatectl/errors.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"
#include "mandates/client/error.h"

namespace mandated::mandatectl {
namespace {

// What to type next, by the reason of the error.
struct Advice {
  const char* reason;
  const char* command;
};
constexpr Advice kAdvice[] = {
    {"MANDATE_NOT_FOUND", "mandatectl list"},
    {"DECISION_NOT_FOUND", "mandatectl history MANDATE"},
    {"SESSION_NOT_FOUND", "mandatectl sessions"},
    {"SUBSCRIPTION_NOT_FOUND", "mandatectl subscriptions list"},
    {"DECISION_ALREADY_RECORDED",
     "mandatectl history MANDATE, then mandatectl correct MANDATE SYMBOL"},
    {"TERM_NOT_EXTENDED", "mandatectl history MANDATE"},
    {"DECISION_OUT_OF_ORDER", "mandatectl history MANDATE"},
    {"ADOPTED_OUTSIDE_SESSION", "mandatectl sessions"},
    {"TOKEN_COMPACTED", "mandatectl watch --from snapshot"},
    {"TOKEN_FOREIGN", "mandatectl watch --from snapshot"},
    {"TOKEN_IN_FUTURE", "mandatectl watch --from snapshot"},
    {"TOKEN_MALFORMED", "mandatectl watch --from snapshot"},
    {"TOKEN_FILTER_CHANGED",
     "the same --filter, --type and --lead as before, or another "
     "--token-file"},
    {"CLOCK_NOT_SIMULATED", "a server started with --clock=simulated"},
    {"FILTER_INVALID", "mandatectl list --help, which has examples"},
    {"IMPORT_OPEN", "mandatectl import --help, which tells how to settle it"},
    {"IMPORT_CONTRADICTS", "mandatectl correct MANDATE SYMBOL"},
};

std::string AdviceFor(const absl::Status& status, std::string_view reason) {
  for (const Advice& advice : kAdvice) {
    if (reason == advice.reason) return advice.command;
  }
  if (status.code() == absl::StatusCode::kUnavailable) {
    return "start mandated, or name another server with --server or "
           "MANDATED_SERVER";
  }
  if (status.code() == absl::StatusCode::kDeadlineExceeded) {
    return "a longer --timeout";
  }
  return "";
}

// Adds a violation, without what the message says already.
void AddViolation(const std::string& field, const std::string& description,
                  const std::string& message, std::string* text) {
  const std::string line = OneLine(description);
  const bool said = absl::StrContains(message, line);
  if (said && absl::StartsWith(message, field)) return;
  absl::StrAppend(text, "\n  field ", OneLine(field), said ? "" : ": ",
                  said ? "" : line);
}

}  // namespace

std::string Describe(const absl::Status& status, std::string_view server) {
  const mandates::client::Error error(status);
  const std::string message = OneLine(error.message);
  const std::string& reason = error.reason;
  std::string text = "mandatectl: ";
  if (ExitCodeOf(status) == kExitUnreachable && reason.empty()) {
    absl::StrAppend(&text, "no answer from ", std::string(server), ": ");
  }
  absl::StrAppend(&text, message);
  for (const auto& violation : error.fields) {
    AddViolation(violation.field, violation.description, message, &text);
  }
  for (const auto& violation : error.preconditions) {
    AddViolation(violation.subject, violation.description, message, &text);
  }
  if (!reason.empty()) {
    absl::StrAppend(&text, "\n  reason ", OneLine(reason), " (",
                    absl::StatusCodeToString(status.code()), ")");
  }
  const std::string advice = AdviceFor(status, reason);
  if (!advice.empty()) absl::StrAppend(&text, "\n  try ", advice);
  return text;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitDone;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    default:
      return kExitRefused;
  }
}

}  // namespace mandated::mandatectl
