#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_MESSAGE_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_MESSAGE_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "clients/mandatectl/remind/mail_address.h"

namespace mandated::mandatectl::remind {

// A mail in two forms of one content. Texts are UTF-8.
struct Mail {
  MailAddress from;
  MailAddress to;
  std::string message_id;  // without its angle brackets
  std::string subject;
  std::string text;
  std::string html;
  absl::Time date;
};

// Writes the mail as RFC 5322 and MIME have it: lines of 76 bytes at most that
// end in CRLF, in ASCII alone, multipart/alternative with the HTML last. No
// text can add a header: those of one line are put on one, and what is not
// printable ASCII is encoded (RFC 2047). The same mail gives the same bytes.
std::string Compose(const Mail& mail);

// Encodes a header's text by RFC 2047, folded so that no line has more than 76
// bytes where `used` are on the first one already; plain where it can be.
std::string EncodeHeader(std::string_view text, size_t used);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_MESSAGE_H_
