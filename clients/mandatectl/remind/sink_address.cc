#include "clients/mandatectl/remind/sink_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"

namespace mandated::mandatectl::remind {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

std::string PartOf(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

// "[::1]" is how a URL writes ::1.
bool IsLoopback(const std::string& host) {
  constexpr uint32_t kNetMask = 0xFF000000;
  in_addr address = {};
  if (inet_pton(AF_INET, host.c_str(), &address) == 1) {
    return (ntohl(address.s_addr) & kNetMask) == (INADDR_LOOPBACK & kNetMask);
  }
  return host == "localhost" || host == "[::1]";
}

absl::Status Refused(std::string_view field, std::string_view text,
                     const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(field), ": \"", OneLine(text), "\" ", why));
}

absl::StatusOr<SinkAddress> ParseUrl(std::string_view field,
                                     std::string_view text) {
  const Url url(curl_url());
  const std::string whole(text);
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), 0);
  if (code != CURLUE_OK || OneLine(text) != text) {
    return Refused(field, text,
                   absl::StrCat("is no URL: ", curl_url_strerror(code)));
  }
  const std::string scheme = PartOf(url, CURLUPART_SCHEME);
  const std::string host = PartOf(url, CURLUPART_HOST);
  if (!PartOf(url, CURLUPART_USER).empty() ||
      !PartOf(url, CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        std::string(field), ": the URL of ", host,
        " holds a name or a password, which everybody on this machine would "
        "see; give them by --mail-user and by a file or the environment"));
  }
  SinkAddress address{
      .kind = scheme[0] == 's' ? SinkKind::kMail : SinkKind::kWebhook,
      .target = whole,
      .name = whole.substr(0, whole.find_first_of("?#")),
      .loopback = IsLoopback(host)};
  if (scheme == "http" && !address.loopback) {
    return Refused(field, text,
                   "is not HTTPS, so that anybody on the way could read and "
                   "change what it is sent; write https://, or http:// for "
                   "this machine alone (localhost)");
  }
  return address;
}

}  // namespace

absl::StatusOr<SinkAddress> ParseSink(std::string_view field,
                                      std::string_view text) {
  constexpr std::string_view kExec = "exec:";
  constexpr std::string_view kCalendar = "ics:";
  if (text == "stdout") {
    return SinkAddress{.kind = SinkKind::kStdout, .name = "stdout"};
  }
  if (text.substr(0, kExec.size()) == kExec && text.size() > kExec.size()) {
    return SinkAddress{.kind = SinkKind::kExec,
                       .target = std::string(text.substr(kExec.size())),
                       .name = OneLine(text)};
  }
  if (text.substr(0, kCalendar.size()) == kCalendar &&
      text.size() > kCalendar.size()) {
    return SinkAddress{.kind = SinkKind::kCalendar,
                       .target = std::string(text.substr(kCalendar.size())),
                       .name = OneLine(text)};
  }
  for (const char* scheme : {"https://", "http://", "smtp://", "smtps://"}) {
    const absl::string_view whole(text.data(), text.size());
    if (absl::StartsWithIgnoreCase(whole, scheme)) return ParseUrl(field, text);
  }
  return Refused(field, text,
                 "is no sink; write stdout, exec:COMMAND, https://HOST/PATH, "
                 "smtp://HOST:PORT, smtps://HOST:PORT or ics:FILE");
}

}  // namespace mandated::mandatectl::remind
