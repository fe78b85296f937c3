#ifndef MANDATED_SERVICES_SERVER_SECURITY_H_
#define MANDATED_SERVICES_SERVER_SECURITY_H_

#include <string>

#include "services/server/access/authenticator.h"

namespace mandated::server {

// Where the parts of TLS are: files of PEM. All empty: plaintext.
struct TlsFiles {
  std::string certificate;  // the server's, with the chain behind it
  std::string key;
  std::string client_ca;  // who signs client certificates; empty: not asked for
};

// Who may reach the server, and how.
struct Security {
  TlsFiles tls;
  bool insecure_plaintext = false;  // plaintext beyond this machine, asked for
  AccessFiles access;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_SECURITY_H_
