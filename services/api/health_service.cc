#include "services/api/health_service.h"

#include <optional>
#include <utility>

#include "services/api/status.h"
#include "services/domain/errors.h"

namespace mandated::api {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// One stream of Watch. The service holds it until gRPC is done with it.
class HealthService::Watcher final
    : public grpc::ServerWriteReactor<HealthCheckResponse>,
      public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(HealthService* health, std::string service)
      : health_(health), service_(std::move(service)) {}

  // Does what is due, if anything: called whenever that may have changed.
  void Advance() {
    switch (NextStep()) {
      case Step::kWrite:
        StartWrite(&response_);
        break;
      case Step::kFinish:
        Finish(ToGrpc(domain::ShuttingDown()));
        break;
      case Step::kRest:
        break;
    }
  }

  void OnWriteDone(bool ok) override {
    Note(/*written=*/true, /*gone=*/!ok);
    Advance();
  }

  void OnCancel() override {
    Note(/*written=*/false, /*gone=*/true);
    Advance();
  }

  void OnDone() override {
    const auto self = shared_from_this();  // lives until the lock is free
    const MutexLock lock(&health_->mutex_);
    health_->watchers_.erase(self);
  }

 private:
  enum class Step { kWrite, kFinish, kRest };

  Step NextStep() {
    const MutexLock lock(&health_->mutex_);
    if (busy_) return Step::kRest;
    const Status status = health_->StatusOf(service_);
    const bool news = !gone_ && told_ != status;
    if (!news && !gone_ && !health_->draining_) return Step::kRest;
    busy_ = true;
    if (!news) return Step::kFinish;
    told_ = status;
    response_.set_status(status);
    return Step::kWrite;
  }

  void Note(bool written, bool gone) {
    const MutexLock lock(&health_->mutex_);
    if (written) busy_ = false;
    gone_ = gone_ || gone;
  }

  HealthService* const health_;
  const std::string service_;
  HealthCheckResponse response_;  // of the write in flight
  // A write is in flight, or Finish was called.
  bool busy_ ABSL_GUARDED_BY(health_->mutex_) = false;
  // Nobody reads any more.
  bool gone_ ABSL_GUARDED_BY(health_->mutex_) = false;
  // What was sent last.
  std::optional<Status> told_ ABSL_GUARDED_BY(health_->mutex_);
};

HealthService::HealthService(std::set<std::string> services)
    : services_(std::move(services)) {}

HealthService::~HealthService() = default;

void HealthService::Drain() {
  std::set<std::shared_ptr<Watcher>> watchers;
  {
    const MutexLock lock(&mutex_);
    draining_ = true;
    watchers = watchers_;
  }
  for (const auto& watcher : watchers) watcher->Advance();
}

grpc::ServerUnaryReactor* HealthService::Check(
    grpc::CallbackServerContext* context, const HealthCheckRequest* request,
    HealthCheckResponse* response) {
  auto* reactor = context->DefaultReactor();
  {
    const MutexLock lock(&mutex_);
    response->set_status(StatusOf(request->service()));
  }
  const bool known = response->status() != HealthCheckResponse::SERVICE_UNKNOWN;
  reactor->Finish(known ? grpc::Status::OK
                        : ToGrpc(domain::ServiceNotFound(request->service())));
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext*, const HealthCheckRequest* request) {
  const auto watcher = std::make_shared<Watcher>(this, request->service());
  {
    const MutexLock lock(&mutex_);
    watchers_.insert(watcher);
  }
  watcher->Advance();
  return watcher.get();
}

HealthService::Status HealthService::StatusOf(
    const std::string& service) const {
  if (!service.empty() && services_.count(service) == 0) {
    return HealthCheckResponse::SERVICE_UNKNOWN;
  }
  return draining_ ? HealthCheckResponse::NOT_SERVING
                   : HealthCheckResponse::SERVING;
}

}  // namespace mandated::api
