#ifndef MANDATED_TESTS_SUPPORT_CLIENT_H_
#define MANDATED_TESTS_SUPPORT_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/admin_service.grpc.pb.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "mandates/v1/resolution_service.grpc.pb.h"
#include "mandates/v1/session_service.grpc.pb.h"

namespace v1 = mandates::v1;

namespace mandated::testing {

// How long a test waits for an answer before it fails.
inline constexpr std::chrono::seconds kPatience(60);

// What a call gave.
template <typename Response>
struct Answer {
  grpc::Status status;
  Response response;

  bool ok() const { return status.ok(); }
  const Response* operator->() const { return &response; }
};

// Calls every unary RPC of the service and waits. Thread-safe.
class Client {
 public:
  explicit Client(std::shared_ptr<grpc::Channel> channel);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  v1::ExpiryService::Stub& expiry() { return *expiry_; }

  Answer<v1::GetMandateResponse> Call(const v1::GetMandateRequest& request);
  Answer<v1::ListMandatesResponse> Call(const v1::ListMandatesRequest& request);
  Answer<v1::RecordDecisionResponse> Call(
      const v1::RecordDecisionRequest& request);
  Answer<v1::BatchRecordDecisionsResponse> Call(
      const v1::BatchRecordDecisionsRequest& request);
  Answer<v1::AmendDecisionResponse> Call(
      const v1::AmendDecisionRequest& request);
  Answer<v1::RetractDecisionResponse> Call(
      const v1::RetractDecisionRequest& request);
  Answer<v1::UpdateMandateResponse> Call(
      const v1::UpdateMandateRequest& request);
  Answer<v1::ListMandateRevisionsResponse> Call(
      const v1::ListMandateRevisionsRequest& request);
  Answer<v1::GetSessionResponse> Call(const v1::GetSessionRequest& request);
  Answer<v1::ListSessionsResponse> Call(const v1::ListSessionsRequest& request);
  Answer<v1::UpsertSessionResponse> Call(
      const v1::UpsertSessionRequest& request);
  Answer<v1::ParseResolutionResponse> Call(
      const v1::ParseResolutionRequest& request);
  Answer<v1::ImportResolutionResponse> Call(
      const v1::ImportResolutionRequest& request);
  Answer<v1::GetResolutionResponse> Call(
      const v1::GetResolutionRequest& request);
  Answer<v1::ListResolutionsResponse> Call(
      const v1::ListResolutionsRequest& request);
  Answer<v1::ListExpiringResponse> Call(const v1::ListExpiringRequest& request);
  Answer<v1::ListEventsResponse> Call(const v1::ListEventsRequest& request);
  Answer<v1::SimulateExpiriesResponse> Call(
      const v1::SimulateExpiriesRequest& request);
  Answer<v1::CreateSubscriptionResponse> Call(
      const v1::CreateSubscriptionRequest& request);
  Answer<v1::GetSubscriptionResponse> Call(
      const v1::GetSubscriptionRequest& request);
  Answer<v1::ListSubscriptionsResponse> Call(
      const v1::ListSubscriptionsRequest& request);
  Answer<v1::UpdateSubscriptionResponse> Call(
      const v1::UpdateSubscriptionRequest& request);
  Answer<v1::DeleteSubscriptionResponse> Call(
      const v1::DeleteSubscriptionRequest& request);
  Answer<v1::PullResponse> Call(const v1::PullRequest& request);
  Answer<v1::AcknowledgeResponse> Call(const v1::AcknowledgeRequest& request);
  Answer<v1::SeekResponse> Call(const v1::SeekRequest& request);
  Answer<v1::ListDeadLettersResponse> Call(
      const v1::ListDeadLettersRequest& request);
  Answer<v1::ReplayDeadLettersResponse> Call(
      const v1::ReplayDeadLettersRequest& request);
  Answer<v1::PurgeDeadLettersResponse> Call(
      const v1::PurgeDeadLettersRequest& request);
  Answer<v1::GetServerInfoResponse> Call(
      const v1::GetServerInfoRequest& request);
  Answer<v1::AdvanceClockResponse> Call(const v1::AdvanceClockRequest& request);

