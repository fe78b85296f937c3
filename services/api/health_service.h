#ifndef MANDATED_SERVICES_API_HEALTH_SERVICE_H_
#define MANDATED_SERVICES_API_HEALTH_SERVICE_H_

#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "storage/mutex.h"

namespace mandated::api {

// Serves grpc.health.v1.Health: the whole server, named "", and each of the
// services it was given report SERVING until Drain and NOT_SERVING from then
// on. gRPC's own health service leaves its streams open when the server shuts
// down; this one ends them. Thread-safe.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit HealthService(std::set<std::string> services);
  ~HealthService() override;

  // Reports NOT_SERVING to everybody who watches, and ends all streams, also
  // those that come later, with UNAVAILABLE (SHUTTING_DOWN).
  void Drain();

  // NOT_FOUND (SERVICE_NOT_FOUND).
  grpc::ServerUnaryReactor* Check(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request,
      grpc::health::v1::HealthCheckResponse* response) override;
  // A service that is not known is reported as SERVICE_UNKNOWN.
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  Status StatusOf(const std::string& service) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::set<std::string> services_;
  mutable Mutex mutex_;  // for all watchers as well
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_HEALTH_SERVICE_H_
