#include "clients/mandatectl/client.h"

#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "mandates/client/error.h"
#include "mandates/v1/admin_service.grpc.pb.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "mandates/v1/resolution_service.grpc.pb.h"
#include "mandates/v1/session_service.grpc.pb.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::AdminService;
using mandates::v1::ExpiryService;
using mandates::v1::MandateService;
using mandates::v1::ResolutionService;
using mandates::v1::SessionService;

// How long gRPC waits between attempts to connect: a person waits for a
// restart, and a server must bear many who do.
constexpr int kReconnectMsMin = 250;
constexpr int kReconnectMsMax = 5'000;

// Answers may be larger than requests: a page of 1,000 mandates in full.
constexpr int kAnswerBytesMax = 256 << 20;

constexpr int kBackupHoursMax = 12;  // terabytes at the pace of a slow disk

constexpr int kPageSize = 1'000;  // the most a server gives

}  // namespace

struct Client::Stubs {
  std::shared_ptr<grpc::Channel> channel;
  int64_t timeout_ms;
  std::unique_ptr<AdminService::Stub> admin;
  std::unique_ptr<ExpiryService::Stub> expiry;
  std::unique_ptr<MandateService::Stub> mandate;
  std::unique_ptr<ResolutionService::Stub> resolution;
  std::unique_ptr<SessionService::Stub> session;

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, int64_t wait_ms = 0) {
    grpc::ClientContext context;
    // A span of time, which gRPC counts from the moment of the call.
    context.set_deadline(
        gpr_time_from_millis(timeout_ms + wait_ms, GPR_TIMESPAN));
    Response response;
    absl::Status status = mandates::client::ToStatus(
        (stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Calls for page after page and merges them. `size` counts the items of a
  // response; `limit` bounds them, 0: not.
  template <typename Stub, typename Request, typename Response, typename Size>
  absl::StatusOr<Response> CallPages(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      Request request, int limit, Size size) {
    Response whole;
    do {
      const int rest = limit > 0 ? limit - size(whole) : kPageSize;
      request.set_page_size(std::min(rest, kPageSize));
      auto page = Call(stub, method, request);
      if (!page.ok()) return page.status();
      request.set_page_token(page->next_page_token());
      whole.MergeFrom(*page);
    } while (!request.page_token().empty() &&
             (limit == 0 || size(whole) < limit));
    whole.clear_next_page_token();
    return whole;
  }
};

std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMsMin);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

Client::Client(const std::shared_ptr<grpc::Channel>& channel,
               absl::Duration timeout)
    : stubs_(std::make_unique<Stubs>()) {
  stubs_->channel = channel;
  stubs_->timeout_ms = absl::ToInt64Milliseconds(timeout);
  stubs_->admin = AdminService::NewStub(channel);
  stubs_->expiry = ExpiryService::NewStub(channel);
  stubs_->mandate = MandateService::NewStub(channel);
  stubs_->resolution = ResolutionService::NewStub(channel);
  stubs_->session = SessionService::NewStub(channel);
}

Client::~Client() = default;

absl::StatusOr<mandates::v1::Mandate> Client::GetMandate(
    const mandates::v1::GetMandateRequest& request) {
  auto response = stubs_->Call(*stubs_->mandate,
                               &MandateService::Stub::GetMandate, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_mandate());
}

absl::StatusOr<mandates::v1::ListMandatesResponse> Client::ListMandates(
    mandates::v1::ListMandatesRequest request, int limit) {
  return stubs_->CallPages(
      *stubs_->mandate, &MandateService::Stub::ListMandates, std::move(request),
      limit, [](const mandates::v1::ListMandatesResponse& response) {
        return response.mandates_size();
      });
}

absl::StatusOr<mandates::v1::ListMandateRevisionsResponse>
Client::ListMandateRevisions(
    mandates::v1::ListMandateRevisionsRequest request) {
  return stubs_->CallPages(
      *stubs_->mandate, &MandateService::Stub::ListMandateRevisions,
      std::move(request), 0,
      [](const mandates::v1::ListMandateRevisionsResponse& response) {
        return response.revisions_size();
      });
}

absl::StatusOr<mandates::v1::ListSessionsResponse> Client::ListSessions(
    mandates::v1::ListSessionsRequest request) {
  return stubs_->CallPages(
      *stubs_->session, &SessionService::Stub::ListSessions, std::move(request),
      0, [](const mandates::v1::ListSessionsResponse& response) {
        return response.sessions_size();
      });
}

absl::StatusOr<mandates::v1::ListExpiringResponse> Client::ListExpiring(
    mandates::v1::ListExpiringRequest request) {
  return stubs_->CallPages(
      *stubs_->expiry, &ExpiryService::Stub::ListExpiring, std::move(request),
      0, [](const mandates::v1::ListExpiringResponse& response) {
        return response.expiring_size();
      });
}

absl::StatusOr<mandates::v1::Session> Client::GetSession(
    const std::string& name) {
  mandates::v1::GetSessionRequest request;
  request.set_name(name);
  auto response = stubs_->Call(*stubs_->session,
                               &SessionService::Stub::GetSession, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_session());
}

absl::StatusOr<mandates::v1::ListEventsResponse> Client::ListEvents(
    const mandates::v1::ListEventsRequest& request) {
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::ListEvents,
                      request);
}

