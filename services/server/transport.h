#ifndef MANDATED_SERVICES_SERVER_TRANSPORT_H_
#define MANDATED_SERVICES_SERVER_TRANSPORT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/server/security.h"

namespace mandated::server {

// Checks that a certificate and its key are PEM, belong together and are valid
// at `now`, and that the client CAs, if any, are certificates.
// INVALID_ARGUMENT names the file and what is wrong.
absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now);

// Returns when the certificate ends; InfinitePast where it cannot be read.
absl::Time CertificateEnd(const TlsFiles& files);

// Returns what a server listens with: TLS 1.2 and 1.3 with the files, which are
// read again every second, or plaintext without them. A client certificate is
// asked for where there are client CAs: none may do, since a token may as well
// say who calls, but one that they did not sign ends the connection.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const TlsFiles& files);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_TRANSPORT_H_
