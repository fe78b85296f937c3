#ifndef MANDATED_SERVICES_DOMAIN_EVENT_ID_H_
#define MANDATED_SERVICES_DOMAIN_EVENT_ID_H_

#include <string>
#include <string_view>

namespace mandated::domain {

// Returns the UUID version 5 (RFC 4122) of `name` in the DNS namespace.
std::string DnsUuid(std::string_view name);

// Returns the UUID version 5 (RFC 4122) of `mandate_name` in the namespace of
// mandates, which is the version 5 UUID of "mandates.v1" in the DNS namespace.
std::string MandateUid(std::string_view mandate_name);

// What makes an event the fact it is; equal facts have equal ids.
struct EventIdentity {
  std::string_view mandate_uid;
  std::string_view type;      // "EXPIRING"
  std::string_view decision;  // whose term, or which record
  std::string_view last_day;  // "2023-07-14"; empty where there is none
  std::string_view lead;      // "P6M"; empty unless EXPIRING
  // Tells apart what is otherwise the same: how often the decision had been
  // corrected, the session's version, how often it had been announced before
  // and taken back, the id taken back. Empty for the first.
  std::string_view discriminator;
};

// Returns the UUID version 5 of the identity in the namespace of its mandate.
std::string EventId(const EventIdentity& identity);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_EVENT_ID_H_
