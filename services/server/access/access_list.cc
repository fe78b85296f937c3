#include "services/server/access/access_list.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/domain/errors_access.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"
#include "services/domain/toml.h"

namespace mandated::server {
namespace {

constexpr size_t kPrefixBytes = 8;  // a find without a scan of all tokens

absl::Status Wrong(const toml::source_region& place, const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", place.begin.line, ": ", what));
}

absl::Status CheckKeys(const toml::table& entry,
                       const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : entry) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
      continue;
    }
    return Wrong(value.source(), domain::Concat({domain::Printable(key.str()),
                                                 " is no key of this entry"}));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadText(const toml::table& entry,
                                     std::string_view key, size_t bytes_max) {
  const auto text = entry[key].value_exact<std::string>();
  if (!text || text->empty() || text->size() > bytes_max) {
    return Wrong(entry.source(),
                 domain::Concat({key, " is missing, or not a text of 1 to ",
                                 std::to_string(bytes_max), " bytes"}));
  }
  return *text;
}

absl::StatusOr<Principal> ReadPrincipal(const toml::table& entry,
                                        std::string_view name_key) {
  const auto name = ReadText(entry, name_key, domain::limits::kNameBytesMax);
  if (!name.ok()) return name.status();
  const auto role = ParseRole(entry["role"].value_or(std::string_view()));
  if (!role) {
    return Wrong(entry.source(),
                 "role is not one of reader, subscriber, editor, admin");
  }
  return Principal{.name = *name, .role = *role};
}

absl::StatusOr<std::string> ReadHash(const toml::table& entry) {
  constexpr size_t kHexDigits = 2 * SHA256_DIGEST_LENGTH;
  const auto hex = ReadText(entry, "sha256", kHexDigits);
  const auto is_hex = [](unsigned char c) { return absl::ascii_isxdigit(c); };
  if (!hex.ok() || hex->size() != kHexDigits ||
      !std::all_of(hex->begin(), hex->end(), is_hex)) {
    return Wrong(entry.source(),
                 "sha256 is not 64 hex digits; `mandatectl token create` makes "
                 "a token and its entry");
  }
  return absl::HexStringToBytes(*hex);
}

absl::StatusOr<absl::Time> ReadExpiry(const toml::table& entry) {
  if (!entry.contains("expires")) return absl::InfiniteFuture();
  const auto value = entry["expires"].value_exact<toml::date_time>();
  if (!value || !value->offset) {
    return Wrong(entry.source(),
                 "expires is not an instant such as 2027-06-30T00:00:00Z");
  }
  const absl::CivilSecond local(value->date.year, value->date.month,
                                value->date.day, value->time.hour,
                                value->time.minute, value->time.second);
  return absl::FromCivil(local, absl::UTCTimeZone()) -
         absl::Minutes(value->offset->minutes);
}

// Calls `read` for each table of the array `key`.
template <typename Read>
absl::Status ForEach(const toml::table& root, std::string_view key, Read read) {
  const toml::node* const node = root.get(key);
  if (node == nullptr) return absl::OkStatus();
  const toml::array* const entries = node->as_array();
  if (entries == nullptr) {
    return Wrong(node->source(),
                 domain::Concat({"write [[", key, "]] before each entry"}));
  }
  for (const toml::node& entry : *entries) {
    const toml::table* const table = entry.as_table();
    if (table == nullptr) return Wrong(entry.source(), "is no table");
    absl::Status status = read(*table);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

absl::StatusOr<AccessList> AccessList::Parse(std::string_view toml) {
  const toml::parse_result parsed = toml::parse(toml);
  if (parsed.failed()) {
    return Wrong(
        parsed.error().source(),
        domain::Concat({"is not TOML: ", parsed.error().description()}));
  }
  const toml::table& root = parsed.table();
  absl::Status status = CheckKeys(root, {"token", "certificate"});
  if (!status.ok()) return status;
  AccessList list;
  status = ForEach(root, "token", [&](const toml::table& entry) {
    absl::Status keys = CheckKeys(entry, {"name", "role", "sha256", "expires"});
    if (!keys.ok()) return keys;
    auto owner = ReadPrincipal(entry, "name");
    if (!owner.ok()) return owner.status();
    auto hash = ReadHash(entry);
    if (!hash.ok()) return hash.status();
    const auto expires = ReadExpiry(entry);
    if (!expires.ok()) return expires.status();
    list.tokens_.emplace(hash->substr(0, kPrefixBytes),
                         Token{*hash, *std::move(owner), *expires});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  status = ForEach(root, "certificate", [&](const toml::table& entry) {
    absl::Status keys = CheckKeys(entry, {"san", "role"});
    if (!keys.ok()) return keys;
    auto owner = ReadPrincipal(entry, "san");
    if (!owner.ok()) return owner.status();
    list.certificates_.push_back(*std::move(owner));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return list;
}

absl::StatusOr<Principal> AccessList::FindToken(std::string_view token,
                                                absl::Time now) const {
  const std::string hash = Sha256(token);
  const auto [first, last] =
      tokens_.equal_range(std::string_view(hash).substr(0, kPrefixBytes));
  for (auto found = first; found != last; ++found) {
    const Token& known = found->second;
    if (CRYPTO_memcmp(known.sha256.data(), hash.data(), hash.size()) != 0) {
      continue;
    }
    if (now >= known.expires) return domain::CredentialsExpired(known.expires);
    return known.owner;
  }
  return domain::CredentialsUnknown();
}

std::optional<Principal> AccessList::FindCertificate(
    const std::vector<std::string>& names) const {
  for (const Principal& known : certificates_) {
    if (std::find(names.begin(), names.end(), known.name) != names.end()) {
      return known;
    }
  }
  return std::nullopt;
}

}  // namespace mandated::server
