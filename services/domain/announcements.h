#ifndef MANDATED_SERVICES_DOMAIN_ANNOUNCEMENTS_H_
#define MANDATED_SERVICES_DOMAIN_ANNOUNCEMENTS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "mandates/storage/v1/records.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "services/domain/period.h"

namespace mandated::domain {

// The lapse crosses like a lead: on the day after the last day. Its name among
// leads is empty.
inline constexpr char kLapse[] = "";

// The leads that are announced, by name; the lapse is among them. For each,
// every crossing up to and on its horizon is in the log.
struct Horizon {
  Period lead;  // unused for the lapse
  absl::CivilDay through;
};
using Horizons = std::map<std::string, Horizon>;

// Returns the day on which a term's `last_day` crosses the lead `name`.
absl::CivilDay CrossingDay(const std::string& name, Period lead,
                           absl::CivilDay last_day);

// Why an announcement is taken back, in words for `Event.reason`.
struct Retraction {
  size_t index = 0;  // into Announcements.made
  std::string reason;
};

// Returns which announcements `mandate`, as it is folded now, proves wrong:
// those of a term that is gone or ends on another day, reminders dated after
// a decision that superseded the term, lapses of a term that was extended in
// time. Skips those taken back already.
std::vector<Retraction> WrongAnnouncements(
    const mandates::v1::Mandate& mandate,
    const mandates::storage::v1::Announcements& announcements);

// Returns what must be announced at once for `mandate`, whose term has just
// changed, because its day has come or its scan has passed: the lapse (or
// OVERDUE where the day is projected), else EXPIRING for the tightest lead
// crossed; nullopt when nothing was crossed or it is announced already. `on`
// of the result is `today`.
std::optional<mandates::storage::v1::Announcement> DueAtOnce(
    const mandates::v1::Mandate& mandate,
    const mandates::storage::v1::Announcements& announcements,
    const Horizons& horizons, absl::CivilDay today);

// Returns the announcement that the scan of lead `name` makes for `mandate`
// on `on`; nullopt when it is made already, a later one of the same term is
// (by DueAtOnce, while the scan lagged), or the mandate is not in force.
std::optional<mandates::storage::v1::Announcement> DueByScan(
    const mandates::v1::Mandate& mandate,
    const mandates::storage::v1::Announcements& announcements,
    const std::string& name, absl::CivilDay on);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_ANNOUNCEMENTS_H_
