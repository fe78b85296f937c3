#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "google/protobuf/struct.pb.h"

namespace mandated::mandatectl {
namespace {

// 256 bits that nobody guesses, so that a fast hash keeps them safe; the prefix
// lets a scanner of leaked secrets know one.
constexpr size_t kTokenBytes = 32;
constexpr char kPrefix[] = "mdt_";

absl::StatusOr<std::string> MakeToken() {
  std::array<unsigned char, kTokenBytes> bytes = {};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return absl::InternalError("the machine gives no random bytes");
  }
  const absl::string_view view(reinterpret_cast<const char*>(bytes.data()),
                               bytes.size());
  return absl::StrCat(kPrefix, absl::WebSafeBase64Escape(view));
}

std::string HexHash(const std::string& token) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash = {};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         hash.data());
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateTokenOptions& options) {
  const auto token = MakeToken();
  if (!token.ok()) return token.status();
  google::protobuf::Struct result;
  auto& fields = *result.mutable_fields();
  fields["token"].set_string_value(*token);
  fields["name"].set_string_value(options.name);
  fields["role"].set_string_value(options.role);
  fields["sha256"].set_string_value(HexHash(*token));
  std::string expires;
  if (options.expires) {
    expires = absl::FormatTime(absl::RFC3339_sec, *options.expires,
                               absl::UTCTimeZone());
    fields["expires"].set_string_value(expires);
  }
  context.output.Result(result, [&] {
    return absl::StrCat(
        "# The token, which is shown this once: give it to its user.\n", *token,
        "\n\n# Its entry in the server's access list:\n[[token]]\nname = ",
        Quoted(options.name), "\nrole = ", Quoted(options.role),
        "\nsha256 = ", Quoted(HexHash(*token)), "\n",
        expires.empty() ? "" : absl::StrCat("expires = ", expires, "\n"));
  });
  return kExitDone;
}

}  // namespace mandated::mandatectl
