#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "services/domain/error_details.h"
#include "services/domain/errors.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using absl::StatusCode;

// Obstacles named one by one, and the bytes of each: an error travels in HTTP/2
// headers of 8 KiB in all, and base64 makes four bytes of three.
constexpr size_t kObstaclesMax = 8;
constexpr size_t kObstacleBytesMax = 240;
constexpr size_t kFieldBytesMax = 80;

absl::Status ImportError(std::string_view reason, const std::string& opening,
                         const std::vector<ImportObstacle>& obstacles) {
  const std::string count = std::to_string(obstacles.size());
  google::rpc::PreconditionFailure failure;
  for (size_t i = 0; i < std::min(obstacles.size(), kObstaclesMax); ++i) {
    auto& violation = *failure.add_violations();
    violation.set_type(obstacles[i].reason);
    violation.set_subject(Printable(obstacles[i].field, kFieldBytesMax));
    violation.set_description(
        Printable(obstacles[i].description, kObstacleBytesMax));
  }
  const std::string message =
      Concat({opening, ": ", failure.violations(0).description(), " (",
              obstacles.front().reason, "; reasons in all: ", count, ")"});
  absl::Status status =
      Error(StatusCode::kFailedPrecondition, reason, message,
            {{"count", count}, {"first", obstacles.front().reason}});
  status.SetPayload(absl::string_view(kPreconditionFailureUrl.data(),
                                      kPreconditionFailureUrl.size()),
                    absl::Cord(failure.SerializeAsString()));
  return status;
}

}  // namespace

absl::Status TextEmpty(std::string_view field) {
  return BadField(field, "TEXT_EMPTY",
                  " is empty; send the text of one resolution", {});
}

absl::Status TextNotUtf8(std::string_view field, size_t position) {
  const std::string at = std::to_string(position);
  return BadField(field, "TEXT_NOT_UTF8",
                  Concat({" is not UTF-8 from byte ", at,
                          " on; convert it to UTF-8 and send it again"}),
                  {{"position", at}});
}

absl::Status TextTooLong(std::string_view field, size_t bytes,
                         size_t bytes_max) {
  const std::string actual = std::to_string(bytes);
  const std::string most = std::to_string(bytes_max);
  return BadField(field, "TEXT_TOO_LONG",
                  Concat({" has ", actual, " bytes; send one resolution of ",
                          most, " bytes at most"}),
                  {{"bytes", actual}, {"bytesMax", most}});
}

absl::Status LanguageUnknown(std::string_view field, std::string_view code,
                             std::string_view known) {
  const std::string quoted = Concat({"\"", Printable(code), "\""});
  const std::string sentence = Printable(known, kObstacleBytesMax);
  return BadField(
      field, "LANGUAGE_UNKNOWN",
      Concat({": ", code.empty() ? "the text's" : std::string_view(quoted),
              " is no language of the reader; it knows ", sentence}),
      {{"language", Printable(code)}, {"known", sentence}});
}

absl::Status SymbolInvalid(std::string_view field, std::string_view symbol) {
  return BadField(
      field, "SYMBOL_INVALID",
      Concat({": \"", Printable(symbol),
              "\" is not a symbol; send one such as A/HRC/RES/44/11"}),
      {{"symbol", Printable(symbol)}});
}

absl::Status ImportOpen(const std::vector<ImportObstacle>& obstacles) {
  return ImportError("IMPORT_OPEN",
                     "nothing was recorded, since the text leaves it open",
                     obstacles);
}

absl::Status ImportRefused(const std::vector<ImportObstacle>& obstacles) {
  return ImportError("IMPORT_REFUSED",
                     "nothing was recorded, since this cannot be imported",
                     obstacles);
}

absl::Status ImportContradicts(const std::vector<ImportObstacle>& obstacles) {
  return ImportError("IMPORT_CONTRADICTS",
                     "nothing was recorded, since the record says otherwise",
                     obstacles);
}

absl::Status ResolutionNotFound(std::string_view name) {
  const std::string shown = Printable(name);
  return Error(StatusCode::kNotFound, "RESOLUTION_NOT_FOUND",
               Concat({shown,
                       " was not imported; look for it with ListResolutions, "
                       "or import its text"}),
               {{"resolution", shown}});
}

absl::Status TooManyReadings(int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_READINGS",
               Concat({most,
                       " texts wait to be read already; retry in a "
                       "moment"}),
               {{"countMax", most}});
}

absl::Status TooManyMandatesToName(int64_t count_max) {
  const std::string most = std::to_string(count_max);
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_MANDATES_TO_NAME",
               Concat({"texts are matched against the names of ", most,
                       " mandates at most, and this store has more; record "
                       "the decision with RecordDecision"}),
               {{"countMax", most}});
}

}  // namespace mandated::domain