absl::StatusOr<mandates::v1::SimulateExpiriesResponse> Client::SimulateExpiries(
    const mandates::v1::SimulateExpiriesRequest& request) {
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::SimulateExpiries,
                      request);
}

absl::StatusOr<mandates::v1::GetServerInfoResponse> Client::GetServerInfo() {
  return stubs_->Call(*stubs_->admin, &AdminService::Stub::GetServerInfo,
                      mandates::v1::GetServerInfoRequest());
}

absl::StatusOr<mandates::v1::RecordDecisionResponse> Client::RecordDecision(
    const mandates::v1::RecordDecisionRequest& request) {
  return stubs_->Call(*stubs_->mandate, &MandateService::Stub::RecordDecision,
                      request);
}

absl::StatusOr<mandates::v1::BatchRecordDecisionsResponse>
Client::BatchRecordDecisions(
    const mandates::v1::BatchRecordDecisionsRequest& request) {
  return stubs_->Call(*stubs_->mandate,
                      &MandateService::Stub::BatchRecordDecisions, request);
}

absl::StatusOr<mandates::v1::AmendDecisionResponse> Client::AmendDecision(
    const mandates::v1::AmendDecisionRequest& request) {
  return stubs_->Call(*stubs_->mandate, &MandateService::Stub::AmendDecision,
                      request);
}

absl::StatusOr<mandates::v1::RetractDecisionResponse> Client::RetractDecision(
    const mandates::v1::RetractDecisionRequest& request) {
  return stubs_->Call(*stubs_->mandate, &MandateService::Stub::RetractDecision,
                      request);
}

absl::StatusOr<mandates::v1::UpdateMandateResponse> Client::UpdateMandate(
    const mandates::v1::UpdateMandateRequest& request) {
  return stubs_->Call(*stubs_->mandate, &MandateService::Stub::UpdateMandate,
                      request);
}

absl::StatusOr<mandates::v1::UpsertSessionResponse> Client::UpsertSession(
    const mandates::v1::UpsertSessionRequest& request) {
  return stubs_->Call(*stubs_->session, &SessionService::Stub::UpsertSession,
                      request);
}

absl::StatusOr<mandates::v1::Resolution> Client::ParseResolution(
    const mandates::v1::ParseResolutionRequest& request) {
  auto response = stubs_->Call(
      *stubs_->resolution, &ResolutionService::Stub::ParseResolution, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_resolution());
}

absl::StatusOr<mandates::v1::ImportResolutionResponse> Client::ImportResolution(
    const mandates::v1::ImportResolutionRequest& request) {
  return stubs_->Call(*stubs_->resolution,
                      &ResolutionService::Stub::ImportResolution, request);
}

absl::StatusOr<mandates::v1::ListResolutionsResponse>
Client::ListResolutions() {
  return stubs_->CallPages(
      *stubs_->resolution, &ResolutionService::Stub::ListResolutions,
      mandates::v1::ListResolutionsRequest(), 0,
      [](const mandates::v1::ListResolutionsResponse& response) {
        return response.resolutions_size();
      });
}

absl::StatusOr<mandates::v1::AdvanceClockResponse> Client::AdvanceClock(
    const mandates::v1::AdvanceClockRequest& request) {
  return stubs_->Call(*stubs_->admin, &AdminService::Stub::AdvanceClock,
                      request);
}

