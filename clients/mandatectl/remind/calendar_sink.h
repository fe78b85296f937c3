#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_SINK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/mandatectl/remind/calendar.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/sink_address.h"

namespace mandated::mandatectl::remind {

// Keeps a calendar in a file, which holds one whole calendar at any time. May
// be served as a feed.
class CalendarSink : public Sink {
 public:
  CalendarSink(SinkAddress address, mandates::v1::Date today);

  const std::string& name() const override { return address_.name; }
  const std::string& key() const override { return key_; }
  absl::Status Check() override;
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override;
  std::string Preview(const std::vector<Reminder>& reminders) override;

 private:
  absl::StatusOr<Calendar> Read() const;
  absl::Status Enter(const std::vector<Reminder>& reminders) const;

  const SinkAddress address_;
  const mandates::v1::Date today_;
  const std::string key_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_CALENDAR_SINK_H_
