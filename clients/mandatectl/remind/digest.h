#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_DIGEST_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_DIGEST_H_

#include <string>
#include <vector>

#include "clients/mandatectl/remind/reminder.h"

namespace mandated::mandatectl::remind {

// Reminders gathered into one text.
struct Digest {
  std::string subscription;  // "deadlines"
  std::string day;           // "2026-11-24", the day it is made for
  // By last day, the nearest first; those without one last.
  std::vector<Reminder> reminders;
};

Digest MakeDigest(const std::string& subscription,
                  const mandates::v1::Date& today,
                  std::vector<Reminder> reminders);

// The templates there are where none is given: see Template. They write a
// subject, plain text, and HTML that needs neither images nor links.
extern const char kSubjectTemplate[];
extern const char kTextTemplate[];
extern const char kHtmlTemplate[];

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_DIGEST_H_
