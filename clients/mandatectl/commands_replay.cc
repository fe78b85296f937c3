#include <algorithm>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/live_stream.h"
#include "clients/mandatectl/load.h"
#include "clients/mandatectl/pacer.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/replay_log.h"
#include "clients/mandatectl/words.h"
#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "storage/mutex.h"

// The command that lives through a catalogue's history.
namespace mandated::mandatectl {
namespace {

using mandates::v1::Event;
using mandates::v1::ListEventsRequest;

// Every day is lived through at noon: no change of the hour comes near, and
// it is the same day in Geneva.
absl::Time NoonOf(absl::CivilDay day) {
  constexpr int kNoon = 12;
  return absl::FromCivil(absl::CivilHour(day) + kNoon, absl::UTCTimeZone());
}

absl::CivilDay AdoptionOf(const DecisionRow& row) {
  return domain::ToCivil(row.decision.adopted_on());
}

// The last day on which the catalogue has anything.
absl::CivilDay LastDayOf(const Catalogue& catalogue) {
  absl::CivilDay last(1, 1, 1);
  for (const auto& row : catalogue.sessions) {
    last = std::max(last, domain::ToCivil(row.session.last_day()));
  }
  if (!catalogue.decisions.empty()) {
    last = std::max(last, AdoptionOf(catalogue.decisions.back()));
  }
  return last;
}

class Replay {
 public:
  Replay(Context* context, const ReplayOptions& options)
      : context_(*context),
        options_(options),
        pacer_(options.days_per_second),
        last_day_(options.from - 1) {}

  absl::StatusOr<ExitCode> Run() {
    absl::Status status = Prepare();
    if (status.ok()) status = LiveThrough();
    stream_.reset();
    if (!status.ok()) return status;
    Summarise();
    return kExitDone;
  }

 private:
  // Reads the catalogue, checks the clock and loads what lies before.
  absl::Status Prepare() {
    auto catalogue = ReadChecked({options_.catalogue}, false, context_.output);
    if (!catalogue.ok()) return catalogue.status();
    catalogue_ = *std::move(catalogue);
    absl::Status clock = CheckClock();
    if (!clock.ok()) return clock;
    auto server = FetchState(context_, catalogue_);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    const LoadPlan plan =
        PlanLoad(catalogue_, server_, domain::limits::kBatchDecisionsMax);
    for (const auto& batch : plan.batches) {
      rows_.insert(rows_.end(), batch.begin(), batch.end());
    }
    std::sort(rows_.begin(), rows_.end());  // in order of adoption
    absl::Status sent = SendSessions(context_, plan.sessions);
    if (sent.ok()) sent = MoveClock(options_.from);
    if (sent.ok()) sent = RecordBefore(options_.from);
    if (sent.ok()) sent = OpenStream();
    return sent;
  }

  absl::Status CheckClock() {
    const auto info = context_.client.GetServerInfo();
    if (!info.ok()) return info.status();
    if (!info->clock_simulated()) {
      return absl::FailedPreconditionError(
          "the server's clock is the real one; replay on a server started "
          "with --clock=simulated and a store of its own");
    }
    if (info->server_time().seconds() <=
        absl::ToUnixSeconds(NoonOf(options_.from))) {
      return absl::OkStatus();
    }
    return absl::FailedPreconditionError(absl::StrCat(
        "the server's clock stands at ", TimeText(info->server_time()),
        ", after --from; start the server with a fresh store, or give a later "
        "--from"));
  }

  absl::Status MoveClock(absl::CivilDay day) {
    mandates::v1::AdvanceClockRequest request;
    request.mutable_to()->set_seconds(absl::ToUnixSeconds(NoonOf(day)));
    return context_.client.AdvanceClock(request).status();
  }

