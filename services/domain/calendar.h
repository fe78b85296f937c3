#ifndef MANDATED_SERVICES_DOMAIN_CALENDAR_H_
#define MANDATED_SERVICES_DOMAIN_CALENDAR_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/session.pb.h"
#include "services/domain/names.h"

namespace mandated::domain {

// The regular sessions a year of the Human Rights Council: spring, summer and
// autumn, so that numbers of one season are congruent modulo 3.
inline constexpr int kSessionsPerYear = 3;

// First and last day of a session, both inclusive.
struct SessionDays {
  absl::CivilDay first;
  absl::CivilDay last;
  bool projected = false;
};

// The sessions of all bodies. A regular session that is not recorded is
// projected from the latest recorded one of its season before it, one with
// stated dates where there is any: the same dates as many years later, moved to
// the nearest same weekday. Thread-safe
// once built.
class Calendar {
 public:
  // Adds or replaces one recorded session; `session` must be valid.
  void Put(const mandates::v1::Session& session);

  // Returns the recorded session or its projection, whole.
  // NOT_FOUND (SESSION_NOT_FOUND) for `field`: a special session that is not
  // recorded, a regular one before the first recorded one of its season, or
  // more than limits::kSessionsProjectedMax after the last one.
  absl::StatusOr<mandates::v1::Session> Get(std::string_view field,
                                            const SessionName& name) const;

  // Returns the days alone; errors as Get.
  absl::StatusOr<SessionDays> Days(std::string_view field,
                                   const SessionName& name) const;

  // Returns the first regular session of `body` that closes on or after `day`.
  // NOT_FOUND when none is recorded or projected that late, or `day` lies
  // before the first recorded session opens.
  absl::StatusOr<SessionName> RegularClosingFrom(std::string_view field,
                                                 std::string_view body,
                                                 absl::CivilDay day) const;

  // Lists recorded sessions and `projected_count` regular ones after the last
  // recorded regular one of each body, by first day.
  std::vector<mandates::v1::Session> List(int projected_count) const;

  // Returns the number of the last recorded regular session; 0: none.
  int LastRegular(std::string_view body) const;

 private:
  const mandates::v1::Session* Find(const SessionName& name) const;
  std::optional<SessionDays> Project(const SessionName& name) const;

  std::map<SessionName, mandates::v1::Session> sessions_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_CALENDAR_H_
