#include "services/api/admin_service.h"

#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/domain/errors.h"
#include "services/engine/records.h"

namespace mandated::api {
namespace {

using mandates::v1::AdvanceClockRequest;

// A jump further than this is a typing error.
constexpr int64_t kAdvanceSecondsMax = int64_t{20} * 366 * 24 * 3600;

// More than a backup an hour for a year is a typing error.
constexpr int kBackupsKeptMax = 10'000;

constexpr int64_t kDurationNanosMax = 999'999'999;

absl::StatusOr<absl::Time> CheckTarget(
    const google::protobuf::Timestamp& target, absl::Time now) {
  // The first day that dates of the API name, at 0:00 UTC.
  constexpr int64_t kSecondsMin = -2'208'988'800;
  const int64_t seconds_max = absl::ToUnixSeconds(now) + kAdvanceSecondsMax;
  if (target.seconds() < kSecondsMin || target.seconds() > seconds_max) {
    return domain::FieldOutOfRange("to.seconds", target.seconds(), kSecondsMin,
                                   seconds_max);
  }
  return CheckTimestamp("to", target);
}

absl::StatusOr<absl::Time> TargetOf(const AdvanceClockRequest& request,
                                    absl::Time now) {
  if (request.has_to()) return CheckTarget(request.to(), now);
  if (!request.has_by()) {
    return domain::FieldMissing("target", "send by or to");
  }
  const int64_t seconds = request.by().seconds();
  const bool forward =
      seconds > 0 || (seconds == 0 && request.by().nanos() > 0);
  if (!forward || seconds > kAdvanceSecondsMax) {
    return domain::FieldOutOfRange("by.seconds", seconds, 0,
                                   kAdvanceSecondsMax);
  }
  if (request.by().nanos() < 0 || request.by().nanos() > kDurationNanosMax) {
    return domain::FieldOutOfRange("by.nanos", request.by().nanos(), 0,
                                   kDurationNanosMax);
  }
  return now + engine::FromDuration(request.by());
}

}  // namespace

grpc::ServerUnaryReactor* AdminService::GetServerInfo(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetServerInfoRequest*,
    mandates::v1::GetServerInfoResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.AdminService/GetServerInfo");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  *response = info_();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* AdminService::AdvanceClock(
    grpc::CallbackServerContext* context, const AdvanceClockRequest* request,
    mandates::v1::AdvanceClockResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.AdminService/AdvanceClock");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  if (simulated_ == nullptr) {
    reactor->Finish(ToGrpc(domain::ClockNotSimulated()));
    return reactor;
  }
  const auto target = TargetOf(*request, simulated_->Now());
  if (!target.ok()) {
    reactor->Finish(ToGrpc(target.status()));
    return reactor;
  }
  simulated_->Set(*target);
  expiry_->CatchUp([this, reactor, response](const absl::Status& status) {
    *response->mutable_server_time() = engine::ToTimestamp(simulated_->Now());
    *response->mutable_processed_through() =
        engine::ToTimestamp(expiry_->processed_through());
    reactor->Finish(ToGrpc(status));
  });
  return reactor;
}

BackupCall* AdminService::CreateBackup(
    grpc::CallbackServerContext* context,
    const mandates::v1::CreateBackupRequest* request) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.AdminService/CreateBackup");
  if (!caller.ok()) return BackupCall::Refuse(caller.status());
  if (request->keep() < 0 || request->keep() > kBackupsKeptMax) {
    return BackupCall::Refuse(
        domain::FieldOutOfRange("keep", request->keep(), 0, kBackupsKeptMax));
  }
  return BackupCall::Start(backups_, request->keep());
}

grpc::ServerUnaryReactor* AdminService::ListBackups(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListBackupsRequest*,
    mandates::v1::ListBackupsResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.AdminService/ListBackups");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  const auto backups = backups_->List();
  if (backups.ok()) {
    for (const auto& backup : *backups) {
      *response->add_backups() = ToProto(backup);
    }
  }
  reactor->Finish(ToGrpc(backups.status()));
  return reactor;
}

}  // namespace mandated::api
