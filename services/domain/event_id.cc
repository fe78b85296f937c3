#include "services/domain/event_id.h"

#include <uuid/uuid.h>

#include <cstdlib>

#include "absl/strings/str_join.h"

namespace mandated::domain {
namespace {

// Returns the UUID version 5 of `name` in the namespace `space`.
std::string Uuid5(const uuid_t space, const std::string& name) {
  uuid_t made;
  uuid_generate_sha1(made, space, name.data(), name.size());
  char text[UUID_STR_LEN];
  uuid_unparse_lower(made, text);
  return text;
}

struct Namespace {
  explicit Namespace(const std::string& text) {
    // Only what another function of this file made comes here.
    if (uuid_parse(text.c_str(), bytes) != 0) std::abort();
  }
  uuid_t bytes;
};

}  // namespace

std::string DnsUuid(std::string_view name) {
  return Uuid5(*uuid_get_template("dns"), std::string(name));
}

std::string MandateUid(std::string_view mandate_name) {
  static const Namespace space(DnsUuid("mandates.v1"));
  return Uuid5(space.bytes, std::string(mandate_name));
}

std::string EventId(const EventIdentity& identity) {
  // No part has a line feed, so that joined parts stay apart.
  const std::string name =
      absl::StrJoin({std::string(identity.type), std::string(identity.decision),
                     std::string(identity.last_day), std::string(identity.lead),
                     std::string(identity.discriminator)},
                    "\n");
  return Uuid5(Namespace(std::string(identity.mandate_uid)).bytes, name);
}

}  // namespace mandated::domain
