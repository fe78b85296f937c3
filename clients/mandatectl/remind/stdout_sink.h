#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_STDOUT_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_STDOUT_SINK_H_

#include <optional>
#include <string>
#include <vector>

#include "clients/mandatectl/output.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/template.h"

namespace mandated::mandatectl::remind {

// Prints reminders: a table, or by the template what people want to read; or
// each event in JSON as `mandatectl watch` does, with its id. Printed is
// accepted.
class StdoutSink : public Sink {
 public:
  // Does not own `output`.
  StdoutSink(std::string subscription, mandates::v1::Date today,
             std::optional<Template> text, Output* output);

  const std::string& name() const override { return name_; }
  const std::string& key() const override { return name_; }
  absl::Status Check() override { return absl::OkStatus(); }
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override;
  std::string Preview(const std::vector<Reminder>& reminders) override;

 private:
  std::string Render(const std::vector<Reminder>& reminders) const;

  const std::string name_ = "stdout";
  const std::string subscription_;
  const mandates::v1::Date today_;
  const std::optional<Template> text_;
  Output* const output_;
};

// Returns reminders under headers, the nearest last day first.
std::string RenderReminders(const std::vector<Reminder>& reminders,
                            const Style& style);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_STDOUT_SINK_H_
