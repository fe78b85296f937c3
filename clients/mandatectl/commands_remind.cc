#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/remind/job.h"
#include "clients/mandatectl/remind/sinks.h"
#include "clients/mandatectl/words.h"
#include "services/domain/date.h"

// The command that reminds.
namespace mandated::mandatectl {
namespace {

using mandates::v1::GetServerInfoResponse;
using mandates::v1::Subscription;

constexpr int kMaxEvents = 100;
constexpr int kMaxEventsOfDigest = 1'000;  // one digest has all of a day

class ClientSource : public remind::Source {
 public:
  ClientSource(Client* client, std::string subscription, absl::Duration wait)
      : client_(client), subscription_(std::move(subscription)), wait_(wait) {}

  absl::StatusOr<mandates::v1::PullResponse> Pull(
      int max_events, absl::Duration lease) override {
    mandates::v1::PullRequest request;
    request.set_subscription(subscription_);
    request.set_max_events(max_events);
    request.mutable_lease()->set_seconds(absl::ToInt64Seconds(lease));
    request.mutable_wait()->set_seconds(absl::ToInt64Seconds(wait_));
    wait_ = absl::ZeroDuration();  // for the first event alone
    return client_->Pull(request);
  }

  absl::Status Acknowledge(const std::string& token) override {
    mandates::v1::AcknowledgeRequest request;
    request.set_subscription(subscription_);
    request.set_token(token);
    request.set_release(true);
    return client_->Acknowledge(request).status();
  }

 private:
  Client* const client_;
  const std::string subscription_;
  absl::Duration wait_;
};

// What the server says before anything is taken.
struct Facts {
  absl::Time server_time;
  mandates::v1::Date today;
  Subscription subscription;
};

absl::StatusOr<Facts> Ask(Client& client, const std::string& name) {
  const auto info = client.GetServerInfo();
  if (!info.ok()) return info.status();
  auto subscription = client.GetSubscription(name);
  if (!subscription.ok()) return subscription.status();
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(info->time_zone(), &zone)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the server's time zone, \"", info->time_zone(),
                     "\", is not installed here; install tzdata"));
  }
  const absl::Time now = absl::FromUnixSeconds(info->server_time().seconds()) +
                         absl::Nanoseconds(info->server_time().nanos());
  return Facts{.server_time = now,
               .today = domain::ToDate(absl::ToCivilDay(now, zone)),
               .subscription = *std::move(subscription)};
}

// What systemd gives a service for its state, else the place of the XDG Base
// Directory Specification.
std::string StateDirectory(const RemindOptions& options) {
  if (!options.state_directory.empty()) return options.state_directory;
  if (const char* given = std::getenv("STATE_DIRECTORY")) {
    return std::pair<std::string, std::string>(
               absl::StrSplit(given, absl::MaxSplits(':', 1)))
        .first;
  }
  if (const char* state = std::getenv("XDG_STATE_HOME")) {
    return absl::StrCat(state, "/mandatectl");
  }
  const char* home = std::getenv("HOME");
  return absl::StrCat(home == nullptr ? "." : home, "/.local/state/mandatectl");
}

absl::StatusOr<std::unique_ptr<remind::Ledger>> OpenLedger(
    const RemindOptions& options, const Subscription& subscription) {
  const std::string directory = StateDirectory(options);
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  // A subscription made anew under an old name is another one.
  return remind::Ledger::Open(absl::StrCat(directory, "/",
                                           ShortName(subscription.name()), "-",
                                           subscription.uid(), ".ledger"));
}

int MaxEventsOf(const RemindOptions& options) {
  if (options.max_events) return static_cast<int>(*options.max_events);
  for (const auto& sink : options.sinks.sinks) {
    if (sink.kind == remind::SinkKind::kMail) return kMaxEventsOfDigest;
  }
  return kMaxEvents;
}

void TellDeadLetters(const Subscription& subscription, Output& output) {
  const int64_t count = subscription.progress().dead_letters();
  if (count == 0) return;
  output.Remark(absl::StrCat(
      "-- ", Count(count, "dead letter"),
      ": delivered too often, so nobody is reminded; see mandatectl "
      "dead-letters list ",
      ShortName(subscription.name())));
}