  // Returns the newest revision; -1 when the server does not answer.
  int64_t Head();

  // Moves the simulated clock to noon (UTC) of `day`, or by days.
  grpc::Status AdvanceTo(const v1::Date& day);
  grpc::Status AdvanceDays(int days);

  // Returns the mandate, or an empty one where the call failed.
  v1::Mandate Get(const std::string& name);

  // Returns every event from `request.start()` on, page by page.
  Answer<std::vector<v1::Event>> AllEvents(v1::ListEventsRequest request);

  // Returns the whole log.
  std::vector<v1::Event> Log();

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::MandateService::Stub> mandates_;
  const std::unique_ptr<v1::SessionService::Stub> sessions_;
  const std::unique_ptr<v1::ResolutionService::Stub> resolutions_;
  const std::unique_ptr<v1::ExpiryService::Stub> expiry_;
  const std::unique_ptr<v1::AdminService::Stub> admin_;
};

// One watch, read by one thread. Cancelled when it goes.
class Watcher {
 public:
  Watcher(Client& client, const v1::WatchRequest& request);
  ~Watcher();

  // Reads one message; false: the stream has ended.
  bool Next();
  const v1::WatchResponse& message() const { return message_; }

  // Reads until the server says that the reader has reached the newest event,
  // until the events read are `count`, or until one of the kind; false: the
  // stream has ended before.
  bool ReadUntilCaughtUp();
  bool ReadEvents(size_t count);
  bool ReadUntilProgress();

  void Cancel() { context_.TryCancel(); }
  // Waits for the end and returns it.
  grpc::Status Finish();

  // All events read, and the last token that was not empty.
  const std::vector<v1::Event>& events() const { return events_; }
  const std::string& token() const { return token_; }
  // The token in the trailer; after Finish alone.
  std::string TrailerToken() const;

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
  v1::WatchResponse message_;
  std::vector<v1::Event> events_;
  std::string token_;
  bool finished_ = false;
};

// What a raw call gave: bytes in, bytes out.
struct RawAnswer {
  grpc::Status status;
  std::optional<std::string> first_message;
};

// Sends `bytes` as the one message of a call and reads one message at most.
// A stream is cancelled after that.
RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& method, const std::string& bytes,
                  bool streams = false);

// What the details of an error say; empty where they do not.
std::string ReasonOf(const grpc::Status& status);
std::string DomainOf(const grpc::Status& status);
std::string MetadataOf(const grpc::Status& status, const std::string& key);
std::vector<std::string> FieldsOf(const grpc::Status& status);
std::string Describe(const grpc::Status& status);

// Inputs.
v1::Date Day(int year, int month, int day);
v1::Session SessionOf(const std::string& id, v1::Date first, v1::Date last);
v1::Term TermUntil(v1::Date last);
v1::Term TermOf(const std::string& period);
// An ESTABLISH decision on a new thematic mandate.
v1::RecordDecisionRequest Establish(const std::string& id,
                                    const std::string& symbol, v1::Date adopted,
                                    v1::Term term);
v1::RecordDecisionRequest Extend(const std::string& id,
                                 const std::string& symbol, v1::Date adopted,
                                 v1::Term term);
v1::WatchRequest WatchFromToken(const std::string& token);
v1::WatchRequest WatchFromRevision(int64_t revision);
v1::WatchRequest WatchFromNow();
v1::WatchRequest WatchFromSnapshot();

// Spelled "3.0 EXPIRING mandates/a P6M 2023-06-30", to compare and to show.
std::string Line(const v1::Event& event);
std::vector<std::string> Lines(const std::vector<v1::Event>& events);

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_SUPPORT_CLIENT_H_
