#include "clients/mandatectl/remind/mail_transfer.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"

namespace mandated::mandatectl::remind {
namespace {

size_t Give(char* into, size_t size, size_t count, void* from) {
  std::string_view& rest = *static_cast<std::string_view*>(from);
  const size_t bytes = std::min(size * count, rest.size());
  rest.copy(into, bytes);
  rest.remove_prefix(bytes);
  return bytes;
}

// Keeps the last line by which the server refused something; it still says
// goodbye after that.
size_t KeepRefusal(char* bytes, size_t size, size_t count, void* into) {
  const bool refusal = size * count > 0 && (*bytes == '4' || *bytes == '5');
  if (refusal) static_cast<std::string*>(into)->assign(bytes, size * count);
  return size * count;
}

Curl Open(const MailServer& server, char* error) {
  Curl curl = MakeCurl(server.address.target, server.transfer, error);
  // Without TLS on the loopback alone, and there too where it is to be had.
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL,
                   server.address.loopback ? CURLUSESSL_TRY : CURLUSESSL_ALL);
  if (!server.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, server.password.c_str());
  }
  return curl;
}

}  // namespace

absl::Status ReachMailServer(const MailServer& server) {
  char error[CURL_ERROR_SIZE];
  const Curl curl = Open(server, error);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECT_ONLY, 1L);
  return Perform(curl, error);
}

absl::Status SendMail(const MailServer& server, const std::string& from,
                      const std::string& to, const std::string& mail) {
  constexpr long kRefusedMin = 400;
  char error[CURL_ERROR_SIZE];
  const Curl curl = Open(server, error);
  const CurlList recipients = MakeList({absl::StrCat("<", to, ">")});
  std::string_view rest = mail;
  std::string reply;
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM,
                   absl::StrCat("<", from, ">").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, Give);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &rest);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, KeepRefusal);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &reply);
  absl::Status sent = Perform(curl, error);
  long code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  if (sent.ok() || code < kRefusedMin) return sent;
  return absl::FailedPreconditionError(
      absl::StrCat("refused by the server: ", OneLine(reply)));
}

}  // namespace mandated::mandatectl::remind
