#ifndef MANDATED_CLIENTS_MANDATECTL_CLIENT_H_
#define MANDATED_CLIENTS_MANDATECTL_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandates/v1/admin_service.pb.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "mandates/v1/session_service.pb.h"
#include "mandates/v1/subscription.pb.h"

namespace grpc {
class Channel;
class ChannelCredentials;
}  // namespace grpc

namespace mandated::mandatectl {

// Opens a channel to `address`. Connects when first used.
std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// Calls the server, each call within `timeout`. Errors are those of errors.h.
// Thread-safe.
class Client {
 public:
  Client(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout);
  ~Client();

  absl::StatusOr<mandates::v1::Mandate> GetMandate(
      const mandates::v1::GetMandateRequest& request);

  // Lists all pages up to `limit` items in all; 0: no limit.
  absl::StatusOr<mandates::v1::ListMandatesResponse> ListMandates(
      mandates::v1::ListMandatesRequest request, int limit);
  absl::StatusOr<mandates::v1::ListMandateRevisionsResponse>
  ListMandateRevisions(mandates::v1::ListMandateRevisionsRequest request);
  absl::StatusOr<mandates::v1::ListSessionsResponse> ListSessions(
      mandates::v1::ListSessionsRequest request);
  absl::StatusOr<mandates::v1::ListExpiringResponse> ListExpiring(
      mandates::v1::ListExpiringRequest request);

  absl::StatusOr<mandates::v1::Session> GetSession(const std::string& name);
  absl::StatusOr<mandates::v1::ListEventsResponse> ListEvents(
      const mandates::v1::ListEventsRequest& request);
  absl::StatusOr<mandates::v1::SimulateExpiriesResponse> SimulateExpiries(
      const mandates::v1::SimulateExpiriesRequest& request);
  absl::StatusOr<mandates::v1::GetServerInfoResponse> GetServerInfo();

  absl::StatusOr<mandates::v1::RecordDecisionResponse> RecordDecision(
      const mandates::v1::RecordDecisionRequest& request);
  absl::StatusOr<mandates::v1::BatchRecordDecisionsResponse>
  BatchRecordDecisions(
      const mandates::v1::BatchRecordDecisionsRequest& request);
  absl::StatusOr<mandates::v1::AmendDecisionResponse> AmendDecision(
      const mandates::v1::AmendDecisionRequest& request);
  absl::StatusOr<mandates::v1::RetractDecisionResponse> RetractDecision(
      const mandates::v1::RetractDecisionRequest& request);
  absl::StatusOr<mandates::v1::UpdateMandateResponse> UpdateMandate(
      const mandates::v1::UpdateMandateRequest& request);
  absl::StatusOr<mandates::v1::UpsertSessionResponse> UpsertSession(
      const mandates::v1::UpsertSessionRequest& request);
  absl::StatusOr<mandates::v1::Resolution> ParseResolution(
      const mandates::v1::ParseResolutionRequest& request);
  absl::StatusOr<mandates::v1::ImportResolutionResponse> ImportResolution(
      const mandates::v1::ImportResolutionRequest& request);
  absl::StatusOr<mandates::v1::ListResolutionsResponse> ListResolutions();
  absl::StatusOr<mandates::v1::AdvanceClockResponse> AdvanceClock(
      const mandates::v1::AdvanceClockRequest& request);

  // Waits for a backup as long as it takes, hours at most.
  absl::StatusOr<mandates::v1::Backup> CreateBackup(
      const mandates::v1::CreateBackupRequest& request,
      const std::function<void(const mandates::v1::BackupProgress&)>& progress);
  absl::StatusOr<mandates::v1::ListBackupsResponse> ListBackups();

  absl::StatusOr<mandates::v1::Subscription> CreateSubscription(
      const mandates::v1::CreateSubscriptionRequest& request);
  absl::StatusOr<mandates::v1::Subscription> GetSubscription(
      const std::string& name);
  absl::StatusOr<mandates::v1::ListSubscriptionsResponse> ListSubscriptions();
  absl::StatusOr<mandates::v1::Subscription> UpdateSubscription(
      const mandates::v1::UpdateSubscriptionRequest& request);
  absl::Status DeleteSubscription(
      const mandates::v1::DeleteSubscriptionRequest& request);
  absl::StatusOr<mandates::v1::Subscription> Seek(
      const mandates::v1::SeekRequest& request);

  // Pulls within the timeout and the request's own `wait`.
  absl::StatusOr<mandates::v1::PullResponse> Pull(
      const mandates::v1::PullRequest& request);
  absl::StatusOr<mandates::v1::AcknowledgeResponse> Acknowledge(
      const mandates::v1::AcknowledgeRequest& request);
  absl::StatusOr<mandates::v1::ListDeadLettersResponse> ListDeadLetters(
      const std::string& subscription);
  absl::StatusOr<mandates::v1::ReplayDeadLettersResponse> ReplayDeadLetters(
      const mandates::v1::ReplayDeadLettersRequest& request);
  absl::StatusOr<mandates::v1::PurgeDeadLettersResponse> PurgeDeadLetters(
      const mandates::v1::PurgeDeadLettersRequest& request);

  // Returns the channel, for streams beside the calls.
  const std::shared_ptr<grpc::Channel>& channel() const;

 private:
  struct Stubs;
  std::unique_ptr<Stubs> stubs_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CLIENT_H_