absl::StatusOr<mandates::v1::Backup> Client::CreateBackup(
    const mandates::v1::CreateBackupRequest& request,
    const std::function<void(const mandates::v1::BackupProgress&)>& progress) {
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_hours(kBackupHoursMax, GPR_TIMESPAN));
  const auto stream = stubs_->admin->CreateBackup(&context, request);
  mandates::v1::CreateBackupResponse response;
  while (stream->Read(&response)) {
    if (response.has_progress()) progress(response.progress());
  }
  absl::Status status = mandates::client::ToStatus(stream->Finish());
  if (!status.ok()) return status;
  return response.backup();
}

absl::StatusOr<mandates::v1::ListBackupsResponse> Client::ListBackups() {
  return stubs_->Call(*stubs_->admin, &AdminService::Stub::ListBackups,
                      mandates::v1::ListBackupsRequest());
}

absl::StatusOr<mandates::v1::Subscription> Client::CreateSubscription(
    const mandates::v1::CreateSubscriptionRequest& request) {
  auto response = stubs_->Call(
      *stubs_->expiry, &ExpiryService::Stub::CreateSubscription, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_subscription());
}

absl::StatusOr<mandates::v1::Subscription> Client::GetSubscription(
    const std::string& name) {
  mandates::v1::GetSubscriptionRequest request;
  request.set_name(name);
  auto response = stubs_->Call(*stubs_->expiry,
                               &ExpiryService::Stub::GetSubscription, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_subscription());
}

absl::StatusOr<mandates::v1::ListSubscriptionsResponse>
Client::ListSubscriptions() {
  return stubs_->CallPages(
      *stubs_->expiry, &ExpiryService::Stub::ListSubscriptions,
      mandates::v1::ListSubscriptionsRequest(), 0,
      [](const mandates::v1::ListSubscriptionsResponse& response) {
        return response.subscriptions_size();
      });
}

absl::StatusOr<mandates::v1::Subscription> Client::UpdateSubscription(
    const mandates::v1::UpdateSubscriptionRequest& request) {
  auto response = stubs_->Call(
      *stubs_->expiry, &ExpiryService::Stub::UpdateSubscription, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_subscription());
}

absl::Status Client::DeleteSubscription(
    const mandates::v1::DeleteSubscriptionRequest& request) {
  return stubs_
      ->Call(*stubs_->expiry, &ExpiryService::Stub::DeleteSubscription, request)
      .status();
}

absl::StatusOr<mandates::v1::Subscription> Client::Seek(
    const mandates::v1::SeekRequest& request) {
  auto response =
      stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::Seek, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_subscription());
}

absl::StatusOr<mandates::v1::PullResponse> Client::Pull(
    const mandates::v1::PullRequest& request) {
  constexpr int64_t kMsPerSecond = 1'000;
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::Pull, request,
                      (request.wait().seconds() + 1) * kMsPerSecond);
}

absl::StatusOr<mandates::v1::AcknowledgeResponse> Client::Acknowledge(
    const mandates::v1::AcknowledgeRequest& request) {
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::Acknowledge,
                      request);
}

absl::StatusOr<mandates::v1::ListDeadLettersResponse> Client::ListDeadLetters(
    const std::string& subscription) {
  mandates::v1::ListDeadLettersRequest request;
  request.set_subscription(subscription);
  return stubs_->CallPages(
      *stubs_->expiry, &ExpiryService::Stub::ListDeadLetters,
      std::move(request), 0,
      [](const mandates::v1::ListDeadLettersResponse& response) {
        return response.dead_letters_size();
      });
}

absl::StatusOr<mandates::v1::ReplayDeadLettersResponse>
Client::ReplayDeadLetters(
    const mandates::v1::ReplayDeadLettersRequest& request) {
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::ReplayDeadLetters,
                      request);
}

absl::StatusOr<mandates::v1::PurgeDeadLettersResponse> Client::PurgeDeadLetters(
    const mandates::v1::PurgeDeadLettersRequest& request) {
  return stubs_->Call(*stubs_->expiry, &ExpiryService::Stub::PurgeDeadLetters,
                      request);
}

const std::shared_ptr<grpc::Channel>& Client::channel() const {
  return stubs_->channel;
}

}  // namespace mandated::mandatectl