  // Records what was adopted before `day` and is not recorded yet.
  absl::Status RecordBefore(absl::CivilDay day) {
    const size_t first = next_;
    while (next_ < rows_.size() && AdoptionOf(*rows_[next_]) < day) ++next_;
    const std::vector<const DecisionRow*> rows(rows_.begin() + first,
                                               rows_.begin() + next_);
    for (const LoadPlan::Batch& batch :
         MakeBatches(rows, domain::limits::kBatchDecisionsMax)) {
      BatchResult result = SendBatch(context_, catalogue_, server_, batch);
      if (!result.response.ok()) return result.response.status();
      for (auto& mandate : *result.response->mutable_mandates()) {
        server_.mandates[mandate.name()] = std::move(mandate);
      }
    }
    return absl::OkStatus();
  }

  // Everything from here on is shown.
  absl::Status OpenStream() {
    recorded_before_ = next_;
    const auto info = context_.client.GetServerInfo();
    if (!info.ok()) return info.status();
    const int64_t revision = info->head_revision() + 1;
    request_.mutable_start()->set_revision(revision);
    request_.set_page_size(domain::limits::kPageSizeMax);
    context_.output.Remark(
        absl::StrCat("replay: ", Count(static_cast<int64_t>(next_), "decision"),
                     " from before ", domain::FormatDate(options_.from),
                     " loaded; ", rows_.size() - next_, " follow day by day"));
    stream_ = std::make_unique<LiveStream>(
        &context_.client, revision, [this](const Event& event) {
          const MutexLock lock(&output_mutex_);
          context_.output.Result(event, [&] {
            return RenderEvent(event, context_.output.style());
          });
          context_.output.Flush();
          log_.Add(event);
        });
    return absl::OkStatus();
  }

  absl::Status LiveThrough() {
    const absl::CivilDay until = options_.until.value_or(LastDayOf(catalogue_));
    absl::Status status;
    for (absl::CivilDay day = options_.from; status.ok() && day <= until;
         ++day) {
      if (!pacer_.Wait(context_.interrupt)) break;
      ShowDay(day);
      status = MoveClock(day);
      if (status.ok()) status = RecordBefore(day + 1);
      if (status.ok()) status = WaitForEvents();
      last_day_ = day;
    }
    return status;
  }

  // Waits until the stream has brought all that is in the log.
  absl::Status WaitForEvents() {
    Position last = {0, 0};
    bool caught_up = false;
    while (!caught_up) {
      const auto page = context_.client.ListEvents(request_);
      if (!page.ok()) return page.status();
      request_.mutable_start()->set_resume_token(page->resume_token());
      for (const Event& event : page->events()) {
        last = {event.revision(), event.index()};
      }
      caught_up = page->caught_up();
    }
    if (last.first == 0) return absl::OkStatus();
    return stream_->WaitFor(last, context_.global.timeout);
  }

  void ShowDay(absl::CivilDay day) {
    if (!context_.output.terminal()) return;
    const MutexLock lock(&output_mutex_);
    context_.output.Progress(domain::FormatDate(day));
  }

  void Summarise() {
    const MutexLock lock(&output_mutex_);
    std::string text = absl::StrCat(
        "Replayed ", domain::FormatDate(options_.from), " to ",
        domain::FormatDate(last_day_), ": ",
        Count(static_cast<int64_t>(next_ - recorded_before_), "decision"),
        " recorded on their days.\n", log_.Summary());
    text.pop_back();  // a remark brings its own end
    context_.output.Remark(text);
  }

  Context& context_;
  const ReplayOptions& options_;
  Pacer pacer_;
  Catalogue catalogue_;
  ServerState server_;
  std::vector<const DecisionRow*> rows_;  // to record, in order of adoption
  size_t next_ = 0;                       // the first that is not recorded
  size_t recorded_before_ = 0;
  ListEventsRequest request_;  // for what follows
  absl::CivilDay last_day_;    // that was lived through
  Mutex output_mutex_;         // held for output and log
  ReplayLog log_ ABSL_GUARDED_BY(output_mutex_);
  std::unique_ptr<LiveStream> stream_;
};

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const ReplayOptions& options) {
  return Replay(&context, options).Run();
}

}  // namespace mandated::mandatectl
