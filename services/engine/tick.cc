#include "services/engine/tick.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/domain/announcements.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"
#include "services/engine/events.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

// Returns a day that no last day crossing `lead` on or after `day` precedes.
absl::CivilDay FirstLastDay(const std::string& name, domain::Period lead,
                            absl::CivilDay day) {
  if (name == domain::kLapse) return day - 1;
  return domain::Add(day, lead) - domain::kClampDays;
}

// Returns the first crossing of the lead after its horizon; nullopt: none is
// recorded.
absl::StatusOr<std::optional<absl::CivilDay>> NextCrossing(
    const Draft& draft, const std::string& name,
    const domain::Horizon& horizon) {
  std::optional<absl::CivilDay> next;
  const KeyRange range =
      LastDaysFrom(FirstLastDay(name, horizon.lead, horizon.through + 1));
  absl::Status scanned =
      draft.Scan(range.first, range.second, [&](std::string_view key) {
        const absl::CivilDay crossing =
            domain::CrossingDay(name, horizon.lead, ParseLastDayKey(key).first);
        if (crossing <= horizon.through) return true;
        next = crossing;
        return false;
      });
  if (!scanned.ok()) return scanned;
  return next;
}

absl::StatusOr<std::optional<absl::CivilDay>> NextCrossing(
    const Draft& draft, const domain::Horizons& horizons) {
  std::optional<absl::CivilDay> next;
  for (const auto& [name, horizon] : horizons) {
    auto crossing = NextCrossing(draft, name, horizon);
    if (!crossing.ok()) return crossing.status();
    if (!crossing->has_value()) continue;
    next = next ? std::min(*next, **crossing) : **crossing;
  }
  return next;
}

// Returns the index keys after `after_key` that cross the lead on `day`,
// `limit` at most.
absl::StatusOr<std::vector<std::string>> KeysCrossing(
    const Draft& draft, const std::string& name, domain::Period lead,
    absl::CivilDay day, const std::string& after_key, size_t limit) {
  std::vector<std::string> keys;
  auto [begin, end] = LastDaysFrom(FirstLastDay(name, lead, day));
  if (after_key > begin) begin = after_key;
  absl::Status scanned = draft.Scan(begin, end, [&](std::string_view key) {
    const absl::CivilDay crossing =
        domain::CrossingDay(name, lead, ParseLastDayKey(key).first);
    if (crossing > day) return false;
    if (crossing == day && key != after_key) keys.emplace_back(key);
    return keys.size() < limit;
  });
  if (!scanned.ok()) return scanned;
  return keys;
}

absl::Status FireOne(Draft& draft, absl::TimeZone zone, const std::string& id,
                     const std::string& lead, absl::CivilDay day) {
  auto& mandate = draft.Make<mandates::v1::Mandate>();
  const auto found = LoadMandate(draft, id, mandate);
  if (!found.ok()) return found.status();
  if (!*found) {
    return absl::DataLossError("the index of last days names mandates/" + id +
                               ", which is gone; restore a backup");
  }
  auto announcements = LoadAnnouncements(draft, id);
  if (!announcements.ok()) return announcements.status();
  const auto due = domain::DueByScan(mandate, *announcements, lead, day);
  if (!due) return absl::OkStatus();
  draft.AddEvent(AnnouncementEvent(mandate, *due, draft.moment(), zone, false));
  *announcements->add_made() = *due;
  draft.Put(AnnouncementsKey(id), announcements->SerializeAsString());
  return absl::OkStatus();
}

// Fires one lead's crossings on the cursor's day; true when it is complete.
absl::StatusOr<bool> FireLead(Draft& draft, absl::TimeZone zone,
                              const std::string& name,
                              const domain::Horizon& horizon,
                              TickCursor& cursor) {
  if (horizon.through >= *cursor.day) return true;
  const size_t room = domain::limits::kTickEventsMax - draft.events().size();
  const auto keys = KeysCrossing(draft, name, horizon.lead, *cursor.day,
                                 cursor.after_key, room);
  if (!keys.ok()) return keys.status();
  for (const std::string& key : *keys) {
    absl::Status fired =
        FireOne(draft, zone, ParseLastDayKey(key).second, name, *cursor.day);
    if (!fired.ok()) return fired;
    cursor.after_key = key;
  }
  return keys->size() < room;
}

void MoveHorizons(Draft& draft, domain::Horizons horizons,
                  absl::CivilDay through) {
  for (auto& horizon : horizons) {
    horizon.second.through = std::max(horizon.second.through, through);
  }
  StoreHorizons(draft, horizons);
}

}  // namespace

absl::StatusOr<bool> TickInto(Draft& draft, absl::TimeZone zone,
                              absl::CivilDay until, TickCursor& cursor) {
  const auto horizons = LoadHorizons(draft);
  if (!horizons.ok()) return horizons.status();
  if (!cursor.day) {
    const auto next = NextCrossing(draft, *horizons);
    if (!next.ok()) return next.status();
    if (!next->has_value() || **next > until) {
      MoveHorizons(draft, *horizons, until);
      return false;
    }
    cursor = {.day = **next, .lead = "", .after_key = ""};
  }
  for (auto it = horizons->lower_bound(cursor.lead); it != horizons->end();
       ++it) {
    if (it->first != cursor.lead) {
      cursor.lead = it->first;
      cursor.after_key.clear();
    }
    const auto complete = FireLead(draft, zone, it->first, it->second, cursor);
    if (!complete.ok()) return complete.status();
    if (!*complete) return true;
  }
  MoveHorizons(draft, *horizons, *cursor.day);
  cursor = TickCursor();
  return true;
}

}  // namespace mandated::engine
