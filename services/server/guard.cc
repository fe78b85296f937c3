#include "services/server/guard.h"

#include <chrono>
#include <utility>

#include "services/server/security_settings.h"
#include "services/server/transport.h"
#include "spdlog/spdlog.h"

namespace mandated::server {
namespace {

// How soon a change of a file counts; they are small.
constexpr std::chrono::seconds kReloadInterval(1);

// Logs `status` where it is another than `last`, and makes it the last.
void Tell(const absl::Status& status, absl::Status* last) {
  if (status == *last) return;
  if (!status.ok()) {
    spdlog::error("security: {}; what was read before stays in use",
                  std::string(status.message()));
  } else {
    spdlog::info("security: files are good again");
  }
  *last = status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Guard>> Guard::Create(
    const Security& security, const engine::Clock* clock) {
  if (!security.tls.certificate.empty()) {
    absl::Status checked = CheckTlsFiles(security.tls, clock->Now());
    if (!checked.ok()) return checked;
  }
  std::unique_ptr<Authenticator> authenticator;
  if (!security.access.empty()) {
    auto created = Authenticator::Create(security.access);
    if (!created.ok()) return created.status();
    authenticator = *std::move(created);
  }
  return std::unique_ptr<Guard>(
      new Guard(security, std::move(authenticator), clock));
}

Guard::Guard(const Security& security,
             std::unique_ptr<Authenticator> authenticator,
             const engine::Clock* clock)
    : security_(security),
      clock_(clock),
      authenticator_(std::move(authenticator)),
      gate_(authenticator_.get(), clock) {}

std::shared_ptr<grpc::ServerCredentials> Guard::MakeCredentials() const {
  return MakeServerCredentials(security_.tls);
}

void Guard::Start(const std::string& address) {
  const bool is_tls = !security_.tls.certificate.empty();
  if (is_tls) {
    spdlog::info("TLS with {}, good until {}", security_.tls.certificate,
                 absl::FormatTime(CertificateEnd(security_.tls)));
  } else if (!IsLoopback(address)) {
    spdlog::warn(
        "serving in plaintext beyond this machine, as --insecure-plaintext "
        "says: anyone on the way reads and changes what is sent, tokens too");
  }
  if (!asks_who_calls()) {
    spdlog::warn("nobody is asked who they are: whoever reaches {} is an admin",
                 address);
  }
  if (is_tls || asks_who_calls()) {
    watch_.emplace(kReloadInterval, [this] { Watch(); });
  }
}

void Guard::Watch() {
  if (!security_.tls.certificate.empty()) {
    Tell(CheckTlsFiles(security_.tls, clock_->Now()), &tls_status_);
  }
  if (!asks_who_calls()) return;
  const auto changed = authenticator_->Reload();
  Tell(changed.status(), &access_status_);
  if (changed.ok() && *changed) spdlog::info("security: access files read");
}

}  // namespace mandated::server