// Shows what waits, as the log has it, without taking anything.
absl::StatusOr<ExitCode> Preview(
    Context& context, const RemindOptions& options, const Facts& facts,
    const std::vector<std::unique_ptr<remind::Sink>>& sinks) {
  const Subscription& subscription = facts.subscription;
  const auto& progress = subscription.progress();
  if (progress.lag_events() == 0) {
    context.output.Remark("-- nothing waits");
    return kExitNothing;
  }
  mandates::v1::ListEventsRequest request;
  request.set_filter(subscription.filter());
  *request.mutable_event_types() = subscription.event_types();
  *request.mutable_leads() = subscription.leads();
  *request.mutable_start()->mutable_time() = progress.oldest_commit_time();
  request.set_page_size(static_cast<int>(
      std::min<int64_t>(progress.lag_events(), MaxEventsOf(options))));
  const auto events = context.client.ListEvents(request);
  if (!events.ok()) return events.status();
  std::vector<remind::Reminder> reminders;
  for (const auto& event : events->events()) {
    reminders.push_back(remind::MakeReminder(event, facts.today));
  }
  for (const auto& sink : sinks) {
    const absl::Status ready = sink->Check();
    context.output.Remark(absl::StrCat(
        "-- ", sink->name(), ": ",
        ready.ok() ? Count(static_cast<int64_t>(reminders.size()), "event")
                   : std::string(ready.message())));
    context.output.Text(sink->Preview(reminders));
  }
  context.output.Remark("-- nothing was taken or sent");
  return kExitDone;
}

ExitCode ToExitCode(remind::JobEnd end) {
  switch (end) {
    case remind::JobEnd::kDone:
      return kExitDone;
    case remind::JobEnd::kNothing:
      return kExitNothing;
    case remind::JobEnd::kPartly:
      return kExitPartly;
    case remind::JobEnd::kFailed:
      break;
  }
  return kExitUndelivered;
}

absl::StatusOr<ExitCode> Deliver(
    Context& context, const RemindOptions& options, const Facts& facts,
    remind::Ledger& ledger, std::vector<std::unique_ptr<remind::Sink>>& sinks) {
  Output& output = context.output;
  const auto remark = [&](const std::string& line) {
    output.Remark(absl::StrCat("-- ", line));
  };
  ClientSource source(&context.client, options.subscription, options.wait);
  remind::Job job({.max_events = MaxEventsOf(options),
                   .lease = options.lease,
                   .today = facts.today},
                  &source, &ledger, &sinks);
  if (const absl::Status ready = job.Prepare(); !ready.ok()) {
    remark(std::string(ready.message()));
    return kExitUndelivered;
  }
  const auto report =
      job.Run(remark, [&] { return context.interrupt.requested(); });
  if (!report.ok()) return report.status();
  remark(report->end == remind::JobEnd::kNothing
             ? "nothing to do"
             : absl::StrCat(Count(report->acknowledged, "event"),
                            " delivered to ",
                            Count(static_cast<int64_t>(sinks.size()), "sink")));
  return ToExitCode(report->end);
}

absl::StatusOr<ExitCode> Remind(Context& context,
                                const RemindOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error of its call
  const auto material = remind::ReadMaterial(options.sinks);
  if (!material.ok()) return material.status();
  const auto facts = Ask(context.client, options.subscription);
  if (!facts.ok()) return facts.status();
  TellDeadLetters(facts->subscription, context.output);
  auto ledger = OpenLedger(options, facts->subscription);
  if (absl::IsAborted(ledger.status())) {
    context.output.Remark(
        absl::StrCat("-- ", std::string(ledger.status().message())));
    return kExitNothing;
  }
  if (!ledger.ok()) return ledger.status();
  const remind::RunClock since(absl::Hours(24));  // longer than any lease
  auto sinks = remind::MakeSinks(
      options.sinks, *material,
      {.subscription = ShortName(options.subscription),
       .subscription_uid = facts->subscription.uid(),
       .today = facts->today,
       .now = [&] { return facts->server_time + since.Passed(); },
       .wait =
           [&](absl::Duration time) { return context.interrupt.Wait(time); },
       .ledger = ledger->get(),
       .output = &context.output});
  if (options.dry_run) return Preview(context, options, *facts, sinks);
  return Deliver(context, options, *facts, **ledger, sinks);
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const RemindOptions& options) {
  const auto code = Remind(context, options);
  const bool idle = code.ok() && *code == kExitNothing;
  return idle && options.idle_ok ? kExitDone : code;
}

}  // namespace mandated::mandatectl
