#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_ADDRESS_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mandated::mandatectl::remind {

// A mailbox, with or without the name of its owner.
struct MailAddress {
  std::string name;     // UTF-8, on one line; may be empty
  std::string address;  // "desk@example.org"

  std::string domain() const { return address.substr(address.find('@') + 1); }
};

// Reads "desk@example.org" or "Africa Desk <desk@example.org>". The address is
// a dot-atom of RFC 5322 before the "@", 64 bytes at most, and a host name or
// "localhost" behind it; quoted local parts, address literals and addresses
// outside ASCII are refused. INVALID_ARGUMENT for `field` says why.
absl::StatusOr<MailAddress> ParseMailAddress(std::string_view field,
                                             std::string_view text);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_ADDRESS_H_
