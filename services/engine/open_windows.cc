#include "services/engine/open_windows.h"

#include <algorithm>
#include <utility>

#include "services/engine/events.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {

OpenWindows::OpenWindows(std::unique_ptr<storage::Snapshot> snapshot,
                         const std::vector<std::string>& leads, Moment moment)
    : snapshot_(std::move(snapshot)),
      moment_(moment),
      farthest_(moment.today),
      next_key_(LastDaysFrom(moment.today).first) {
  for (const std::string& name : leads) {
    const auto period = domain::ParsePeriod("leads", name);
    if (!period.ok()) continue;  // the caller has checked them
    leads_.push_back({.name = name, .period = *period});
    farthest_ = std::max(
        farthest_, domain::Add(moment.today, *period) + domain::kClampDays);
  }
}

absl::StatusOr<std::vector<mandates::v1::Event>> OpenWindows::Next(int limit) {
  std::vector<mandates::v1::Event> events;
  absl::Status failed;
  const std::string end = LastDaysFrom(moment_.today).second;
  absl::Status scanned = snapshot_->Scan(
      next_key_, end, [&](std::string_view key, const storage::Value&) {
        const auto [last_day, id] = ParseLastDayKey(key);
        if (last_day > farthest_) return false;
        next_key_ = std::string(key) + '\0';
        const Lead* lead = TightestCrossed(last_day);
        if (lead == nullptr) return true;
        auto event = EventOf(id, *lead);
        failed = event.status();
        if (!event.ok()) return false;
        events.push_back(std::move(*event));
        return static_cast<int>(events.size()) < limit;
      });
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return events;
}

const OpenWindows::Lead* OpenWindows::TightestCrossed(
    absl::CivilDay last_day) const {
  const Lead* tightest = nullptr;
  absl::CivilDay latest;
  for (const Lead& lead : leads_) {
    const absl::CivilDay crossing = domain::Subtract(last_day, lead.period);
    if (crossing > moment_.today) continue;
    if (tightest == nullptr || crossing > latest) {
      tightest = &lead;
      latest = crossing;
    }
  }
  return tightest;
}

absl::StatusOr<mandates::v1::Event> OpenWindows::EventOf(
    const std::string& id, const Lead& lead) const {
  const auto value = snapshot_->Get(MandateKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return absl::DataLossError("the index of last days names mandates/" + id +
                               ", which is gone; restore a backup");
  }
  const auto mandate = DecodeMandate(**value);
  if (!mandate.ok()) return mandate.status();
  return OpenWindowEvent(*snapshot_, *mandate, lead.name, moment_);
}

}  // namespace mandated::engine
