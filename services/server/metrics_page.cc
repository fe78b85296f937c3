#include "services/server/metrics_page.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace mandated::server {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

void MetricsPage::Counter(const std::string& name, const std::string& help,
                          double value, const Labels& labels) {
  Add(name, help, MetricType::Counter, labels).counter.value = value;
}

void MetricsPage::Gauge(const std::string& name, const std::string& help,
                        double value, const Labels& labels) {
  Add(name, help, MetricType::Gauge, labels).gauge.value = value;
}

void MetricsPage::Histogram(const std::string& name, const std::string& help,
                            const Distribution& distribution, double unit,
                            const Labels& labels) {
  ClientMetric::Histogram& histogram =
      Add(name, help, MetricType::Histogram, labels).histogram;
  uint64_t count = 0;
  for (size_t i = 0; i < distribution.counts.size(); ++i) {
    count += static_cast<uint64_t>(distribution.counts[i]);
    const bool last = i == distribution.bounds.size();
    const double bound =
        last ? std::numeric_limits<double>::infinity()
             : static_cast<double>(distribution.bounds[i]) * unit;
    histogram.bucket.push_back({count, bound});
  }
  histogram.sample_count = count;
  histogram.sample_sum = static_cast<double>(distribution.sum) * unit;
}

ClientMetric& MetricsPage::Add(const std::string& name, const std::string& help,
                               MetricType type, const Labels& labels) {
  auto family = std::find_if(
      families_.begin(), families_.end(),
      [&name](const MetricFamily& one) { return one.name == name; });
  if (family == families_.end()) {
    family =
        families_.insert(families_.end(), MetricFamily{name, help, type, {}});
  }
  ClientMetric& metric = family->metric.emplace_back();
  for (const auto& [label, value] : labels) {
    metric.label.push_back({label, value});
  }
  return metric;
}

}  // namespace mandated::server
