#ifndef MANDATED_SERVICES_SERVER_METRICS_PAGE_H_
#define MANDATED_SERVICES_SERVER_METRICS_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "prometheus/metric_family.h"
#include "services/server/histogram.h"

namespace mandated::server {

// What one scrape shows, written figure by figure. Figures of one name stand
// together, so their help is that of the first. For one thread.
class MetricsPage {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  // A value that only rises while the process lives.
  void Counter(const std::string& name, const std::string& help, double value,
               const Labels& labels = {});
  void Gauge(const std::string& name, const std::string& help, double value,
             const Labels& labels = {});
  // Shows values times `unit`: 1e-6 makes seconds of microseconds.
  void Histogram(const std::string& name, const std::string& help,
                 const Distribution& distribution, double unit,
                 const Labels& labels = {});

  std::vector<prometheus::MetricFamily> Take() { return std::move(families_); }

 private:
  prometheus::ClientMetric& Add(const std::string& name,
                                const std::string& help,
                                prometheus::MetricType type,
                                const Labels& labels);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_METRICS_PAGE_H_
