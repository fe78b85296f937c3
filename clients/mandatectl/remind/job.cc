#include "clients/mandatectl/remind/job.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/words.h"
#include "services/domain/errors.h"

namespace mandated::mandatectl::remind {
namespace {

using mandates::v1::PullResponse;

// Of a lease, what is left for the acknowledgement: a tenth.
absl::Duration TimeToDeliver(absl::Duration lease) { return lease * 9 / 10; }

std::vector<Reminder> RemindersOf(const PullResponse& pulled,
                                  const mandates::v1::Date& today) {
  std::vector<Reminder> reminders;
  for (const auto& delivery : pulled.deliveries()) {
    reminders.push_back(MakeReminder(delivery.event(), today));
  }
  return reminders;
}

}  // namespace

// What a run has come to.
struct Job::Progress {
  const Remark& remark;
  const std::function<bool()>& stopped;
  const RunClock* lease = nullptr;
  int acknowledged = 0;
  int accepted = 0;      // by single sinks, in this run
  bool complete = true;  // all that was pulled is acknowledged
  absl::Status ledger = {};

  JobReport Report() const {
    const bool some = acknowledged > 0 || accepted > 0;
    if (!complete) {
      return {some ? JobEnd::kPartly : JobEnd::kFailed, acknowledged};
    }
    return {acknowledged > 0 ? JobEnd::kDone : JobEnd::kNothing, acknowledged};
  }
};

Job::Job(const JobOptions& options, Source* source, Ledger* ledger,
         std::vector<std::unique_ptr<Sink>>* sinks)
    : options_(options), source_(source), ledger_(ledger), sinks_(sinks) {}

namespace {

void TellWhyNone(const mandates::v1::PullResponse& pulled,
                 const std::function<void(const std::string&)>& remark) {
  if (!pulled.has_lease_expire_time()) return;
  remark(absl::StrCat("another run holds the lease, until ",
                      TimeText(pulled.lease_expire_time()), " at the latest"));
}

}  // namespace

absl::StatusOr<JobReport> Job::Run(const Remark& remark,
                                   const std::function<bool()>& stopped) {
  Progress progress{.remark = remark, .stopped = stopped};
  // What went out in a mail and was not acknowledged is to be; no more than
  // that is taken on a day that had its digest.
  const bool rests = Rests();
  const int most = rests ? std::min(options_.max_events, ledger_->open_events())
                         : options_.max_events;
  if (most == 0) remark("today's digest went out before; there is one a day");
  while (most > 0 && progress.complete && !stopped()) {
    const RunClock lease(TimeToDeliver(options_.lease));
    progress.lease = &lease;
    const auto pulled = source_->Pull(most, options_.lease);
    if (!pulled.ok()) return pulled.status();
    if (pulled->deliveries_size() == 0) {
      TellWhyNone(*pulled, remark);
      break;
    }
    const auto reminders = RemindersOf(*pulled, options_.today);
    Deliver(reminders, progress);
    const absl::Status status =
        Acknowledge(*pulled, AcceptedByAll(reminders), progress);
    if (!status.ok()) return status;
    if (pulled->caught_up() || rests) break;
  }
  return progress.Report();
}

absl::Status Job::Prepare() const {
  for (const auto& sink : *sinks_) {
    absl::Status ready = sink->Check();
    if (ready.ok()) ready = sink->Resume();
    if (!ready.ok()) {
      return absl::Status(
          ready.code(),
          absl::StrCat(sink->name(), ": ", std::string(ready.message()),
                       "; nothing was taken or sent"));
    }
  }
  return absl::OkStatus();
}

bool Job::Rests() const {
  return std::any_of(sinks_->begin(), sinks_->end(),
                     [](const auto& sink) { return sink->Rests(); });
}

void Job::Deliver(const std::vector<Reminder>& reminders, Progress& progress) {
  for (const auto& sink : *sinks_) {
    std::vector<Reminder> wanting;
    std::copy_if(reminders.begin(), reminders.end(),
                 std::back_inserter(wanting), [&](const Reminder& reminder) {
                   return !ledger_->Has(sink->key(), reminder.id());
                 });
    if (!wanting.empty()) DeliverTo(*sink, wanting, progress);
  }
}

void Job::DeliverTo(Sink& sink, const std::vector<Reminder>& reminders,
                    Progress& progress) {
  const std::function<absl::Status(size_t, const absl::Status&)> tell =
      [&](size_t index, const absl::Status& outcome) {
        const Reminder& reminder = reminders[index];
        if (!outcome.ok()) {
          progress.remark(absl::StrCat(sink.name(), ": ", reminder.type, " of ",
                                       reminder.mandate, " (", reminder.id(),
                                       "): ", std::string(outcome.message())));
          return absl::OkStatus();
        }
        ++progress.accepted;
        progress.ledger = ledger_->Accept(sink.key(), reminder.id());
        return progress.ledger;
      };
  sink.Deliver(
      reminders,
      {.lease = *progress.lease, .stopped = progress.stopped, .tell = tell});
}

size_t Job::AcceptedByAll(const std::vector<Reminder>& reminders) const {
  size_t count = 0;
  for (const Reminder& reminder : reminders) {
    for (const auto& sink : *sinks_) {
      if (!ledger_->Has(sink->key(), reminder.id())) return count;
    }
    ++count;
  }
  return count;
}

absl::Status Job::Acknowledge(const PullResponse& pulled, size_t count,
                              Progress& progress) {
  const auto size = static_cast<size_t>(pulled.deliveries_size());
  progress.complete = count == size;
  const std::string& token =
      count == 0
          ? pulled.lease_token()
          : pulled.deliveries(static_cast<int>(count) - 1).acknowledge_token();
  absl::Status acknowledged = source_->Acknowledge(token);
  if (domain::ReasonOf(acknowledged) == "LEASE_ENDED") {
    // The ledger has what was accepted: the next run only acknowledges it.
    progress.complete = false;
    progress.remark(
        "the lease ended before all was acknowledged; ask for a "
        "longer --lease or for fewer --max-events");
    return progress.ledger;
  }
  if (!acknowledged.ok()) return acknowledged;
  if (!progress.ledger.ok()) return progress.ledger;
  progress.acknowledged += static_cast<int>(count);
  if (!progress.complete) {
    progress.remark(
        absl::StrCat(Count(static_cast<int64_t>(size - count), "event"),
                     " given back, to be delivered again by the next run"));
  }
  std::vector<std::string> done;
  for (size_t index = 0; index < count; ++index) {
    done.push_back(pulled.deliveries(static_cast<int>(index)).event().id());
  }
  return done.empty() ? absl::OkStatus() : ledger_->Forget(done);
}

}  // namespace mandated::mandatectl::remind
