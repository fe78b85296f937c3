#include "services/api/backup_call.h"

#include "services/api/status.h"
#include "services/engine/records.h"

namespace mandated::api {

mandates::v1::Backup ToProto(const storage::Backup& backup) {
  mandates::v1::Backup proto;
  proto.set_number(backup.number);
  *proto.mutable_create_time() = engine::ToTimestamp(backup.create_time);
  proto.set_revision(backup.revision);
  proto.set_store_id(backup.store_id);
  proto.set_store_format(static_cast<int32_t>(backup.store_format));
  proto.set_bytes(backup.bytes);
  proto.set_fault(backup.fault);
  return proto;
}

BackupCall* BackupCall::Start(engine::Backups* backups, int keep) {
  const std::shared_ptr<BackupCall> call(new BackupCall());
  call->self_ = call;
  const absl::Status begun = backups->Begin(
      keep,
      [call](const storage::BackupStep& step) { return call->Tell(step); },
      [call](const engine::Backups::Outcome& outcome) { call->End(outcome); });
  if (!begun.ok()) call->End(begun);
  return call.get();
}

BackupCall* BackupCall::Refuse(const absl::Status& status) {
  const std::shared_ptr<BackupCall> call(new BackupCall());
  call->self_ = call;
  call->End(status);
  return call.get();
}

void BackupCall::OnWriteDone(bool ok) {
  {
    const MutexLock lock(&mutex_);
    sending_ = false;
    cancelled_ = cancelled_ || !ok;
  }
  Send();
}

// The backup hears of it at its next step, and its end ends the call.
void BackupCall::OnCancel() {
  const MutexLock lock(&mutex_);
  cancelled_ = true;
}

void BackupCall::OnDone() { self_.reset(); }

bool BackupCall::Tell(const storage::BackupStep& step) {
  {
    const MutexLock lock(&mutex_);
    if (cancelled_) return false;
    auto& news = news_.emplace();
    news.set_phase(step.phase == storage::BackupStep::Phase::kChecking
                       ? mandates::v1::BACKUP_PHASE_CHECKING
                       : mandates::v1::BACKUP_PHASE_COPYING);
    news.set_bytes_done(step.bytes_done);
    news.set_bytes_total(step.bytes_total);
  }
  Send();
  return true;
}

void BackupCall::End(const engine::Backups::Outcome& outcome) {
  {
    const MutexLock lock(&mutex_);
    outcome_ = outcome;
  }
  Send();
}

// One thread at a time passes the lock to send; after the end, none.
void BackupCall::Send() {
  std::optional<engine::Backups::Outcome> outcome;
  {
    const MutexLock lock(&mutex_);
    if (sending_ || finished_ || (!news_ && !outcome_)) return;
    outcome = outcome_;
    finished_ = outcome.has_value();
    sending_ = !finished_;
    if (sending_) *message_.mutable_progress() = *news_;
    news_.reset();
  }
  if (!outcome) return StartWrite(&message_);
  if (!outcome->ok()) return Finish(ToGrpc(outcome->status()));
  *message_.mutable_backup() = ToProto(**outcome);
  StartWriteAndFinish(&message_, grpc::WriteOptions(), grpc::Status::OK);
}

}  // namespace mandated::api
