#include "clients/mandatectl/remind/calendar_sink.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/atomic_file.h"
#include "clients/mandatectl/remind/signature.h"
#include "services/domain/date.h"

namespace mandated::mandatectl::remind {
namespace {

// Who looks further back has the log; a feed is read whole by each calendar.
constexpr int kDaysKept = 730;

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

CalendarSink::CalendarSink(SinkAddress address, mandates::v1::Date today)
    : address_(std::move(address)),
      today_(std::move(today)),
      key_(absl::StrCat("ics-", HexDigest(address_.target).substr(0, 16))) {}

absl::Status CalendarSink::Check() {
  const std::string directory = DirectoryOf(address_.target);
  if (access(directory.c_str(), W_OK | X_OK) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot write to ", directory, ": ", std::strerror(errno)));
  }
  return Read().status();
}

absl::StatusOr<Calendar> CalendarSink::Read() const {
  if (access(address_.target.c_str(), F_OK) != 0) return Calendar();
  const auto text = ReadFile(address_.target);
  if (!text.ok()) return text.status();
  return Calendar::Parse(*text);
}

void CalendarSink::Deliver(const std::vector<Reminder>& reminders,
                           const Delivering& delivering) {
  if (delivering.ends()) return;
  const absl::Status entered = Enter(reminders);
  for (size_t index = 0; index < reminders.size(); ++index) {
    if (!delivering.tell(index, entered).ok() || !entered.ok()) return;
  }
}

absl::Status CalendarSink::Enter(const std::vector<Reminder>& reminders) const {
  auto calendar = Read();
  if (!calendar.ok()) return calendar.status();
  for (const Reminder& reminder : reminders) calendar->Apply(reminder);
  const auto today = domain::CheckDate("today", today_);
  if (today.ok()) calendar->DropBefore(*today - kDaysKept);
  return ReplaceFile(address_.target, calendar->ToText());
}

std::string CalendarSink::Preview(const std::vector<Reminder>& reminders) {
  Calendar calendar;
  for (const Reminder& reminder : reminders) calendar.Apply(reminder);
  return absl::StrCat("ENTER into ", address_.target, "\n", calendar.ToText());
}

}  // namespace mandated::mandatectl::remind
