#ifndef MANDATED_SERVICES_SERVER_SECURITY_SETTINGS_H_
#define MANDATED_SERVICES_SERVER_SECURITY_SETTINGS_H_

#include <string>
#include <vector>

#include "services/server/config.h"

namespace mandated::server {

// The rows of Settings() that are about TLS and about who calls.
std::vector<Setting> SecuritySettings();

// Returns whether `listen`, "HOST:PORT" or "unix:PATH", is reached from this
// machine alone. A name other than localhost is not, wherever it points today.
bool IsLoopback(const std::string& listen);

// Checks that what `config` says goes together: plaintext beyond this machine
// only where it was asked for, and TLS only with a way to tell who calls. A
// message for each fault; empty: none.
std::vector<std::string> CheckSecurity(const Config& config);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_SECURITY_SETTINGS_H_
