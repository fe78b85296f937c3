#include "clients/mandatectl/remind/mail_message.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/remind/signature.h"
#include "clients/mandatectl/style.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr size_t kLineBytesMax = 76;  // RFC 2045, 6.7 and RFC 2047, 2

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char character) {
                       return character >= ' ' && character < '\x7F';
                     }) &&
         text.find("=?") == std::string_view::npos;
}

bool Continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Takes as many whole characters as `bytes_max` holds; one at least.
std::string_view TakeChunk(std::string_view& text, size_t bytes_max) {
  size_t size = std::min(std::max<size_t>(bytes_max, 4), text.size());
  while (size > 1 && size < text.size() && Continues(text[size])) --size;
  const std::string_view chunk = text.substr(0, size);
  text.remove_prefix(size);
  return chunk;
}

// The mailbox of a header: `Name <address>`, quoted or encoded as need be.
std::string Mailbox(const MailAddress& mailbox, size_t used) {
  if (mailbox.name.empty()) return mailbox.address;
  std::string name = OneLine(mailbox.name);
  if (!IsPlain(name)) {
    return absl::StrCat(EncodeHeader(name, used), "\r\n <", mailbox.address,
                        ">");
  }
  std::string quoted;
  for (const char character : name) {
    if (character == '"' || character == '\\') quoted += '\\';
    quoted += character;
  }
  return absl::StrCat("\"", quoted, "\"\r\n <", mailbox.address, ">");
}

// One line of a text in quoted-printable, without its end.
std::string QuotedLine(std::string_view line) {
  std::string text;
  size_t width = 0;
  for (size_t at = 0; at < line.size(); ++at) {
    const char byte = line[at];
    const bool last = at + 1 == line.size();
    const bool space = byte == ' ' || byte == '\t';
    const bool plain =
        (byte > ' ' && byte < '\x7F' && byte != '=') || (space && !last);
    const std::string piece =
        plain ? std::string(1, byte)
              : absl::StrFormat("=%02X", static_cast<unsigned char>(byte));
    if (width + piece.size() > kLineBytesMax - 1) {  // "=" ends the line
      text += "=\r\n";
      width = 0;
    }
    text += piece;
    width += piece.size();
  }
  return text;
}

std::string QuotedPrintable(std::string_view text) {
  std::string quoted;
  for (absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    absl::StrAppend(&quoted, QuotedLine({line.data(), line.size()}), "\r\n");
  }
  return quoted;
}

std::string Part(std::string_view type, std::string_view text) {
  return absl::StrCat("Content-Type: ", std::string(type),
                      "; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                      QuotedPrintable(text));
}

}  // namespace

std::string EncodeHeader(std::string_view text, size_t used) {
  const std::string line = OneLine(text);
  if (IsPlain(line) && used + line.size() <= kLineBytesMax) return line;
  constexpr size_t kAround = sizeof("=?UTF-8?B?") - 1 + 2;  // and "?="
  std::string encoded;
  std::string_view rest = line;
  while (!rest.empty()) {
    const size_t room =
        kLineBytesMax - kAround - std::min(used, kLineBytesMax / 2);
    const std::string_view chunk = TakeChunk(rest, room / 4 * 3);
    absl::StrAppend(&encoded, encoded.empty() ? "" : "\r\n ", "=?UTF-8?B?",
                    absl::Base64Escape({chunk.data(), chunk.size()}), "?=");
    used = 1;
  }
  return encoded;
}

std::string Compose(const Mail& mail) {
  // Cannot be in quoted-printable, which has no "=_".
  const std::string boundary =
      absl::StrCat("=_", HexDigest(mail.message_id).substr(0, 32));
  const std::string date = absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000",
                                            mail.date, absl::UTCTimeZone());
  return absl::StrCat(
      "Date: ", date, "\r\nFrom: ", Mailbox(mail.from, 6),
      "\r\nTo: ", Mailbox(mail.to, 4),
      "\r\nSubject: ", EncodeHeader(mail.subject, 9), "\r\nMessage-ID:\r\n <",
      OneLine(mail.message_id),
      ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative;\r\n boundary=\"",
      boundary, "\"\r\n\r\n--", boundary, "\r\n", Part("text/plain", mail.text),
      "--", boundary, "\r\n", Part("text/html", mail.html), "--", boundary,
      "--\r\n");
}

}  // namespace mandated::mandatectl::remind
