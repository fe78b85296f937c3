#ifndef MANDATED_SERVICES_ENGINE_KEYSPACE_H_
#define MANDATED_SERVICES_ENGINE_KEYSPACE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"

// The keys of the engine in a storage::Store. `id` is a mandate's id, `day`
// four big-endian bytes that rise with the day, `0` a zero byte.
//
//   key                    value                     what for
//   a id                   storage.v1.Announcements  what a mandate was given
//   b day                  storage.v1.DayMark        retention of the log
//   c                      empty                     moves with the calendar
//   d day id               empty                     mandates by last day
//   f                      storage.v1.SubscriptionCount  moves with them
//   h                      storage.v1.Horizons       how far leads are scanned
//   i id 0 revision        storage.v1.MandateChange  as-of reads, history
//   m id                   v1.Mandate                the mandate as it is
//   q request_id           storage.v1.Request        idempotent retries
//   r day request_id       empty                     when to forget them
//   s session              v1.Session                recorded sessions
//   t resolution           v1.Resolution             imported texts
//   u session 0 id         empty                     by sessions that move them
//   v id                   v1.Subscription           subscriptions
//   w id                   storage.v1.SubscriptionState  how far they are
//   x id 0 number          storage.v1.KeptEvent      their backlogs
//   y id 0 number          storage.v1.KeptEvent      their dead letters
//
// There `id` is a subscription's, and `number` eight big-endian bytes.
//
// A mandate is stored without what a read adds: etag, revision and all that
// depends on the day.
namespace mandated::engine {

// Keys from `begin` (inclusive) to `end` (exclusive).
using KeyRange = std::pair<std::string, std::string>;

inline constexpr char kCalendarKey[] = "c";
inline constexpr char kHorizonsKey[] = "h";
inline constexpr char kSubscriptionCountKey[] = "f";

std::string MandateKey(std::string_view id);
std::string AnnouncementsKey(std::string_view id);
std::string LastDayKey(absl::CivilDay day, std::string_view id);
std::string DueKey(std::string_view session_name, std::string_view id);
std::string SessionKey(std::string_view session_name);
std::string ResolutionKey(std::string_view id);
std::string RequestKey(std::string_view request_id);
std::string RequestDayKey(absl::CivilDay day, std::string_view request_id);
std::string DayMarkKey(absl::CivilDay day);

std::string SubscriptionKey(std::string_view id);
std::string SubscriptionStateKey(std::string_view id);
std::string BacklogKey(std::string_view id, int64_t number);
std::string DeadLetterKey(std::string_view id, int64_t number);

// The key of a change lacks its revision, which the store appends.
std::string ChangePrefix(std::string_view id);
std::string ChangeKey(std::string_view id, int64_t revision);

KeyRange AllMandates();
KeyRange AllSessions();
KeyRange AllResolutions();
KeyRange AllDue();
KeyRange AllSubscriptions();
KeyRange BacklogAfter(std::string_view id, int64_t number);      // exclusive
KeyRange DeadLettersAfter(std::string_view id, int64_t number);  // exclusive
KeyRange DueAt(std::string_view session_name);
KeyRange DayMarksUntil(absl::CivilDay end);     // exclusive
KeyRange RequestDaysUntil(absl::CivilDay end);  // exclusive
KeyRange LastDaysFrom(absl::CivilDay begin);    // inclusive

// Reads keys of this file; CHECKs their form.
std::string IdOfMandateKey(std::string_view key);
std::pair<absl::CivilDay, std::string> ParseLastDayKey(std::string_view key);
std::pair<std::string, std::string> ParseDueKey(std::string_view key);
absl::CivilDay DayOfDayMarkKey(std::string_view key);
std::string RequestIdOfDayKey(std::string_view key);
std::string IdOfSubscriptionKey(std::string_view key);
int64_t NumberOfKey(std::string_view key);  // of a backlog or dead letter

// "mandates/" + id, and back.
std::string NameOfId(std::string_view id);
std::string IdOfName(std::string_view mandate_name);

// Returns the id behind "resolutions/".
std::string IdOfResolution(std::string_view resolution_name);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_KEYSPACE_H_
