#include "clients/mandatectl/remind/exec_sink.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/remind/cloud_event.h"
#include "clients/mandatectl/remind/signature.h"
#include "clients/mandatectl/style.h"
#include "clients/mandatectl/subprocess.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr size_t kOutputBytesMax = 1 << 20;  // it is asked for none
constexpr size_t kShownBytesMax = 200;
constexpr int kLater = 75;                            // EX_TEMPFAIL
constexpr int kNotExecutable = 126, kNotFound = 127;  // of the shell

}  // namespace

ExecSink::ExecSink(SinkAddress address, absl::Duration time_max)
    : address_(std::move(address)),
      key_(absl::StrCat("exec-", HexDigest(address_.target).substr(0, 16))),
      time_max_(time_max) {}

absl::Status ExecSink::Check() {
  // Reads the command without running it.
  const auto read = RunProgram({"sh", "-n", "-c", address_.target}, "",
                               kOutputBytesMax, time_max_);
  if (!read.ok()) return read.status();
  if (read->status == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("is no command: ", OneLine(read->errors)));
}

void ExecSink::Deliver(const std::vector<Reminder>& reminders,
                       const Delivering& delivering) {
  for (size_t index = 0; index < reminders.size(); ++index) {
    if (delivering.ends()) return;
    const absl::Status ran =
        Run(reminders[index], std::min(time_max_, delivering.lease.Left()));
    if (!delivering.tell(index, ran).ok()) return;
    if (!ran.ok() && !absl::IsInvalidArgument(ran)) return;
  }
}

absl::Status ExecSink::Run(const Reminder& reminder,
                           absl::Duration time_max) const {
  const auto finished =
      RunProgram({"sh", "-c", address_.target},
                 absl::StrCat(ToCloudEvent(reminder.event), "\n"),
                 kOutputBytesMax, time_max);
  if (!finished.ok()) return finished.status();
  if (finished->status == 0) return absl::OkStatus();
  const std::string errors = finished->errors.substr(0, kShownBytesMax);
  const std::string what =
      absl::StrCat("ended with ", finished->status, errors.empty() ? "" : ": ",
                   OneLine(errors));
  // A command that is not there takes no other event either.
  if (finished->status == kLater || finished->status == kNotFound ||
      finished->status == kNotExecutable) {
    return absl::UnavailableError(what);
  }
  return absl::InvalidArgumentError(what);
}

std::string ExecSink::Preview(const std::vector<Reminder>& reminders) {
  std::string text;
  for (const Reminder& reminder : reminders) {
    absl::StrAppend(&text, "sh -c '", OneLine(address_.target), "'\n  < ",
                    ToCloudEvent(reminder.event), "\n");
  }
  return text;
}

}  // namespace mandated::mandatectl::remind
