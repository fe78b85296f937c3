#include "clients/mandatectl/remind/reminder.h"

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/style.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl::remind {
namespace {

using mandates::v1::Event;

std::string Lapses(const Reminder& reminder) {
  std::string text = absl::StrCat("lapses after ", reminder.last_day);
  const int days = reminder.days_left.value_or(0);
  if (days > 0) {
    absl::StrAppend(&text, ", in ", Count(days, "day"));
  } else if (days == 0) {
    absl::StrAppend(&text, ", today");
  }
  if (reminder.event.projected()) absl::StrAppend(&text, " (projected)");
  return text;
}

std::string Until(const Reminder& reminder, std::string_view what) {
  if (reminder.last_day.empty()) return std::string(what);
  return absl::StrCat(std::string(what), ", in force until ",
                      reminder.last_day);
}

std::string Moved(const Reminder& reminder) {
  const Event& event = reminder.event;
  if (!event.has_previous_last_day()) return Until(reminder, "is corrected");
  return absl::StrCat("now ends after ", reminder.last_day, ", not after ",
                      DateText(true, event.previous_last_day()));
}

std::string HeadlineOf(const Reminder& reminder) {
  const Event& event = reminder.event;
  switch (event.type()) {
    case mandates::v1::EVENT_TYPE_ESTABLISHED:
      return Until(reminder, "is established");
    case mandates::v1::EVENT_TYPE_EXTENDED:
      return Until(reminder, "is extended");
    case mandates::v1::EVENT_TYPE_TERMINATED:
      return "is ended by decision";
    case mandates::v1::EVENT_TYPE_RENAMED:
      return "has this new title";
    case mandates::v1::EVENT_TYPE_CORRECTED:
    case mandates::v1::EVENT_TYPE_RESCHEDULED:
      return Moved(reminder);
    case mandates::v1::EVENT_TYPE_EXPIRING:
      return Lapses(reminder);
    case mandates::v1::EVENT_TYPE_OVERDUE:
      return absl::StrCat("is overdue: its projected last day ",
                          reminder.last_day, " has passed");
    case mandates::v1::EVENT_TYPE_LAPSED:
      return absl::StrCat("lapsed after ", reminder.last_day);
    case mandates::v1::EVENT_TYPE_RETRACTED:
      return absl::StrCat("an earlier reminder is taken back",
                          reminder.last_day.empty() ? "" : " for ",
                          reminder.last_day);
    default:
      return "has news";
  }
}

}  // namespace

Reminder MakeReminder(const Event& event, const mandates::v1::Date& today) {
  Reminder reminder{
      .event = event,
      .type = OneLine(EventWord(event.type())),
      .mandate = OneLine(ShortName(event.mandate().name())),
      .title = OneLine(event.mandate().title()),
      .last_day = DateText(event.has_last_day(), event.last_day()),
      .days_left = std::nullopt,
      .headline = "",
      .resolution = OneLine(event.symbol()),
      .reason = OneLine(event.reason())};
  if (reminder.title.empty()) reminder.title = reminder.mandate;
  if (event.has_last_day()) {
    reminder.days_left = DaysBetween(today, event.last_day());
  }
  reminder.headline = HeadlineOf(reminder);
  return reminder;
}

bool IsAboutLapse(const Reminder& reminder) {
  switch (reminder.event.type()) {
    case mandates::v1::EVENT_TYPE_EXPIRING:
    case mandates::v1::EVENT_TYPE_OVERDUE:
    case mandates::v1::EVENT_TYPE_LAPSED:
      return true;
    default:
      return false;
  }
}

}  // namespace mandated::mandatectl::remind
