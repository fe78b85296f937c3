#include "services/server/metrics.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/api/subscription_progress.h"
#include "services/engine/records.h"
#include "services/server/process_figures.h"
#include "services/server/version.h"
#include "storage/engine_figures.h"

namespace mandated::server {
namespace {

constexpr double kMicro = 1e-6;  // seconds

double Seconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

void WriteBuild(const MetricsSources& from, MetricsPage& page) {
  page.Gauge("mandated_build_info", "What runs; always 1.", 1,
             {{"version", kVersion},
              {"storage_engine", std::string(from.store->engine())},
              {"store_format", absl::StrCat(storage::Store::kFormat)}});
}

void WriteProcess(const MetricsSources& from, MetricsPage& page) {
  const ProcessFigures process = ReadProcessFigures();
  page.Counter("process_cpu_seconds_total",
               "Processor time of user and system.", process.cpu_seconds);
  page.Gauge("process_resident_memory_bytes", "Memory that is resident.",
             static_cast<double>(process.resident_bytes));
  page.Gauge("process_open_fds", "File descriptors that are open.",
             static_cast<double>(process.open_files));
  page.Gauge("process_max_fds", "File descriptors that may be open.",
             static_cast<double>(process.open_files_max));
  page.Gauge("process_threads", "Threads.",
             static_cast<double>(process.threads));
  page.Gauge("process_start_time_seconds",
             "When the process started, by the machine's clock.",
             Seconds(from.started));
}

void WriteCalls(const MetricsSources& from, MetricsPage& page) {
  for (const MethodFigures* method : from.calls->Figures()) {
    const MetricsPage::Labels labels = {{"method", method->name}};
    page.Gauge("mandated_calls_open", "Calls and streams that are open.",
               static_cast<double>(method->open), labels);
    for (size_t code = 0; code < kStatusCodes; ++code) {
      if (method->ended[code] == 0) continue;
      page.Counter("mandated_calls_total", "Calls and streams that ended.",
                   static_cast<double>(method->ended[code]),
                   {{"method", method->name}, {"code", CodeName(code)}});
    }
    const Distribution micros = method->micros.Read();
    if (micros.sum == 0) continue;  // a stream
    page.Histogram("mandated_call_seconds", "How long unary calls took.",
                   micros, kMicro, labels);
  }
}

void WriteCommits(const MetricsSources& from, MetricsPage& page) {
  const storage::Revision head = from.store->head();
  page.Gauge("mandated_head_revision", "The newest revision.",
             static_cast<double>(head));
  page.Counter("mandated_commits_total", "Commits since the start.",
               static_cast<double>(head - from.head_at_start));
  page.Histogram("mandated_group_commits",
                 "Commits that went to the disk in one synced write.",
                 from.writes->group_commits.Read(), 1);
  page.Histogram("mandated_sync_seconds",
                 "How long a synced write to the store took.",
                 from.writes->sync_micros.Read(), kMicro);
  page.Counter("mandated_sync_failures_total",
               "Synced writes that failed: the disk is full or broken.",
               static_cast<double>(from.writes->failures));
  const auto events = from.events->CatchUp(*from.store);
  for (int type = 1; type < mandates::v1::EventType_ARRAYSIZE; ++type) {
    const auto name = mandates::v1::EventType_Name(type);
    const absl::string_view brief =
        absl::StripPrefix(absl::string_view(name), "EVENT_TYPE_");
    page.Counter("mandated_events_total", "Events committed, by type.",
                 static_cast<double>(events[static_cast<size_t>(type)]),
                 {{"type", std::string(brief)}});
  }
}

void WriteReaders(const MetricsSources& from, MetricsPage& page) {
  page.Gauge("mandated_watchers", "Streams that read the log.",
             static_cast<double>(from.hub->cursors()));
  const absl::Time now = from.clock->Now();
  for (const auto& lag : api::ListLags(*from.subscriptions, *from.hub)) {
    const auto& progress = lag.progress();
    const MetricsPage::Labels labels = {{"subscription", lag.subscription()}};
    page.Gauge("mandated_subscription_lag_events",
               "Events that wait to be acknowledged; at least, above 1,000 or "
               "where counting them all would cost too much.",
               static_cast<double>(progress.lag_events()), labels);
    const absl::Duration waits =
        progress.has_oldest_commit_time()
            ? now - engine::FromTimestamp(progress.oldest_commit_time())
            : absl::ZeroDuration();
    page.Gauge("mandated_subscription_lag_seconds",
               "How long the oldest of them has waited.",
               std::max(0.0, absl::ToDoubleSeconds(waits)), labels);
    page.Gauge("mandated_subscription_dead_letters",
               "Events that nobody could handle.",
               static_cast<double>(progress.dead_letters()), labels);
    page.Gauge("mandated_subscription_compacted",
               "1: what it would read next has left the log.",
               progress.compacted() ? 1 : 0, labels);
  }
}

// A horizon's delay counts from the midnight on which it had to move.
void WriteHorizons(const MetricsSources& from, MetricsPage& page) {
  const auto horizons = engine::ReadHorizons(*from.store->GetSnapshot());
  if (!horizons.ok()) return;
  const absl::Time now = from.clock->Now();
  for (const auto& [lead, horizon] : *horizons) {
    const std::string name = lead.empty() ? "LAPSE" : lead;
    const absl::Time next = absl::FromCivil(horizon.through + 1, from.zone);
    page.Gauge("mandated_horizon_timestamp_seconds",
               "The end of the last day whose crossings of this lead are all "
               "in the log.",
               Seconds(next), {{"lead", name}});
    page.Gauge("mandated_horizon_delay_seconds",
               "How long this lead's scan has been due.",
               std::max(0.0, absl::ToDoubleSeconds(now - next)),
               {{"lead", name}});
  }
}

void WriteStore(const MetricsSources& from, MetricsPage& page) {
  for (const auto& figure : storage::ReadEngineFigures(*from.writes->bytes)) {
    page.Gauge(absl::StrCat("mandated_", std::string(from.store->engine()), "_",
                            std::string(figure.name)),
               absl::StrCat("What the storage engine says of itself: ",
                            std::string(figure.name), "."),
               figure.value);
  }
  const DiskSpace space = ReadDiskSpace(from.store_directory);
  if (space.size_bytes == 0) return;
  page.Gauge("mandated_disk_free_bytes", "Free space where the store is.",
             static_cast<double>(space.free_bytes));
  page.Gauge("mandated_disk_size_bytes", "Space where the store is.",
             static_cast<double>(space.size_bytes));
}

// Nothing where no backups are wanted, so that nothing can be late.
void WriteBackups(const MetricsSources& from, MetricsPage& page) {
  if (from.backups->directory().empty()) return;
  const auto newest = from.backups->Newest();
  page.Gauge("mandated_backup_timestamp_seconds",
             "When the newest backup was made, by the machine's clock; 0: "
             "there is none.",
             newest ? Seconds(newest->create_time) : 0);
}

}  // namespace

void WriteMetrics(const MetricsSources& sources, MetricsPage& page) {
  WriteBuild(sources, page);
  WriteProcess(sources, page);
  WriteCalls(sources, page);
  WriteCommits(sources, page);
  WriteReaders(sources, page);
  WriteHorizons(sources, page);
  WriteStore(sources, page);
  WriteBackups(sources, page);
}

}  // namespace mandated::server
