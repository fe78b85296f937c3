#ifndef MANDATED_SERVICES_DOMAIN_NAMES_H_
#define MANDATED_SERVICES_DOMAIN_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mandated::domain {

// A session by its name: "sessions/hrc-44", "sessions/hrc-s-31".
struct SessionName {
  std::string body;  // "HRC"
  int number = 0;    // 1 or more
  bool special = false;

  friend auto operator<=>(const SessionName&, const SessionName&) = default;

  std::string ToString() const;  // "sessions/hrc-44"
};

// A decision by its name: "mandates/{mandate}/decisions/{decision}".
struct DecisionName {
  std::string mandate;   // "mandates/{mandate}"
  std::string decision;  // last segment

  std::string ToString() const;
};

// Returns the id behind "mandates/". INVALID_ARGUMENT (NAME_INVALID) for
// `field` when the name is not of the form.
absl::StatusOr<std::string> ParseMandateName(std::string_view field,
                                             std::string_view name);

// Reads a session's name; errors as ParseMandateName.
absl::StatusOr<SessionName> ParseSessionName(std::string_view field,
                                             std::string_view name);

// Reads a decision's name; errors as ParseMandateName.
absl::StatusOr<DecisionName> ParseDecisionName(std::string_view field,
                                               std::string_view name);

// Checks the name of a resolution, "resolutions/a-hrc-res-44-11". Errors as
// ParseMandateName.
absl::Status CheckResolutionName(std::string_view field, std::string_view name);

// Returns the id behind "subscriptions/". Errors as ParseMandateName.
absl::StatusOr<std::string> ParseSubscriptionName(std::string_view field,
                                                  std::string_view name);

// Checks what is to become the id of a subscription. INVALID_ARGUMENT
// (NAME_INVALID).
absl::Status CheckSubscriptionId(std::string_view field, std::string_view id);

// A dead letter by its name: "subscriptions/{id}/deadLetters/{number}".
struct DeadLetterName {
  std::string subscription;  // the id
  int64_t number = 0;        // 1 or more

  std::string ToString() const;
};

// Reads a dead letter's name. Errors as ParseMandateName.
absl::StatusOr<DeadLetterName> ParseDeadLetterName(std::string_view field,
                                                   std::string_view name);

// Makes an id of a symbol: "A/HRC/RES/44/11" -> "a-hrc-res-44-11". Runs of
// anything but letters and digits become one "-".
std::string SlugOfSymbol(std::string_view symbol);

// Returns true for a document symbol of the UN: capital letters, digits and
// "/.-() ", beginning with a letter, with one "/" at least.
bool IsSymbol(std::string_view text);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_NAMES_H_
