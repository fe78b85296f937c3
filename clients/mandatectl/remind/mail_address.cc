#include "clients/mandatectl/remind/mail_address.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/style.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr size_t kLocalBytesMax = 64;     // RFC 5321, 4.5.3.1.1
constexpr size_t kAddressBytesMax = 254;  // its path of 256 with "<" and ">"
constexpr size_t kLabelBytesMax = 63;     // of DNS

bool IsAtomCharacter(char character) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return absl::ascii_isalnum(static_cast<unsigned char>(character)) ||
         kOthers.find(character) != std::string_view::npos;
}

bool IsDotAtom(absl::string_view local) {
  if (local.empty() || local.size() > kLocalBytesMax) return false;
  for (const absl::string_view atom : absl::StrSplit(local, '.')) {
    if (atom.empty()) return false;
    if (!std::all_of(atom.begin(), atom.end(), IsAtomCharacter)) return false;
  }
  return true;
}

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kLabelBytesMax &&
         label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char character) {
           return character == '-' ||
                  absl::ascii_isalnum(static_cast<unsigned char>(character));
         });
}

bool IsHost(absl::string_view host) {
  for (const absl::string_view label : absl::StrSplit(host, '.')) {
    if (!IsLabel(label)) return false;
  }
  return true;
}

absl::Status NoAddress(std::string_view field, std::string_view text,
                       std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(field), ": \"", OneLine(text),
                   "\" is no mail address: ", std::string(why),
                   "; write desk@example.org or Africa Desk "
                   "<desk@example.org>"));
}

}  // namespace

absl::StatusOr<MailAddress> ParseMailAddress(std::string_view field,
                                             std::string_view text) {
  absl::string_view rest =
      absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size()));
  MailAddress parsed;
  if (OneLine(text) != text) {
    return NoAddress(field, text, "it has control characters");
  }
  const size_t open = rest.rfind('<');
  if (open != absl::string_view::npos && !rest.empty() && rest.back() == '>') {
    parsed.name = std::string(absl::StripAsciiWhitespace(rest.substr(0, open)));
    rest = rest.substr(open + 1, rest.size() - open - 2);
  }
  const size_t at = rest.rfind('@');
  if (at == absl::string_view::npos) {
    return NoAddress(field, text, "there is no @ in it");
  }
  if (!IsDotAtom(rest.substr(0, at))) {
    return NoAddress(field, text, "what is before the @ is not a plain name");
  }
  if (!IsHost(rest.substr(at + 1)) || rest.size() > kAddressBytesMax) {
    return NoAddress(field, text, "what follows the @ is not a host name");
  }
  parsed.address = std::string(rest);
  return parsed;
}

}  // namespace mandated::mandatectl::remind
