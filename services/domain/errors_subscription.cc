#include <string>

#include "services/domain/error_details.h"
#include "services/domain/errors.h"
#include "services/domain/text.h"

namespace mandated::domain {

using absl::StatusCode;

absl::Status SubscriptionExists(std::string_view name) {
  const std::string shown = Printable(name);
  return Error(StatusCode::kAlreadyExists, "SUBSCRIPTION_EXISTS",
               Concat({shown,
                       " exists already; choose another id, or update "
                       "that one"}),
               {{"name", shown}});
}

absl::Status SubscriptionNotFound(std::string_view name) {
  const std::string shown = Printable(name);
  return Error(StatusCode::kNotFound, "SUBSCRIPTION_NOT_FOUND",
               Concat({shown,
                       " does not exist; create it, or see "
                       "ListSubscriptions for those that do"}),
               {{"name", shown}});
}

absl::Status DeadLetterNotFound(std::string_view name) {
  const std::string shown = Printable(name);
  return Error(StatusCode::kNotFound, "DEAD_LETTER_NOT_FOUND",
               Concat({shown,
                       " is not there, perhaps replayed or purged "
                       "already; see ListDeadLetters"}),
               {{"name", shown}});
}

absl::Status TokenOfOtherSubscription(std::string_view subscription) {
  const std::string shown = Printable(subscription);
  return BadField("token", "TOKEN_OF_OTHER_SUBSCRIPTION",
                  Concat({" is none of ", shown,
                          "; send one that a Pull of this subscription "
                          "returned since it was created"}),
                  {{"subscription", shown}});
}

absl::Status TokenNotDelivered() {
  return BadField("token", "TOKEN_NOT_DELIVERED",
                  " stands behind an event that was not delivered here; send "
                  "the acknowledge_token of a delivery",
                  {});
}

absl::Status LeadInvalid(std::string_view field, std::string_view lead) {
  const std::string shown = Printable(lead);
  return BadField(field, "LEAD_INVALID",
                  Concat({" has \"", shown,
                          "\"; send civil periods from one day to ten years, "
                          "such as P6M, P90D or P1W"}),
                  {{"lead", shown}});
}

absl::Status LeaseEnded() {
  return Error(StatusCode::kFailedPrecondition, "LEASE_ENDED",
               "the lease of this token ended: it ran out, or a Seek or an "
               "update ended it; what was not acknowledged is delivered again, "
               "so pull again",
               {});
}

absl::Status DeadLettersFull(std::string_view subscription, int64_t count_max) {
  const std::string shown = Printable(subscription);
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kFailedPrecondition, "DEAD_LETTERS_FULL",
               Concat({shown, " has ", most,
                       " dead letters, and the next event would be one more; "
                       "replay or purge some"}),
               {{"subscription", shown}, {"countMax", most}});
}

absl::Status TooManyLeads(std::string_view lead, int64_t count_max) {
  const std::string shown = Printable(lead);
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_LEADS",
               Concat({"there are ", most, " distinct leads already, and ",
                       shown, " would be one more; ",
                       "use one that is announced (see GetServerInfo)"}),
               {{"lead", shown}, {"countMax", most}});
}

absl::Status TooManySubscriptions(int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_SUBSCRIPTIONS",
               Concat({"there are ", most,
                       " subscriptions already; delete one that nobody uses "
                       "(see ListSubscriptions)"}),
               {{"countMax", most}});
}

}  // namespace mandated::domain
