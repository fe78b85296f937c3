#ifndef MANDATED_SERVICES_SERVER_ACCESS_ROLES_H_
#define MANDATED_SERVICES_SERVER_ACCESS_ROLES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandated::server {

// What a caller may do; each role may do all that those before it may.
enum class Role {
  kNone,        // is known, and may do nothing
  kReader,      // reads and watches
  kSubscriber,  // keeps subscriptions, and takes what they deliver
  kEditor,      // records, amends, imports
  kAdmin,       // runs the server
};

// Returns "reader", "subscriber", "editor", "admin" or "none".
std::string_view NameOf(Role role);

// Reads what NameOf writes, but for "none".
std::optional<Role> ParseRole(std::string_view name);

// A row of the table of who may call what.
struct RpcRule {
  std::string_view method;  // "/mandates.v1.MandateService/GetMandate"
  Role role;                // the least that may call it
};

// Returns the table: a row for each RPC of mandates.v1.
const std::vector<RpcRule>& RpcRules();

// Returns the least role that may call `method`; an RPC without a row: nobody.
std::optional<Role> RoleFor(std::string_view method);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_ACCESS_ROLES_H_
