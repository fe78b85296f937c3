#include "services/engine/events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/domain/date.h"
#include "services/domain/event_id.h"
#include "services/domain/fold.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::Announcement;
using mandates::v1::Event;
using mandates::v1::EventType;
using mandates::v1::Mandate;

std::string TypeName(EventType type) {
  return std::string(
      absl::StripPrefix(mandates::v1::EventType_Name(type), "EVENT_TYPE_"));
}

std::string LastSegment(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string DecisionNameOf(const Mandate& mandate,
                           const std::string& decision_id) {
  return absl::StrCat(mandate.name(), "/decisions/", decision_id);
}

// Writes the mandate as events carry it: without decisions.
void SetBrief(const Mandate& mandate, Mandate& brief) {
  brief = mandate;
  brief.clear_decisions();
  brief.clear_etag();
  brief.clear_revision();
  brief.clear_days_left();
}

}  // namespace

void FillEvent(EventType type, const Mandate& mandate,
               const std::string& decision_name, Moment moment, Event& event) {
  event.set_type(type);
  SetBrief(mandate, *event.mutable_mandate());
  event.mutable_mandate()->set_state(domain::StateOn(mandate, moment.today));
  event.set_decision(decision_name);
  if (const auto* decision = FindDecision(mandate, decision_name)) {
    event.set_symbol(decision->symbol());
  }
  *event.mutable_date() = domain::ToDate(moment.today);
  *event.mutable_time() = ToTimestamp(moment.now);
  *event.mutable_commit_time() = ToTimestamp(moment.now);
  if (const auto last = domain::LastDay(mandate)) {
    *event.mutable_last_day() = domain::ToDate(*last);
    event.set_projected(mandate.term().projected());
  }
  event.set_actor(kClockActor);
}

void SetId(Event& event, const std::string& discriminator) {
  const std::string last_day =
      event.has_last_day()
          ? domain::FormatDate(domain::ToCivil(event.last_day()))
          : "";
  event.set_id(domain::EventId({.mandate_uid = event.mandate().uid(),
                                .type = TypeName(event.type()),
                                .decision = LastSegment(event.decision()),
                                .last_day = last_day,
                                .lead = event.lead(),
                                .discriminator = discriminator}));
}

Event AnnouncementEvent(const Mandate& mandate,
                        const Announcement& announcement, Moment moment,
                        absl::TimeZone zone, bool at_once) {
  const absl::CivilDay day = domain::ToCivil(announcement.on());
  Moment dated = moment;
  dated.today = day;
  Event event;
  FillEvent(announcement.type(), mandate,
            DecisionNameOf(mandate, announcement.decision()), dated, event);
  if (!at_once) {
    *event.mutable_time() = ToTimestamp(absl::FromCivil(day, zone));
  }
  event.set_lead(announcement.lead());
  event.set_id(AnnouncementId(mandate.uid(), announcement));
  return event;
}

absl::StatusOr<Event> OpenWindowEvent(const storage::Snapshot& snapshot,
                                      const Mandate& mandate,
                                      const std::string& lead, Moment moment) {
  mandates::storage::v1::Announcements announcements;
  const auto value = snapshot.Get(AnnouncementsKey(IdOfName(mandate.name())));
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    absl::Status decoded = Decode((*value)->bytes, announcements);
    if (!decoded.ok()) return decoded;
  }
  // What a first announcement would be, unless it was made.
  Announcement open;
  open.set_type(mandates::v1::EVENT_TYPE_EXPIRING);
  open.set_decision(LastSegment(mandate.term_decision()));
  *open.mutable_last_day() = mandate.term().last_day();
  open.set_lead(lead);
  *open.mutable_on() = domain::ToDate(moment.today);
  for (const Announcement& made : announcements.made()) {
    if (!made.retracted() && made.decision() == open.decision() &&
        made.lead() == lead) {
      open = made;
    }
  }
  Event event;
  FillEvent(open.type(), mandate, DecisionNameOf(mandate, open.decision()),
            moment, event);
  *event.mutable_date() = open.on();
  event.set_lead(lead);
  event.set_snapshot(true);
  event.set_id(AnnouncementId(mandate.uid(), open));
  return event;
}

Event RetractionEvent(const Mandate& mandate, const Announcement& announcement,
                      const Cause& cause, const std::string& why,
                      Moment moment) {
  Event event;
  FillEvent(mandates::v1::EVENT_TYPE_RETRACTED, mandate,
            DecisionNameOf(mandate, announcement.decision()), moment, event);
  *event.mutable_last_day() = announcement.last_day();
  event.set_lead(announcement.lead());
  event.set_retracts(AnnouncementId(mandate.uid(), announcement));
  event.set_reason(why);
  event.set_actor(cause.actor);
  SetId(event, event.retracts());
  return event;
}

std::string AnnouncementId(const std::string& mandate_uid,
                           const Announcement& announcement) {
  const std::string last_day =
      domain::FormatDate(domain::ToCivil(announcement.last_day()));
  const std::string type = TypeName(announcement.type());
  const std::string occurrence = announcement.occurrence() > 0
                                     ? absl::StrCat(announcement.occurrence())
                                     : "";
  return domain::EventId({.mandate_uid = mandate_uid,
                          .type = type,
                          .decision = announcement.decision(),
                          .last_day = last_day,
                          .lead = announcement.lead(),
                          .discriminator = occurrence});
}

}  // namespace mandated::engine
