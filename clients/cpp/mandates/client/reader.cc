#include "mandates/client/reader.h"

#include <utility>

#include "mandates/client/error.h"

namespace mandates::client {

Reader::Reader(std::function<double()> random,
               std::function<absl::Status(const absl::Status& why)> on_lost)
    : backoff_(random ? std::move(random) : RandomFraction()),
      on_lost_(std::move(on_lost)) {}

absl::Status Reader::Run(
    const std::function<absl::Status(bool patient)>& read_stream) {
  bool patient = false;
  while (!stop_.requested()) {
    const absl::Status end = read_stream(patient);
    if (!failure_.ok()) return failure_;
    if (stop_.requested()) break;
    absl::Status lost = WaitAfter(end);
    if (!lost.ok()) return lost;
    patient = true;
  }
  return absl::OkStatus();
}

absl::Status Reader::Fail(absl::Status status) {
  failure_ = status;
  return status;
}

absl::Status Reader::WaitAfter(const absl::Status& end) {
  if (!IsTransient(end)) return end;
  absl::Status told = on_lost_ ? on_lost_(end) : absl::OkStatus();
  if (told.ok()) stop_.Wait(backoff_.Next());
  return told;
}

}  // namespace mandates::client
