#include "clients/mandatectl/credentials.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/atomic_file.h"
#include "clients/mandatectl/client.h"
#include "mandates/client/connect.h"

namespace mandated::mandatectl {
namespace {

absl::StatusOr<std::string> ReadPart(const std::string& path) {
  if (path.empty()) return std::string();
  auto text = ReadFile(path);
  if (text.ok() && !text->empty()) return text;
  return absl::InvalidArgumentError(
      absl::StrCat(path, " cannot be read, or is empty"));
}

// The token, from the file or from the environment; not from the command line,
// which every user of the machine can see.
absl::StatusOr<std::string> ReadToken(const std::string& path) {
  auto token = ReadPart(path);
  if (!token.ok()) return token;
  const char* const variable = getenv("MANDATED_TOKEN");
  if (path.empty() && variable != nullptr) *token = variable;
  absl::StripAsciiWhitespace(&*token);
  return token;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(
    const GlobalOptions& global) {
  mandates::client::Security security;
  struct Part {
    const std::string& path;
    std::string* text;
  };
  for (const Part& part : {Part{global.tls_ca, &security.ca},
                           Part{global.tls_certificate, &security.certificate},
                           Part{global.tls_key, &security.key}}) {
    auto text = ReadPart(part.path);
    if (!text.ok()) return text.status();
    *part.text = *std::move(text);
  }
  auto token = ReadToken(global.bearer_token_file);
  if (!token.ok()) return token.status();
  security.token = *std::move(token);
  security.tls =
      global.tls || !security.ca.empty() || !security.certificate.empty();
  const auto credentials =
      mandates::client::MakeCredentials(global.server, security);
  if (!credentials.ok()) return credentials.status();
  return OpenChannel(global.server, *credentials);
}

}  // namespace mandated::mandatectl
