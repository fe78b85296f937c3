#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_REMINDER_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_REMINDER_H_

#include <optional>
#include <string>

#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate.pb.h"

namespace mandated::mandatectl::remind {

// One event made presentable. Texts are on one line, without control
// characters, whatever a server sent; they are not escaped for HTML.
struct Reminder {
  mandates::v1::Event event;     // as it came
  std::string type;              // "EXPIRING"
  std::string mandate;           // "sr-torture"
  std::string title;             // the mandate's, else its id
  std::string last_day;          // "2026-09-30"; empty where none is known
  std::optional<int> days_left;  // from the day it is presented on
  std::string headline;          // "lapses after 2026-09-30, in 98 days"
  std::string resolution;        // "A/HRC/RES/44/11"; empty where none is
  std::string reason;

  const std::string& id() const { return event.id(); }
};

// Presents `event` on the day `today`.
Reminder MakeReminder(const mandates::v1::Event& event,
                      const mandates::v1::Date& today);

// Tells that the event is about a last day that comes or went by: EXPIRING,
// OVERDUE or LAPSED. All others report a change.
bool IsAboutLapse(const Reminder& reminder);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_REMINDER_H_
