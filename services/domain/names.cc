#include "services/domain/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"

namespace mandated::domain {
namespace {

constexpr std::string_view kMandates = "mandates/";
constexpr std::string_view kSessions = "sessions/";
constexpr std::string_view kResolutions = "resolutions/";
constexpr std::string_view kDecisions = "/decisions/";
constexpr std::string_view kSubscriptions = "subscriptions/";
constexpr std::string_view kDeadLetters = "/deadLetters/";

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsIdChar(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
}

// An id: [a-z0-9-], beginning with a letter, not ending with "-".
bool IsId(std::string_view id, size_t bytes_max) {
  return !id.empty() && id.size() <= bytes_max &&
         absl::ascii_islower(id.front()) && id.back() != '-' &&
         std::all_of(id.begin(), id.end(), IsIdChar);
}

// Reads a number without sign and leading zero; 0: it is none.
int ParseNumber(std::string_view text) {
  int number = 0;
  const bool digits =
      !text.empty() && text.front() != '0' &&
      std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (!digits || !absl::SimpleAtoi(std::string(text), &number)) return 0;
  return number <= limits::kSessionNumberMax ? number : 0;
}

}  // namespace

std::string SessionName::ToString() const {
  return absl::StrCat(std::string(kSessions), absl::AsciiStrToLower(body),
                      special ? "-s-" : "-", number);
}

std::string DecisionName::ToString() const {
  return absl::StrCat(mandate, std::string(kDecisions), decision);
}

absl::StatusOr<std::string> ParseMandateName(std::string_view field,
                                             std::string_view name) {
  if (StartsWith(name, kMandates)) {
    const std::string_view id = name.substr(kMandates.size());
    if (IsId(id, limits::kMandateIdBytesMax)) return std::string(id);
  }
  return NameInvalid(field, name,
                     "mandates/{id}, the id of 1 to 63 characters from "
                     "[a-z0-9-], beginning with a letter");
}

absl::StatusOr<SessionName> ParseSessionName(std::string_view field,
                                             std::string_view name) {
  SessionName session;
  const size_t dash = name.rfind('-');
  if (StartsWith(name, kSessions) && dash != std::string_view::npos &&
      dash > kSessions.size()) {
    std::string_view body = name.substr(0, dash).substr(kSessions.size());
    session.number = ParseNumber(name.substr(dash + 1));
    session.special = body.size() > 2 && body.substr(body.size() - 2) == "-s";
    if (session.special) body.remove_suffix(2);
    const bool letters =
        std::all_of(body.begin(), body.end(), absl::ascii_islower);
    session.body = absl::AsciiStrToUpper(std::string(body));
    constexpr size_t kBodyBytesMax = 8;  // HRC, CHR
    if (session.number > 0 && letters && body.size() <= kBodyBytesMax) {
      return session;
    }
  }
  return NameInvalid(field, name, "sessions/hrc-44 or sessions/hrc-s-31");
}

absl::StatusOr<DecisionName> ParseDecisionName(std::string_view field,
                                               std::string_view name) {
  const size_t at = name.find(kDecisions);
  if (at != std::string_view::npos) {
    const std::string_view id = name.substr(at + kDecisions.size());
    const std::string_view mandate = name.substr(0, at);
    if (IsId(id, limits::kSymbolBytesMax) &&
        ParseMandateName(field, mandate).ok()) {
      return DecisionName{.mandate = std::string(mandate),
                          .decision = std::string(id)};
    }
  }
  return NameInvalid(field, name,
                     "mandates/{id}/decisions/{id}, such as "
                     "mandates/sr-torture/decisions/a-hrc-res-52-7");
}

absl::Status CheckResolutionName(std::string_view field,
                                 std::string_view name) {
  if (StartsWith(name, kResolutions) &&
      IsId(name.substr(kResolutions.size()), limits::kSymbolBytesMax)) {
    return absl::OkStatus();
  }
  return NameInvalid(field, name,
                     "resolutions/{id}, such as resolutions/a-hrc-res-44-11");
}

absl::StatusOr<std::string> ParseSubscriptionName(std::string_view field,
                                                  std::string_view name) {
  if (StartsWith(name, kSubscriptions)) {
    const std::string_view id = name.substr(kSubscriptions.size());
    if (IsId(id, limits::kMandateIdBytesMax)) return std::string(id);
  }
  return NameInvalid(field, name,
                     "subscriptions/{id}, the id of 1 to 63 characters from "
                     "[a-z0-9-], beginning with a letter");
}

absl::Status CheckSubscriptionId(std::string_view field, std::string_view id) {
  if (IsId(id, limits::kMandateIdBytesMax)) return absl::OkStatus();
  return NameInvalid(field, id,
                     "1 to 63 characters from [a-z0-9-], beginning with a "
                     "letter, such as weekly-digest");
}

std::string DeadLetterName::ToString() const {
  return absl::StrCat(std::string(kSubscriptions), subscription,
                      std::string(kDeadLetters), number);
}

absl::StatusOr<DeadLetterName> ParseDeadLetterName(std::string_view field,
                                                   std::string_view name) {
  const size_t at = name.find(kDeadLetters);
  if (at != std::string_view::npos) {
    const auto id = ParseSubscriptionName(field, name.substr(0, at));
    const std::string number(name.substr(at + kDeadLetters.size()));
    DeadLetterName letter;
    if (id.ok() && absl::SimpleAtoi(number, &letter.number) &&
        letter.number > 0 && std::to_string(letter.number) == number) {
      letter.subscription = *id;
      return letter;
    }
  }
  return NameInvalid(field, name,
                     "subscriptions/{id}/deadLetters/{number}, as "
                     "ListDeadLetters returns it");
}

std::string SlugOfSymbol(std::string_view symbol) {
  std::string slug;
  for (const char c : symbol) {
    if (absl::ascii_isalnum(c)) {
      slug.push_back(absl::ascii_tolower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  if (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

bool IsSymbol(std::string_view text) {
  constexpr std::string_view kOthers = "/.-() ";
  return !text.empty() && absl::ascii_isupper(text.front()) &&
         text.find('/') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) ||
                  kOthers.find(c) != std::string_view::npos;
         });
}

}  // namespace mandated::domain
