#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_ADDRESS_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mandated::mandatectl::remind {

enum class SinkKind { kStdout, kExec, kWebhook, kMail, kCalendar };

// Where reminders go, as people write it.
struct SinkAddress {
  SinkKind kind = SinkKind::kStdout;
  std::string target = {};  // the command, URL or path; empty for stdout
  std::string name = {};    // for people: a URL without its query
  bool loopback = false;    // of a URL: it does not leave this machine
};

// Reads "stdout", "exec:COMMAND", "https://HOST/PATH", "smtp://HOST[:PORT]",
// "smtps://HOST[:PORT]" or "ics:FILE". INVALID_ARGUMENT for `field`: it is
// none of these; a URL that does not parse, holds a name or a password, or is
// http:// anywhere but on the loopback (localhost, 127.0.0.0/8, ::1).
absl::StatusOr<SinkAddress> ParseSink(std::string_view field,
                                      std::string_view text);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_ADDRESS_H_
