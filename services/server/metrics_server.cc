#include "services/server/metrics_server.h"

#include <exception>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"
#include "storage/mutex.h"

namespace mandated::server {

class MetricsServer::Source final : public prometheus::Collectable {
 public:
  explicit Source(std::function<void(MetricsPage&)> write)
      : write_(std::move(write)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    const MutexLock lock(&mutex_);
    MetricsPage page;
    write_(page);
    return page.Take();
  }

 private:
  mutable Mutex mutex_;  // one scrape at a time: each reads the log
  const std::function<void(MetricsPage&)> write_;
};

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(
    const std::string& address, std::function<void(MetricsPage&)> write) {
  constexpr size_t kThreads = 2;  // one to refuse while one is at work
  std::unique_ptr<MetricsServer> server(new MetricsServer());
  server->source_ = std::make_shared<Source>(std::move(write));
  try {  // the library throws, and nobody here catches
    server->exposer_ = std::make_unique<prometheus::Exposer>(address, kThreads);
  } catch (const std::exception&) {
    return absl::UnavailableError(
        absl::StrCat("cannot serve metrics on ", address,
                     ": is another program using the port? choose another "
                     "--metrics-listen"));
  }
  server->exposer_->RegisterCollectable(server->source_);
  const std::vector<int> ports = server->exposer_->GetListeningPorts();
  server->address_ = absl::StrCat(address.substr(0, address.rfind(':')), ":",
                                  ports.empty() ? 0 : ports.front());
  return server;
}

MetricsServer::MetricsServer() = default;
MetricsServer::~MetricsServer() = default;

}  // namespace mandated::server
