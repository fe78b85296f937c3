#ifndef MANDATED_TESTS_UNIT_CLIENTS_TESTING_H_
#define MANDATED_TESTS_UNIT_CLIENTS_TESTING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandates/v1/mandate.pb.h"

// What the tests of mandatectl share.
namespace mandated::mandatectl {

inline absl::Status ToStatus(const absl::Status& status) { return status; }
template <typename T>
absl::Status ToStatus(const absl::StatusOr<T>& result) {
  return result.status();
}

// Matches a Status or StatusOr that is an error whose message has `part`.
MATCHER_P(FailsWith, part, "") {
  const absl::Status status = ToStatus(arg);
  *result_listener << status.ToString();
  return !status.ok() &&
         std::string(status.message()).find(part) != std::string::npos;
}

inline mandates::v1::Date DateOf(int year, int month, int day) {
  mandates::v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

}  // namespace mandated::mandatectl

#endif  // MANDATED_TESTS_UNIT_CLIENTS_TESTING_H_
