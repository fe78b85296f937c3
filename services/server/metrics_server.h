#ifndef MANDATED_SERVICES_SERVER_METRICS_SERVER_H_
#define MANDATED_SERVICES_SERVER_METRICS_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/server/metrics_page.h"

namespace prometheus {
class Exposer;
}  // namespace prometheus

namespace mandated::server {

// Serves what Prometheus scrapes, over HTTP at /metrics, from threads of its
// own. Ends when destroyed, once no scrape is under way.
class MetricsServer {
 public:
  // `write` fills the page of each scrape; one at a time. UNAVAILABLE:
  // `address` cannot be bound.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(
      const std::string& address, std::function<void(MetricsPage&)> write);

  ~MetricsServer();

  // Returns where it serves, with the port that was picked.
  const std::string& address() const { return address_; }

 private:
  class Source;

  MetricsServer();

  std::shared_ptr<Source> source_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  std::string address_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_METRICS_SERVER_H_
