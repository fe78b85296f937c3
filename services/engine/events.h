#ifndef MANDATED_SERVICES_ENGINE_EVENTS_H_
#define MANDATED_SERVICES_ENGINE_EVENTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandates/storage/v1/records.pb.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "services/engine/draft.h"
#include "storage/store.h"

// Making events. Revision and index are added when they are read.
namespace mandated::engine {

// The actor of what the clock causes.
inline constexpr char kClockActor[] = "mandated";

// Who changed something, and why.
struct Cause {
  std::string actor;
  std::string reason;
};

// Fills an empty event of `type` about `mandate` as it is folded now and about
// `decision`, at `moment`; the id lacks what only the caller knows, so SetId
// must follow.
void FillEvent(mandates::v1::EventType type,
               const mandates::v1::Mandate& mandate,
               const std::string& decision_name, Moment moment,
               mandates::v1::Event& event);

// Writes the id: `discriminator` as domain::EventIdentity has it.
void SetId(mandates::v1::Event& event, const std::string& discriminator);

// Returns the event of an announcement, dated at the local midnight of its
// day, or at `moment` when that day is today and `at_once`.
mandates::v1::Event AnnouncementEvent(
    const mandates::v1::Mandate& mandate,
    const mandates::storage::v1::Announcement& announcement, Moment moment,
    absl::TimeZone zone, bool at_once);

// Returns the EXPIRING event, flagged `snapshot`, that restates the window
// which `lead` opened for `mandate`: with the id, date and time of the event
// in the log where that was announced.
absl::StatusOr<mandates::v1::Event> OpenWindowEvent(
    const storage::Snapshot& snapshot, const mandates::v1::Mandate& mandate,
    const std::string& lead, Moment moment);

// Returns the RETRACTED event for `announcement`.
mandates::v1::Event RetractionEvent(
    const mandates::v1::Mandate& mandate,
    const mandates::storage::v1::Announcement& announcement, const Cause& cause,
    const std::string& why, Moment moment);

// Returns the id that AnnouncementEvent gives.
std::string AnnouncementId(
    const std::string& mandate_uid,
    const mandates::storage::v1::Announcement& announcement);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_EVENTS_H_
