#ifndef MANDATED_SERVICES_API_BACKUP_CALL_H_
#define MANDATED_SERVICES_API_BACKUP_CALL_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "mandates/v1/admin_service.pb.h"
#include "services/engine/backups.h"
#include "storage/mutex.h"

namespace mandated::api {

// Returns a backup as the API has it.
mandates::v1::Backup ToProto(const storage::Backup& backup);

// One call of AdminService.CreateBackup: sends the newest step whenever the one
// before has gone out, and the backup last. Lives until both gRPC and the
// backup are done with it.
class BackupCall final
    : public grpc::ServerWriteReactor<mandates::v1::CreateBackupResponse>,
      public std::enable_shared_from_this<BackupCall> {
 public:
  // Begins a backup that keeps `keep`; where it is refused, the call says why.
  static BackupCall* Start(engine::Backups* backups, int keep);

  // Ends a call that cannot begin.
  static BackupCall* Refuse(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  BackupCall() = default;

  bool Tell(const storage::BackupStep& step);
  void End(const engine::Backups::Outcome& outcome);
  void Send();

  std::shared_ptr<BackupCall> self_;  // while gRPC knows it
  Mutex mutex_;
  bool sending_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<mandates::v1::BackupProgress> news_ ABSL_GUARDED_BY(mutex_);
  std::optional<engine::Backups::Outcome> outcome_ ABSL_GUARDED_BY(mutex_);
  mandates::v1::CreateBackupResponse message_;  // whoever sends has it
};

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_BACKUP_CALL_H_
