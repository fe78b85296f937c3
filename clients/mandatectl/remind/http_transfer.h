#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_HTTP_TRANSFER_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_HTTP_TRANSFER_H_

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mandated::mandatectl::remind {

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, CurlDeleter>;
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;

// Makes a list of lines. Owns its copies.
CurlList MakeList(const std::vector<std::string>& lines);

// How a server is reached.
struct TransferOptions {
  std::string ca_file;  // certificates to trust; empty: the system's
  absl::Duration time_max = absl::Seconds(30);
};

// Makes a handle for `url` that verifies certificates, takes TLS 1.2 or later,
// follows nothing and fails with `error` (CURL_ERROR_SIZE bytes, which must
// outlive it).
Curl MakeCurl(const std::string& url, const TransferOptions& options,
              char* error);

// Runs the handle. UNAVAILABLE with libcurl's words where that fails.
absl::Status Perform(const Curl& curl, const char* error);

// What a server answered.
struct HttpAnswer {
  int code = 0;
  absl::Duration retry_after = {};  // zero where it did not say
  std::string text;                 // the begin of its body, on one line
};

// Sends one POST. Any answer is an answer: UNAVAILABLE where there was none in
// time.
absl::StatusOr<HttpAnswer> Post(const std::string& url,
                                const std::vector<std::string>& headers,
                                const std::string& body,
                                const TransferOptions& options);

// Connects, with TLS and what else comes before a request; sends none.
absl::Status Reach(const std::string& url, const TransferOptions& options);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_HTTP_TRANSFER_H_
