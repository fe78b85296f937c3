#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_TRANSFER_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_TRANSFER_H_

#include <string>

#include "absl/status/status.h"
#include "clients/mandatectl/remind/http_transfer.h"
#include "clients/mandatectl/remind/sink_address.h"

namespace mandated::mandatectl::remind {

// A mail server: with TLS, from the first byte (smtps) or by STARTTLS; without
// only on the loopback.
struct MailServer {
  SinkAddress address;
  std::string user;      // empty: no login
  std::string password;  // never shown
  TransferOptions transfer;
};

// Greets the server and logs in; sends nothing. UNAVAILABLE: why not.
absl::Status ReachMailServer(const MailServer& server);

// Sends the bytes of one mail from one address to one. UNAVAILABLE: it may or
// may not have gone out. FAILED_PRECONDITION: the server refused it for now or
// for good, so that it has not; the message says what the server said.
absl::Status SendMail(const MailServer& server, const std::string& from,
                      const std::string& to, const std::string& mail);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_TRANSFER_H_
