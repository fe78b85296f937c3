#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/mandatectl/remind/reminder.h"
#include "clients/mandatectl/remind/run_clock.h"

namespace mandated::mandatectl::remind {

// What a delivery works with. Owns nothing.
struct Delivering {
  // Stop before it is over: the lease ends soon after.
  const RunClock& lease;
  // The wish of a person or of the system to stop.
  const std::function<bool()>& stopped;
  // Tells the outcome of the reminder at `index`: OK once it is accepted for
  // good. To be told at once: what was told survives a kill of this process.
  // An error: it could not be noted, so stop.
  const std::function<absl::Status(size_t index, const absl::Status&)>& tell;

  bool ends() const { return stopped() || lease.Over(); }
};

// Where reminders go. Used by one thread.
class Sink {
 public:
  virtual ~Sink() = default;

  // Names it for people, without any secret.
  virtual const std::string& name() const = 0;

  // Names it in the ledger: the same for the same place in every run, without
  // spaces.
  virtual const std::string& key() const = 0;

  // Looks whether it can be delivered to, and sends nothing. An error says why
  // not, so that nothing is taken from the subscription in vain.
  virtual absl::Status Check() = 0;

  // Finishes what an earlier run began and says what of that run is accepted
  // by now. Most sinks have nothing to finish.
  virtual absl::Status Resume() { return absl::OkStatus(); }

  // Tells that it wants nothing new today, having had its share.
  virtual bool Rests() const { return false; }

  // Delivers the reminders in order and tells of each what became of it; those
  // of which it tells nothing were not tried. INVALID_ARGUMENT: the place
  // refuses this one and may take the next; any other error ends the delivery.
  virtual void Deliver(const std::vector<Reminder>& reminders,
                       const Delivering& delivering) = 0;

  // Says what Deliver would do, for people; a line or more.
  virtual std::string Preview(const std::vector<Reminder>& reminders) = 0;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_SINK_H_
