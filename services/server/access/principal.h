#ifndef MANDATED_SERVICES_SERVER_ACCESS_PRINCIPAL_H_
#define MANDATED_SERVICES_SERVER_ACCESS_PRINCIPAL_H_

#include <string>

#include "services/server/access/roles.h"

namespace mandated::server {

// Somebody who proved who they are.
struct Principal {
  std::string name;
  Role role = Role::kNone;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_ACCESS_PRINCIPAL_H_
