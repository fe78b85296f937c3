#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_EXEC_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_EXEC_SINK_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/sink_address.h"

namespace mandated::mandatectl::remind {

// Runs a command for each event, by `sh -c` as cron does, with the event as a
// CloudEvent on its standard input and nowhere else, so that no event can
// become part of the command. Exit status 0 accepts, 75 (EX_TEMPFAIL of
// sysexits.h) and no end in time mean later, any other refuses the event.
class ExecSink : public Sink {
 public:
  ExecSink(SinkAddress address, absl::Duration time_max);

  const std::string& name() const override { return address_.name; }
  const std::string& key() const override { return key_; }
  absl::Status Check() override;
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override;
  std::string Preview(const std::vector<Reminder>& reminders) override;

 private:
  absl::Status Run(const Reminder& reminder, absl::Duration time_max) const;

  const SinkAddress address_;
  const std::string key_;
  const absl::Duration time_max_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_EXEC_SINK_H_
