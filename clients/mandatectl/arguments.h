#ifndef MANDATED_CLIENTS_MANDATECTL_ARGUMENTS_H_
#define MANDATED_CLIENTS_MANDATECTL_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate.pb.h"

// What people write on the command line and in the catalogue. Each function
// reads `text` and returns INVALID_ARGUMENT that begins with `field` and says
// what is wrong and what would be right.
namespace mandated::mandatectl {

// Reads "sr-torture" or "mandates/sr-torture"; returns the latter.
absl::StatusOr<std::string> ParseMandate(std::string_view field,
                                         std::string_view text);

// Reads "deadlines" or "subscriptions/deadlines"; returns the latter.
absl::StatusOr<std::string> ParseSubscription(std::string_view field,
                                              std::string_view text);

// Reads "62", "s-39", "hrc-62" or "sessions/hrc-62"; returns the last. The
// body of a bare number is HRC.
absl::StatusOr<std::string> ParseSession(std::string_view field,
                                         std::string_view text);

// Reads a civil period such as "P6M"; returns it as it is.
absl::StatusOr<std::string> ParsePeriodText(std::string_view field,
                                            std::string_view text);

// Reads "2020-07-16".
absl::StatusOr<mandates::v1::Date> ParseDay(std::string_view field,
                                            std::string_view text);

// A day of the server's zone or an instant.
using Moment = std::variant<absl::CivilDay, absl::Time>;

// Reads "2020-07-16" or RFC 3339: "2020-07-16T10:00:00Z".
absl::StatusOr<Moment> ParseMoment(std::string_view field,
                                   std::string_view text);

// Reads tallies as "31-15-1": in favour, against, abstaining.
absl::StatusOr<mandates::v1::Vote> ParseVote(std::string_view field,
                                             std::string_view text);

// Reads "20d/s" in (0, 10,000] days a second, or "max"; returns 0 for that.
absl::StatusOr<double> ParseSpeed(std::string_view field,
                                  std::string_view text);

// Reads a time such as "30s", "500ms", "2m", above zero.
absl::StatusOr<absl::Duration> ParseTimeout(std::string_view field,
                                            std::string_view text);

// Reads a number in [min, max].
absl::StatusOr<int64_t> ParseNumber(std::string_view field,
                                    std::string_view text, int64_t min,
                                    int64_t max);

// A label as `key=value`.
struct Label {
  std::string key;
  std::string value;
};
absl::StatusOr<Label> ParseLabel(std::string_view field, std::string_view text);

// An assumed extension: "sr-torture=P3Y", or with the day it is assumed to be
// adopted on "sr-torture=P3Y@2026-07-10".
struct Assumption {
  std::string mandate;
  std::string period;
  std::optional<mandates::v1::Date> adopted_on;
};
absl::StatusOr<Assumption> ParseAssumption(std::string_view field,
                                           std::string_view text);

// What a caller settles of an import: for which decision of the reading,
// counted from 1 as it is shown, and the value.
struct Settled {
  int decision = 1;
  std::string value;
};

// Reads a mandate or a period for one decision: "sr-torture", "2=P1Y".
absl::StatusOr<Settled> ParseSettledMandate(std::string_view field,
                                            std::string_view text);
absl::StatusOr<Settled> ParseSettledTerm(std::string_view field,
                                         std::string_view text);

// Where a watch starts: as the API has it, or at a time.
using Start = std::variant<mandates::v1::WatchStart, Moment>;

// Reads "now", "snapshot", a revision, a day or time, or a resume token in
// base64.
absl::StatusOr<Start> ParseStart(std::string_view field, std::string_view text);

// Reads base64 of either alphabet. Never empty.
absl::StatusOr<std::string> ParseToken(std::string_view field,
                                       std::string_view text);
std::string FormatToken(const std::string& token);

// Returns the word of a value: "KIND_COUNTRY" -> "country".
std::string WordOf(const google::protobuf::EnumValueDescriptor& value);

// Returns the words of an enum. The zero value is left out.
std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type);

// Returns the number of the value that `text` names, in either case, with "-"
// or "_", with or without the type's prefix.
absl::StatusOr<int> ParseWord(const google::protobuf::EnumDescriptor& type,
                              std::string_view field, std::string_view text);

template <typename Enum>
absl::StatusOr<Enum> ParseEnum(std::string_view field, std::string_view text) {
  const auto number =
      ParseWord(*google::protobuf::GetEnumDescriptor<Enum>(), field, text);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_ARGUMENTS_H_
