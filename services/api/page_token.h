#ifndef MANDATED_SERVICES_API_PAGE_TOKEN_H_
#define MANDATED_SERVICES_API_PAGE_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace mandated::api {

// Returns the token that continues `request` after `key`. The caller clears
// page_token and page_size of the request first, so that pages of one list may
// differ in size.
std::string MakePageToken(const google::protobuf::Message& request,
                          const std::string& key);

// Returns the key within `token`; empty for an empty token. INVALID_ARGUMENT
// (PAGE_TOKEN_INVALID): it is damaged, or of another request.
absl::StatusOr<std::string> ReadPageToken(
    const google::protobuf::Message& request, const std::string& token);

// Returns the page size to use: `requested`, or the default for 0.
// INVALID_ARGUMENT for `field`: it is below 0 or above the maximum.
absl::StatusOr<int> CheckPageSize(int requested,
                                  std::string_view field = "page_size");

// Copies `request` without its token and page size, as the functions above
// want it.
template <typename Request>
Request WithoutPage(Request request) {
  request.clear_page_token();
  request.clear_page_size();
  return request;
}

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_PAGE_TOKEN_H_
