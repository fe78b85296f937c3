#include "services/engine/simulation.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/engine/records.h"
#include "services/engine/registry.h"
#include "services/engine/tick.h"
#include "services/engine/writer.h"

namespace mandated::engine {
namespace {

using mandates::v1::Event;

// A run over one snapshot: drafts whose writes only pile up in the overlay.
class Simulation {
 public:
  Simulation(const storage::Snapshot& snapshot, absl::TimeZone zone,
             const SimulationRequest& request)
      : snapshot_(snapshot), zone_(zone), request_(request) {}

  absl::StatusOr<std::vector<Event>> Run() {
    auto calendar = ReadCalendar(snapshot_, overlay_);
    if (!calendar.ok()) return calendar.status();
    calendar_ = std::move(*calendar);
    for (const size_t i : ByAdoption()) {
      absl::Status recorded = Record(i);
      if (!recorded.ok()) return recorded;
    }
    absl::Status ticked = TickUntil(request_.to);
    if (!ticked.ok()) return ticked;
    return std::move(events_);
  }

 private:
  std::vector<size_t> ByAdoption() const {
    std::vector<size_t> order(request_.decisions.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return DayOf(a) < DayOf(b);
    });
    return order;
  }

  absl::CivilDay DayOf(size_t i) const {
    return domain::ToCivil(request_.decisions[i].decision().adopted_on());
  }

  absl::Status Record(size_t i) {
    absl::Status ticked = TickUntil(DayOf(i));
    if (!ticked.ok()) return ticked;
    Draft draft = NewDraft(DayOf(i));
    std::vector<MandateBytes> mandates;
    absl::Status recorded =
        RecordInto(draft, zone_, {&request_.decisions[i]}, false, mandates);
    if (!recorded.ok()) {
      return domain::WithFieldPrefix(
          absl::StrCat("assumed_decisions[", i, "]."), std::move(recorded));
    }
    return Keep(draft);
  }

  absl::Status TickUntil(absl::CivilDay day) {
    TickCursor cursor;
    for (bool more = true; more;) {
      Draft draft = NewDraft(day);
      const auto progress = TickInto(draft, zone_, day, cursor);
      if (!progress.ok()) return progress.status();
      more = *progress;
      absl::Status kept = Keep(draft);
      if (!kept.ok()) return kept;
    }
    return absl::OkStatus();
  }

  Draft NewDraft(absl::CivilDay day) const {
    return Draft(snapshot_, overlay_, calendar_,
                 {.now = absl::FromCivil(day, zone_), .today = day});
  }

  absl::Status Keep(const Draft& draft) {
    // The overlay is what the next draft reads; nothing is committed.
    for (const auto& [key, value] : draft.writes()) overlay_[key] = value;
    for (const std::string& bytes : draft.events()) {
      Event event;
      absl::Status decoded = Decode(bytes, event);
      if (!decoded.ok()) return decoded;
      const absl::CivilDay date = domain::ToCivil(event.date());
      if (date < request_.from || !request_.wanted(event)) continue;
      if (events_.size() >= domain::limits::kSimulationEventsMax) {
        return domain::SimulationTooLarge(domain::limits::kSimulationEventsMax);
      }
      events_.push_back(event);
    }
    return absl::OkStatus();
  }

  const storage::Snapshot& snapshot_;
  const absl::TimeZone zone_;
  const SimulationRequest& request_;
  domain::Calendar calendar_;
  Overlay overlay_;
  std::vector<Event> events_;
};

}  // namespace

absl::StatusOr<std::vector<Event>> Simulate(const storage::Snapshot& snapshot,
                                            absl::TimeZone zone,
                                            const SimulationRequest& request) {
  return Simulation(snapshot, zone, request).Run();
}

}  // namespace mandated::engine
