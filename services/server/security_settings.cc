#include "services/server/security_settings.h"

#include <arpa/inet.h>

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mandated::server {
namespace {

using Kind = Setting::Kind;

absl::Status ParseCertificate(const std::string& text, Config* config) {
  config->security.tls.certificate = text;
  return absl::OkStatus();
}

absl::Status ParseKey(const std::string& text, Config* config) {
  config->security.tls.key = text;
  return absl::OkStatus();
}

absl::Status ParseClientCa(const std::string& text, Config* config) {
  config->security.tls.client_ca = text;
  return absl::OkStatus();
}

absl::Status ParseInsecurePlaintext(const std::string& text, Config* config) {
  if (text != "true" && text != "false") {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is not valid: expected true or false"));
  }
  config->security.insecure_plaintext = text == "true";
  return absl::OkStatus();
}

absl::Status ParseAccessList(const std::string& text, Config* config) {
  config->security.access.access_list = text;
  return absl::OkStatus();
}

absl::Status ParseJwtKeys(const std::string& text, Config* config) {
  config->security.access.key_set = text;
  return absl::OkStatus();
}

absl::Status ParseJwtIssuer(const std::string& text, Config* config) {
  config->security.access.token_rules.issuer = text;
  return absl::OkStatus();
}

absl::Status ParseJwtAudience(const std::string& text, Config* config) {
  config->security.access.token_rules.audience = text;
  return absl::OkStatus();
}

absl::Status ParseJwtRoleClaim(const std::string& text, Config* config) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "\"\" is not valid: expected the name of a claim, such as roles");
  }
  config->security.access.token_rules.role_claim = text;
  return absl::OkStatus();
}

}  // namespace

std::vector<Setting> SecuritySettings() {
  return {
      {"tls-certificate", Kind::kText, "FILE", "",
       "The server's certificate in PEM, with the chain behind it; read again "
       "when it changes.",
       ParseCertificate},
      {"tls-key", Kind::kText, "FILE", "",
       "The key of that certificate in PEM, without a passphrase.", ParseKey},
      {"tls-client-ca", Kind::kText, "FILE", "",
       "Who signs client certificates, in PEM; callers may then show one.",
       ParseClientCa},
      {"insecure-plaintext", Kind::kSwitch, "true|false", "false",
       "Serves without TLS beyond this machine: anyone on the way reads and "
       "changes what is sent.",
       ParseInsecurePlaintext},
      {"access-list", Kind::kText, "FILE", "",
       "Who may call, by bearer token and client certificate, in TOML; read "
       "again when it changes.",
       ParseAccessList},
      {"jwt-keys", Kind::kText, "FILE", "",
       "JSON Web Key Set of those who make JWTs that callers may show; read "
       "again when it changes.",
       ParseJwtKeys},
      {"jwt-issuer", Kind::kText, "ISSUER", "",
       "The issuer (iss) that a JWT must name.", ParseJwtIssuer},
      {"jwt-audience", Kind::kText, "AUDIENCE", "",
       "The audience (aud) that a JWT must name.", ParseJwtAudience},
      {"jwt-role-claim", Kind::kText, "CLAIM", "roles",
       "The claim of a JWT that holds a role, or a list with roles in it.",
       ParseJwtRoleClaim},
  };
}

bool IsLoopback(const std::string& listen) {
  if (absl::StartsWith(listen, "unix:")) return true;
  const std::string host = listen.substr(0, listen.rfind(':'));
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address = {};
  constexpr uint32_t kLoopbackNet = 127;
  return inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == kLoopbackNet;
}

std::vector<std::string> CheckSecurity(const Config& config) {
  const TlsFiles& tls = config.security.tls;
  const AccessFiles& access = config.security.access;
  const bool has_tls = !tls.certificate.empty();
  const bool plaintext_wanted = config.security.insecure_plaintext;
  std::vector<std::string> faults;
  if (has_tls == tls.key.empty()) {
    faults.emplace_back("tls-certificate and tls-key go together: give both");
  }
  if (has_tls && plaintext_wanted) {
    faults.emplace_back(
        "tls-certificate and insecure-plaintext contradict each other: give "
        "one of them");
  }
  if (!tls.client_ca.empty() && (!has_tls || access.access_list.empty())) {
    faults.emplace_back(
        "tls-client-ca needs tls-certificate, and an access-list that gives "
        "the certificates of callers their roles");
  }
  const bool jwt_rules = !access.token_rules.issuer.empty() &&
                         !access.token_rules.audience.empty();
  if (!access.key_set.empty() && !jwt_rules) {
    faults.emplace_back("jwt-keys needs jwt-issuer and jwt-audience");
  }
  if (IsLoopback(config.listen)) return faults;
  if (!has_tls && !plaintext_wanted) {
    faults.push_back(absl::StrCat(
        "listen: ", config.listen,
        " is reached from other machines, and without TLS anyone on the way "
        "reads and changes what is sent: give tls-certificate and tls-key, or "
        "say insecure-plaintext where something else protects it"));
  }
  if (has_tls && access.empty()) {
    faults.push_back(absl::StrCat(
        "listen: ", config.listen,
        " is reached from other machines, and nobody would be asked who they "
        "are: give an access-list or jwt-keys"));
  }
  return faults;
}

}  // namespace mandated::server
