#include "services/server/access/authenticator.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/errors_access.h"
#include "services/domain/text.h"
#include "services/server/limits.h"

namespace mandated::server {
namespace {

constexpr std::string_view kScheme = "Bearer ";

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path.empty()) return std::string();
  const std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::InvalidArgumentError(absl::StrCat(path, " cannot be read"));
  }
  return text.str();
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Authenticator>> Authenticator::Create(
    const AccessFiles& files) {
  std::unique_ptr<Authenticator> made(new Authenticator(files));
  const auto read = made->Reload();
  if (!read.ok()) return read.status();
  return made;
}

absl::StatusOr<Principal> Authenticator::Identify(
    const Credentials& credentials, absl::Time now) {
  if (credentials.authorization) {
    const std::string_view header = *credentials.authorization;
    if (!domain::EqualsWithoutCase(header.substr(0, kScheme.size()), kScheme)) {
      return domain::CredentialsInvalid(
          "authorization does not begin with \"Bearer \"");
    }
    return FindBearer(header.substr(kScheme.size()), now);
  }
  const auto& names = credentials.certificate_names;
  if (names.empty()) return domain::CredentialsMissing();
  const MutexLock lock(&mutex_);
  const auto listed = access_list_.FindCertificate(names);
  return listed.value_or(Principal{.name = names.front(), .role = Role::kNone});
}

absl::StatusOr<Principal> Authenticator::FindBearer(std::string_view token,
                                                    absl::Time now) {
  if (token.empty() || token.size() > limits::kBearerTokenBytesMax) {
    return domain::CredentialsInvalid("it has no bytes, or more than 6144");
  }
  const MutexLock lock(&mutex_);
  // A token of ours has no dots; a JWT has two.
  const bool is_jwt = std::count(token.begin(), token.end(), '.') == 2;
  if (is_jwt && key_set_) return FindJwt(token, now);
  return access_list_.FindToken(token, now);
}

absl::StatusOr<Principal> Authenticator::FindJwt(std::string_view token,
                                                 absl::Time now) {
  const std::string hash = Sha256(token);
  const auto known = verified_.find(hash);
  if (known != verified_.end() && now < known->second.expires) {
    return known->second.owner;
  }
  auto identity = VerifyToken(token, *key_set_, files_.token_rules, now);
  if (!identity.ok()) return identity.status();
  // All at once, rather than the oldest: it happens once in as many tokens.
  if (verified_.size() >= limits::kVerifiedTokensMax) verified_.clear();
  return verified_.insert_or_assign(hash, *std::move(identity))
      .first->second.owner;
}

absl::StatusOr<bool> Authenticator::Reload() {
  auto access_list_text = ReadFile(files_.access_list);
  if (!access_list_text.ok()) return access_list_text.status();
  auto key_set_text = ReadFile(files_.key_set);
  if (!key_set_text.ok()) return key_set_text.status();
  {
    const MutexLock lock(&mutex_);
    if (*access_list_text == access_list_text_ &&
        *key_set_text == key_set_text_) {
      return false;
    }
  }
  auto access_list = AccessList::Parse(*access_list_text);
  if (!access_list.ok())
    return InFile(files_.access_list, access_list.status());
  std::optional<KeySet> key_set;
  if (!files_.key_set.empty()) {
    auto parsed = KeySet::Parse(*key_set_text);
    if (!parsed.ok()) return InFile(files_.key_set, parsed.status());
    key_set = *std::move(parsed);
  }
  const MutexLock lock(&mutex_);
  access_list_text_ = *std::move(access_list_text);
  key_set_text_ = *std::move(key_set_text);
  access_list_ = *std::move(access_list);
  key_set_ = std::move(key_set);
  verified_.clear();
  return true;
}

}  // namespace mandated::server
