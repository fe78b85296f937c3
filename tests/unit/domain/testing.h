#ifndef MANDATED_TESTS_UNIT_DOMAIN_TESTING_H_
#define MANDATED_TESTS_UNIT_DOMAIN_TESTING_H_

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "services/domain/errors.h"

// What the tests of the domain room share: looking into errors, and seeds.
namespace mandated::domain {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// Matches a Status or StatusOr with this UPPER_SNAKE reason.
MATCHER_P(IsError, reason,
          "is an error with the reason " + std::string(reason)) {
  *result_listener << StatusOf(arg).ToString();
  return ReasonOf(StatusOf(arg)) == reason;
}

MATCHER(IsOk, "is no error") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

template <typename Message>
Message PayloadOf(const absl::Status& status, std::string_view url) {
  Message message;
  const auto payload =
      status.GetPayload(absl::string_view(url.data(), url.size()));
  if (payload) message.ParseFromString(std::string(*payload));
  return message;
}

inline google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  return PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
}

inline std::map<std::string, std::string> MetadataOf(
    const absl::Status& status) {
  const google::rpc::ErrorInfo info = InfoOf(status);
  return {info.metadata().begin(), info.metadata().end()};
}

// Returns the one field at fault; empty when there is none.
inline std::string FieldOf(const absl::Status& status) {
  const auto bad = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  return bad.field_violations_size() == 1 ? bad.field_violations(0).field()
                                          : "";
}

// Returns a source of chance whose seed is MANDATED_TEST_SEED, where that is
// set, and is printed.
inline std::mt19937_64 Chance() {
  const char* given = std::getenv("MANDATED_TEST_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "MANDATED_TEST_SEED=" << seed << std::endl;
  return std::mt19937_64(seed);
}

// Returns a number in [min, max].
inline int64_t Draw(std::mt19937_64& chance, int64_t min, int64_t max) {
  return std::uniform_int_distribution<int64_t>(min, max)(chance);
}

}  // namespace mandated::domain

#endif  // MANDATED_TESTS_UNIT_DOMAIN_TESTING_H_
