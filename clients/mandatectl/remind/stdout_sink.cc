#include "clients/mandatectl/remind/stdout_sink.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/table.h"

namespace mandated::mandatectl::remind {

std::string RenderReminders(const std::vector<Reminder>& reminders,
                            const Style& style) {
  Table table({{"LAST DAY"},
               {"DAYS", Align::kRight},
               {"EVENT"},
               {"LEAD", Align::kLeft, 2},
               {"RESOLUTION", Align::kLeft, 1},
               {"MANDATE"},
               {"WHAT"}});
  for (const Reminder& reminder : reminders) {
    const bool lapse = IsAboutLapse(reminder) && reminder.days_left;
    const std::string days =
        reminder.days_left ? absl::StrCat(*reminder.days_left) : "";
    table.AddRow(
        {{reminder.last_day},
         {days, lapse ? ColorOfDaysLeft(*reminder.days_left) : Color::kNone},
         {reminder.type},
         {reminder.event.lead()},
         {reminder.resolution},
         {reminder.mandate},
         {absl::StrCat(reminder.title, " ", reminder.headline)}});
  }
  return table.Render(style);
}

StdoutSink::StdoutSink(std::string subscription, mandates::v1::Date today,
                       std::optional<Template> text, Output* output)
    : subscription_(std::move(subscription)),
      today_(std::move(today)),
      text_(std::move(text)),
      output_(output) {}

void StdoutSink::Deliver(const std::vector<Reminder>& reminders,
                         const Delivering& delivering) {
  const auto no_text = [] { return std::string(); };
  if (output_->format() == Format::kTable) {
    output_->Text(Render(reminders));
  } else {
    for (const Reminder& reminder : reminders) {
      output_->Result(reminder.event, no_text);
    }
  }
  const absl::Status printed =
      output_->Flush() ? absl::OkStatus()
                       : absl::UnavailableError("cannot write the output");
  for (size_t index = 0; index < reminders.size(); ++index) {
    if (!delivering.tell(index, printed).ok() || !printed.ok()) return;
  }
}

std::string StdoutSink::Preview(const std::vector<Reminder>& reminders) {
  return Render(reminders);
}

std::string StdoutSink::Render(const std::vector<Reminder>& reminders) const {
  const Digest digest = MakeDigest(subscription_, today_, reminders);
  if (text_) return text_->Render(digest);
  return RenderReminders(digest.reminders, output_->style());
}

}  // namespace mandated::mandatectl::remind
