#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_JOB_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_JOB_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/mandatectl/remind/ledger.h"
#include "clients/mandatectl/remind/sink.h"
#include "mandates/v1/subscription.pb.h"

namespace mandated::mandatectl::remind {

// The subscription, as a job uses it. Errors are the server's.
class Source {
 public:
  virtual ~Source() = default;

  virtual absl::StatusOr<mandates::v1::PullResponse> Pull(
      int max_events, absl::Duration lease) = 0;

  // Acknowledges up to `token` and gives back the rest of the lease.
  virtual absl::Status Acknowledge(const std::string& token) = 0;
};

struct JobOptions {
  int max_events = 100;  // of a pull, in [1, 1000]
  absl::Duration lease = absl::Minutes(5);
  mandates::v1::Date today;
};

// How a job ends.
enum class JobEnd {
  kDone,     // every sink has every event
  kNothing,  // no event was to be had
  kPartly,   // some were delivered, or some sinks have them
  kFailed,   // no sink took any
};

// What became of a job.
struct JobReport {
  JobEnd end = JobEnd::kNothing;
  int acknowledged = 0;
};

// Takes what a subscription has not acknowledged, hands it to every sink, and
// acknowledges what every sink accepted, in order, up to the first event that
// one did not; gives back the rest. Goes on until it is caught up, something
// failed, or somebody wants to stop. May be killed at any moment: what a sink
// accepted stands in the ledger, and the rest is delivered again once the lease
// ends. Owns nothing; used by one thread.
class Job {
 public:
  Job(const JobOptions& options, Source* source, Ledger* ledger,
      std::vector<std::unique_ptr<Sink>>* sinks);

  // Looks whether every sink can be delivered to, and finishes what an earlier
  // run began. An error names the sink; nothing was taken or sent then. Call
  // before Run.
  absl::Status Prepare() const;

  // `remark` is told what people want to know, one line at a time; `stopped`
  // is asked whether to stop. Errors are the server's or the ledger's.
  absl::StatusOr<JobReport> Run(
      const std::function<void(const std::string&)>& remark,
      const std::function<bool()>& stopped);

 private:
  using Remark = std::function<void(const std::string&)>;
  struct Progress;

  bool Rests() const;
  void Deliver(const std::vector<Reminder>& reminders, Progress& progress);
  void DeliverTo(Sink& sink, const std::vector<Reminder>& reminders,
                 Progress& progress);
  size_t AcceptedByAll(const std::vector<Reminder>& reminders) const;
  absl::Status Acknowledge(const mandates::v1::PullResponse& pulled,
                           size_t count, Progress& progress);

  const JobOptions options_;
  Source* const source_;
  Ledger* const ledger_;
  std::vector<std::unique_ptr<Sink>>* const sinks_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_JOB_H_
