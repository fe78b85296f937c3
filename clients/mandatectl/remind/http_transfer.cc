#include "clients/mandatectl/remind/http_transfer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr long kConnectSeconds = 10;
constexpr size_t kTextBytesMax = 200;  // of an answer, to show to people
constexpr curl_off_t kAnswerBytesMax = 1 << 20;  // more is no answer to a hook

size_t Keep(char* bytes, size_t size, size_t count, void* into) {
  std::string& text = *static_cast<std::string*>(into);
  const size_t room = kTextBytesMax - std::min(text.size(), kTextBytesMax);
  text.append(bytes, std::min(size * count, room));
  return size * count;
}

}  // namespace

CurlList MakeList(const std::vector<std::string>& lines) {
  curl_slist* list = nullptr;
  for (const std::string& line : lines) {
    list = curl_slist_append(list, line.c_str());
  }
  return CurlList(list);
}

Curl MakeCurl(const std::string& url, const TransferOptions& options,
              char* error) {
  error[0] = '\0';
  Curl curl(curl_easy_init());
  CURL* handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(
      handle, CURLOPT_TIMEOUT_MS,
      std::max<long>(1, absl::ToInt64Milliseconds(options.time_max)));
  curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, kAnswerBytesMax);
  if (!options.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
  }
  return curl;
}

absl::Status Perform(const Curl& curl, const char* error) {
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return absl::OkStatus();
  return absl::UnavailableError(
      OneLine(error[0] != '\0' ? error : curl_easy_strerror(code)));
}

absl::StatusOr<HttpAnswer> Post(const std::string& url,
                                const std::vector<std::string>& headers,
                                const std::string& body,
                                const TransferOptions& options) {
  char error[CURL_ERROR_SIZE];
  const Curl curl = MakeCurl(url, options, error);
  const CurlList list = MakeList(headers);
  HttpAnswer answer;
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.text);
  absl::Status status = Perform(curl, error);
  if (!status.ok()) return status;
  long code = 0;
  curl_off_t seconds = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  curl_easy_getinfo(curl.get(), CURLINFO_RETRY_AFTER, &seconds);
  answer.code = static_cast<int>(code);
  answer.retry_after = absl::Seconds(seconds);
  answer.text = OneLine(answer.text);
  return answer;
}

absl::Status Reach(const std::string& url, const TransferOptions& options) {
  char error[CURL_ERROR_SIZE];
  const Curl curl = MakeCurl(url, options, error);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECT_ONLY, 1L);
  return Perform(curl, error);
}

}  // namespace mandated::mandatectl::remind
