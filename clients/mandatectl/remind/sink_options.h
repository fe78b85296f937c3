#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_OPTIONS_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/mandatectl/remind/mail_address.h"
#include "clients/mandatectl/remind/retry.h"
#include "clients/mandatectl/remind/sink_address.h"

namespace mandated::mandatectl::remind {

// What the command line says of sinks.
struct SinkOptions {
  std::vector<SinkAddress> sinks;
  std::optional<MailAddress> mail_from;
  std::vector<MailAddress> mail_to;  // each gets a mail of its own
  std::string mail_user;
  std::string mail_password_file;   // empty: MANDATED_MAIL_PASSWORD
  std::string mail_subject;         // a template; empty: ours
  std::string text_template;        // a file; empty: ours
  std::string html_template;        // a file; empty: ours
  std::string webhook_secret_file;  // empty: MANDATED_WEBHOOK_SECRET
  std::string ca_file;
  absl::Duration exec_time_max = absl::Seconds(60);
  RetryPolicy retry;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_OPTIONS_H_
