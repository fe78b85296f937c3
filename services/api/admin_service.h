#ifndef MANDATED_SERVICES_API_ADMIN_SERVICE_H_
#define MANDATED_SERVICES_API_ADMIN_SERVICE_H_

#include <functional>

#include "mandates/v1/admin_service.grpc.pb.h"
#include "services/api/backup_call.h"
#include "services/api/gate.h"
#include "services/engine/backups.h"
#include "services/engine/clock.h"
#include "services/engine/expiry.h"

namespace mandated::api {

// Serves mandates.v1.AdminService. Does not own what it is given. Thread-safe.
class AdminService final : public mandates::v1::AdminService::CallbackService {
 public:
  // `info` fills what the server knows of itself; `simulated` is null when the
  // clock is the machine's.
  AdminService(const Gate* gate,
               std::function<mandates::v1::GetServerInfoResponse()> info,
               engine::Expiry* expiry, engine::SimulatedClock* simulated,
               engine::Backups* backups)
      : gate_(gate),
        info_(std::move(info)),
        expiry_(expiry),
        simulated_(simulated),
        backups_(backups) {}

  grpc::ServerUnaryReactor* GetServerInfo(
      grpc::CallbackServerContext* context,
      const mandates::v1::GetServerInfoRequest* request,
      mandates::v1::GetServerInfoResponse* response) override;
  grpc::ServerUnaryReactor* AdvanceClock(
      grpc::CallbackServerContext* context,
      const mandates::v1::AdvanceClockRequest* request,
      mandates::v1::AdvanceClockResponse* response) override;
  BackupCall* CreateBackup(
      grpc::CallbackServerContext* context,
      const mandates::v1::CreateBackupRequest* request) override;
  grpc::ServerUnaryReactor* ListBackups(
      grpc::CallbackServerContext* context,
      const mandates::v1::ListBackupsRequest* request,
      mandates::v1::ListBackupsResponse* response) override;

 private:
  const Gate* const gate_;
  const std::function<mandates::v1::GetServerInfoResponse()> info_;
  engine::Expiry* const expiry_;
  engine::SimulatedClock* const simulated_;
  engine::Backups* const backups_;
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_ADMIN_SERVICE_H_
