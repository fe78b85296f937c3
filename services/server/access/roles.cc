#include "services/server/access/roles.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace mandated::server {
namespace {

constexpr std::array<std::string_view, 5> kNames = {
    "none", "reader", "subscriber", "editor", "admin"};

}  // namespace

std::string_view NameOf(Role role) { return kNames[static_cast<size_t>(role)]; }

std::optional<Role> ParseRole(std::string_view name) {
  const auto found = std::find(kNames.begin() + 1, kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Role>(found - kNames.begin());
}

const std::vector<RpcRule>& RpcRules() {
  static const auto* const kRules = new std::vector<RpcRule>{
      {"/mandates.v1.MandateService/GetMandate", Role::kReader},
      {"/mandates.v1.MandateService/ListMandates", Role::kReader},
      {"/mandates.v1.MandateService/ListMandateRevisions", Role::kReader},
      {"/mandates.v1.MandateService/RecordDecision", Role::kEditor},
      {"/mandates.v1.MandateService/BatchRecordDecisions", Role::kEditor},
      {"/mandates.v1.MandateService/AmendDecision", Role::kEditor},
      {"/mandates.v1.MandateService/RetractDecision", Role::kEditor},
      {"/mandates.v1.MandateService/UpdateMandate", Role::kEditor},

      {"/mandates.v1.SessionService/GetSession", Role::kReader},
      {"/mandates.v1.SessionService/ListSessions", Role::kReader},
      {"/mandates.v1.SessionService/UpsertSession", Role::kEditor},

      {"/mandates.v1.ResolutionService/ParseResolution", Role::kReader},
      {"/mandates.v1.ResolutionService/GetResolution", Role::kReader},
      {"/mandates.v1.ResolutionService/ListResolutions", Role::kReader},
      {"/mandates.v1.ResolutionService/ImportResolution", Role::kEditor},

      {"/mandates.v1.ExpiryService/ListExpiring", Role::kReader},
      {"/mandates.v1.ExpiryService/Watch", Role::kReader},
      {"/mandates.v1.ExpiryService/ListEvents", Role::kReader},
      {"/mandates.v1.ExpiryService/SimulateExpiries", Role::kReader},
      {"/mandates.v1.ExpiryService/GetSubscription", Role::kReader},
      {"/mandates.v1.ExpiryService/ListSubscriptions", Role::kReader},
      {"/mandates.v1.ExpiryService/CreateSubscription", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/UpdateSubscription", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/DeleteSubscription", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/Pull", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/Acknowledge", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/Seek", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/StreamSubscription", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/ListDeadLetters", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/ReplayDeadLetters", Role::kSubscriber},
      {"/mandates.v1.ExpiryService/PurgeDeadLetters", Role::kSubscriber},

      {"/mandates.v1.AdminService/GetServerInfo", Role::kReader},
      {"/mandates.v1.AdminService/AdvanceClock", Role::kAdmin},
      {"/mandates.v1.AdminService/CreateBackup", Role::kAdmin},
      {"/mandates.v1.AdminService/ListBackups", Role::kAdmin},
  };
  return *kRules;
}

std::optional<Role> RoleFor(std::string_view method) {
  static const auto* const kRoles = [] {
    auto* roles = new std::unordered_map<std::string_view, Role>;
    for (const RpcRule& rule : RpcRules())
      roles->emplace(rule.method, rule.role);
    return roles;
  }();
  const auto found = kRoles->find(method);
  if (found == kRoles->end()) return std::nullopt;
  return found->second;
}

}  // namespace mandated::server
