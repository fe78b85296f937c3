#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "clients/mandatectl/remind/reminder.h"

namespace mandated::mandatectl::remind {

// An iCalendar (RFC 5545) of whole days:
// - the last day of each term, UID from the mandate's uid and the decision
//   behind the term, TENTATIVE while it is projected;
// - each window that opened (EXPIRING), UID from the event's id.
// What proves wrong stays, CANCELLED, so that calendars learn of it. SEQUENCE
// is the revision of the event that last changed an entry: it rises, and a
// calendar made anew from the log goes on where the lost one was. Events may
// come twice and late: an older one never undoes a newer one.
class Calendar {
 public:
  Calendar();
  ~Calendar();
  Calendar(Calendar&& other) noexcept;

  // Reads what ToText wrote. FAILED_PRECONDITION: it is something else.
  static absl::StatusOr<Calendar> Parse(const std::string& text);

  // Enters what the event tells. One without mandate tells nothing.
  void Apply(const Reminder& reminder);

  // Drops entries of days before `day`.
  void DropBefore(absl::CivilDay day);

  std::string ToText() const;

 private:
  class Entries;
  std::unique_ptr<Entries> entries_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_H_
