#include "services/engine/leads.h"

#include <algorithm>
#include <set>
#include <utility>

#include "mandates/v1/subscription.pb.h"
#include "services/domain/announcements.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

// Adds what each subscription asks for to `wanted`.
absl::Status AddAsked(Draft& draft, std::set<std::string>& wanted) {
  std::vector<std::string> keys;
  const KeyRange range = AllSubscriptions();
  absl::Status scanned =
      draft.Scan(range.first, range.second, [&](std::string_view key) {
        keys.emplace_back(key);
        return true;
      });
  if (!scanned.ok()) return scanned;
  for (const std::string& key : keys) {
    const auto value = draft.Get(key);
    if (!value.ok()) return value.status();
    mandates::v1::Subscription subscription;
    absl::Status decoded = Decode((*value)->bytes, subscription);
    if (!decoded.ok()) return decoded;
    wanted.insert(subscription.leads().begin(), subscription.leads().end());
  }
  return absl::OkStatus();
}

// Adds a horizon of today. The lapse is no lead.
absl::Status AddHorizon(const std::string& name, absl::CivilDay today,
                        domain::Horizons& horizons) {
  domain::Horizon horizon{.lead = {}, .through = today};
  if (name != domain::kLapse) {
    if (horizons.size() - horizons.count(domain::kLapse) >=
        domain::limits::kLeadsMax) {
      return domain::TooManyLeads(name, domain::limits::kLeadsMax);
    }
    const auto lead = domain::ParsePeriod("leads", name);
    if (!lead.ok()) return lead.status();
    horizon.lead = *lead;
  }
  horizons[name] = horizon;
  return absl::OkStatus();
}

}  // namespace

absl::Status SetLeads(Draft& draft, const std::vector<std::string>& defaults) {
  std::set<std::string> wanted(defaults.begin(), defaults.end());
  wanted.insert(domain::kLapse);
  absl::Status asked = AddAsked(draft, wanted);
  if (!asked.ok()) return asked;
  auto horizons = LoadHorizons(draft);
  if (!horizons.ok()) return horizons.status();
  bool changed = std::erase_if(*horizons, [&](const auto& entry) {
                   return !wanted.contains(entry.first);
                 }) > 0;
  for (const std::string& name : wanted) {
    if (horizons->contains(name)) continue;
    absl::Status added = AddHorizon(name, draft.moment().today, *horizons);
    if (!added.ok()) return added;
    changed = true;
  }
  if (changed) StoreHorizons(draft, *horizons);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ReadLeads(
    const storage::Snapshot& snapshot) {
  const auto horizons = ReadHorizons(snapshot);
  if (!horizons.ok()) return horizons.status();
  std::vector<std::string> leads;
  for (const auto& [name, horizon] : *horizons) {
    if (name != domain::kLapse) leads.push_back(name);
  }
  std::sort(leads.begin(), leads.end(),
            [&](const std::string& a, const std::string& b) {
              return domain::IsWider(a, horizons->at(a).lead, b,
                                     horizons->at(b).lead);
            });
  return leads;
}

}  // namespace mandated::engine
