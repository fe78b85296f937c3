#ifndef MANDATED_SERVICES_SERVER_METRICS_H_
#define MANDATED_SERVICES_SERVER_METRICS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/engine/backups.h"
#include "services/engine/clock.h"
#include "services/engine/subscriptions.h"
#include "services/server/call_observer.h"
#include "services/server/event_counter.h"
#include "services/server/measured_bytes.h"
#include "services/server/metrics_page.h"
#include "services/stream/hub.h"
#include "storage/store.h"

namespace mandated::server {

// What the metrics are read from, at each scrape; nothing here is owned.
struct MetricsSources {
  const storage::Store* store = nullptr;
  std::string store_directory;  // empty: in memory
  storage::Revision head_at_start = 0;
  const WriteFigures* writes = nullptr;
  EventCounter* events = nullptr;
  absl::TimeZone zone;
  const engine::Subscriptions* subscriptions = nullptr;
  const stream::Hub* hub = nullptr;
  const engine::Backups* backups = nullptr;
  const CallObserver* calls = nullptr;
  const engine::Clock* clock = nullptr;  // the one mandates lapse by
  absl::Time started;                    // by the machine's clock
};

// Writes every metric. Reads the log for the lags of subscriptions, within the
// budget that GetServerInfo has.
// Series are bounded: methods of our services, codes, event types, 65 leads,
// limits::kLagsListedMax subscriptions.
void WriteMetrics(const MetricsSources& sources, MetricsPage& page);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_METRICS_H_
