#include "tests/support/client.h"

#include <grpcpp/generic/generic_stub.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace mandated::testing {
namespace {

template <typename Stub, typename Request, typename Response>
Answer<Response> Ask(Stub& stub,
                     grpc::Status (Stub::*rpc)(grpc::ClientContext*,
                                               const Request&, Response*),
                     const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  Answer<Response> answer;
  answer.status = (stub.*rpc)(&context, request, &answer.response);
  return answer;
}

template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status details;
  Detail detail;
  if (!details.ParseFromString(status.error_details())) return detail;
  for (const auto& any : details.details()) {
    if (any.Is<Detail>() && any.UnpackTo(&detail)) break;
  }
  return detail;
}

std::string Spelled(const v1::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string BytesOf(grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// Waits for the one operation that is under way; false: it failed.
bool Await(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

using Resolutions = v1::ResolutionService::Stub;

Client::Client(std::shared_ptr<grpc::Channel> channel)
    : channel_(std::move(channel)),
      mandates_(v1::MandateService::NewStub(channel_)),
      sessions_(v1::SessionService::NewStub(channel_)),
      resolutions_(v1::ResolutionService::NewStub(channel_)),
      expiry_(v1::ExpiryService::NewStub(channel_)),
      admin_(v1::AdminService::NewStub(channel_)) {}

Answer<v1::GetMandateResponse> Client::Call(
    const v1::GetMandateRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::GetMandate, request);
}
Answer<v1::ListMandatesResponse> Client::Call(
    const v1::ListMandatesRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::ListMandates, request);
}
Answer<v1::RecordDecisionResponse> Client::Call(
    const v1::RecordDecisionRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::RecordDecision, request);
}
Answer<v1::BatchRecordDecisionsResponse> Client::Call(
    const v1::BatchRecordDecisionsRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::BatchRecordDecisions,
             request);
}
Answer<v1::AmendDecisionResponse> Client::Call(
    const v1::AmendDecisionRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::AmendDecision, request);
}
Answer<v1::RetractDecisionResponse> Client::Call(
    const v1::RetractDecisionRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::RetractDecision, request);
}
Answer<v1::UpdateMandateResponse> Client::Call(
    const v1::UpdateMandateRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::UpdateMandate, request);
}
Answer<v1::ListMandateRevisionsResponse> Client::Call(
    const v1::ListMandateRevisionsRequest& request) {
  return Ask(*mandates_, &v1::MandateService::Stub::ListMandateRevisions,
             request);
}
Answer<v1::GetSessionResponse> Client::Call(
    const v1::GetSessionRequest& request) {
  return Ask(*sessions_, &v1::SessionService::Stub::GetSession, request);
}
Answer<v1::ListSessionsResponse> Client::Call(
    const v1::ListSessionsRequest& request) {
  return Ask(*sessions_, &v1::SessionService::Stub::ListSessions, request);
}
Answer<v1::UpsertSessionResponse> Client::Call(
    const v1::UpsertSessionRequest& request) {
  return Ask(*sessions_, &v1::SessionService::Stub::UpsertSession, request);
}
Answer<v1::ParseResolutionResponse> Client::Call(
    const v1::ParseResolutionRequest& request) {
  return Ask(*resolutions_, &Resolutions::ParseResolution, request);
}
Answer<v1::ImportResolutionResponse> Client::Call(
    const v1::ImportResolutionRequest& request) {
  return Ask(*resolutions_, &Resolutions::ImportResolution, request);
}
Answer<v1::GetResolutionResponse> Client::Call(
    const v1::GetResolutionRequest& request) {
  return Ask(*resolutions_, &Resolutions::GetResolution, request);
}
Answer<v1::ListResolutionsResponse> Client::Call(
    const v1::ListResolutionsRequest& request) {
  return Ask(*resolutions_, &Resolutions::ListResolutions, request);
}
Answer<v1::ListExpiringResponse> Client::Call(
    const v1::ListExpiringRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::ListExpiring, request);
}
Answer<v1::ListEventsResponse> Client::Call(
    const v1::ListEventsRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::ListEvents, request);
}
Answer<v1::SimulateExpiriesResponse> Client::Call(
    const v1::SimulateExpiriesRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::SimulateExpiries, request);
}
Answer<v1::CreateSubscriptionResponse> Client::Call(
    const v1::CreateSubscriptionRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::CreateSubscription, request);
}
Answer<v1::GetSubscriptionResponse> Client::Call(
    const v1::GetSubscriptionRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::GetSubscription, request);
}
Answer<v1::ListSubscriptionsResponse> Client::Call(
    const v1::ListSubscriptionsRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::ListSubscriptions, request);
}
Answer<v1::UpdateSubscriptionResponse> Client::Call(
    const v1::UpdateSubscriptionRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::UpdateSubscription, request);
}
Answer<v1::DeleteSubscriptionResponse> Client::Call(
    const v1::DeleteSubscriptionRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::DeleteSubscription, request);
}
Answer<v1::PullResponse> Client::Call(const v1::PullRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::Pull, request);
}
Answer<v1::AcknowledgeResponse> Client::Call(
    const v1::AcknowledgeRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::Acknowledge, request);
}
Answer<v1::SeekResponse> Client::Call(const v1::SeekRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::Seek, request);
}
Answer<v1::ListDeadLettersResponse> Client::Call(
    const v1::ListDeadLettersRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::ListDeadLetters, request);
}
Answer<v1::ReplayDeadLettersResponse> Client::Call(
    const v1::ReplayDeadLettersRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::ReplayDeadLetters, request);
}
Answer<v1::PurgeDeadLettersResponse> Client::Call(
    const v1::PurgeDeadLettersRequest& request) {
  return Ask(*expiry_, &v1::ExpiryService::Stub::PurgeDeadLetters, request);
}
Answer<v1::GetServerInfoResponse> Client::Call(
    const v1::GetServerInfoRequest& request) {
  return Ask(*admin_, &v1::AdminService::Stub::GetServerInfo, request);
}
Answer<v1::AdvanceClockResponse> Client::Call(
    const v1::AdvanceClockRequest& request) {
  return Ask(*admin_, &v1::AdminService::Stub::AdvanceClock, request);
}

int64_t Client::Head() {
  const auto info = Call(v1::GetServerInfoRequest());
  return info.ok() ? info->head_revision() : -1;
}

grpc::Status Client::AdvanceTo(const v1::Date& day) {
  const auto noon = std::chrono::sys_days(
                        std::chrono::year(day.year()) /
                        std::chrono::month(static_cast<unsigned>(day.month())) /
                        std::chrono::day(static_cast<unsigned>(day.day()))) +
                    std::chrono::hours(12);
  v1::AdvanceClockRequest request;
  request.mutable_to()->set_seconds(
      std::chrono::duration_cast<std::chrono::seconds>(noon.time_since_epoch())
          .count());
  return Call(request).status;
}

grpc::Status Client::AdvanceDays(int days) {
  v1::AdvanceClockRequest request;
  request.mutable_by()->set_seconds(int64_t{days} * 24 * 3600);
  return Call(request).status;
}

v1::Mandate Client::Get(const std::string& name) {
  v1::GetMandateRequest request;
  request.set_name(name);
  return Call(request)->mandate();
}

Answer<std::vector<v1::Event>> Client::AllEvents(
    v1::ListEventsRequest request) {
  Answer<std::vector<v1::Event>> all;
  for (;;) {
    const auto page = Call(request);
    all.status = page.status;
    if (!page.ok()) return all;
    all.response.insert(all.response.end(), page->events().begin(),
                        page->events().end());
    if (page->caught_up()) return all;
    request.mutable_start()->set_resume_token(page->resume_token());
  }
}

std::vector<v1::Event> Client::Log() {
  v1::ListEventsRequest request;
  request.set_page_size(1000);
  request.mutable_start()->set_revision(1);
  return AllEvents(request).response;
}

RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& method, const std::string& bytes,
                  bool streams) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(&context, method, &queue);
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  RawAnswer answer;
  call->StartCall(nullptr);
  bool going = Await(queue);
  if (going) {
    call->WriteLast(request, grpc::WriteOptions(), nullptr);
    Await(queue);
    call->Read(&response, nullptr);
    if (Await(queue)) answer.first_message = BytesOf(response);
  }
  if (streams && answer.first_message) context.TryCancel();
  call->Finish(&answer.status, nullptr);
  Await(queue);
  return answer;
}

std::string ReasonOf(const grpc::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status).reason();
}

std::string DomainOf(const grpc::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status).domain();
}

std::string MetadataOf(const grpc::Status& status, const std::string& key) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

std::vector<std::string> FieldsOf(const grpc::Status& status) {
  std::vector<std::string> fields;
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

std::string Describe(const grpc::Status& status) {
  return absl::StrCat(status.error_code(), " ", ReasonOf(status), ": ",
                      status.error_message());
}

v1::Date Day(int year, int month, int day) {
  v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

v1::Session SessionOf(const std::string& id, v1::Date first, v1::Date last) {
  v1::Session session;
  session.set_name("sessions/" + id);
  *session.mutable_first_day() = std::move(first);
  *session.mutable_last_day() = std::move(last);
  return session;
}

v1::Term TermUntil(v1::Date last) {
  v1::Term term;
  *term.mutable_fixed() = std::move(last);
  return term;
}

v1::Term TermOf(const std::string& period) {
  v1::Term term;
  term.set_period(period);
  return term;
}

v1::RecordDecisionRequest Establish(const std::string& id,
                                    const std::string& symbol, v1::Date adopted,
                                    v1::Term term) {
  v1::RecordDecisionRequest request =
      Extend(id, symbol, std::move(adopted), std::move(term));
  request.mutable_decision()->set_act(v1::ACT_ESTABLISH);
  request.mutable_mandate()->set_title("Special Rapporteur on " + id);
  request.mutable_mandate()->set_kind(v1::KIND_THEMATIC);
  request.mutable_mandate()->set_holder_type(
      v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  return request;
}

v1::RecordDecisionRequest Extend(const std::string& id,
                                 const std::string& symbol, v1::Date adopted,
                                 v1::Term term) {
  v1::RecordDecisionRequest request;
  request.set_mandate_name("mandates/" + id);
  request.mutable_decision()->set_act(v1::ACT_EXTEND);
  request.mutable_decision()->set_symbol(symbol);
  *request.mutable_decision()->mutable_adopted_on() = std::move(adopted);
  *request.mutable_decision()->mutable_term() = std::move(term);
  return request;
}

v1::WatchRequest WatchFromToken(const std::string& token) {
  v1::WatchRequest request;
  request.mutable_start()->set_resume_token(token);
  return request;
}

v1::WatchRequest WatchFromRevision(int64_t revision) {
  v1::WatchRequest request;
  request.mutable_start()->set_revision(revision);
  return request;
}

v1::WatchRequest WatchFromNow() {
  v1::WatchRequest request;
  request.mutable_start()->mutable_now();
  return request;
}

v1::WatchRequest WatchFromSnapshot() {
  v1::WatchRequest request;
  request.mutable_start()->mutable_snapshot();
  return request;
}

std::string Line(const v1::Event& event) {
  const std::string type = v1::EventType_Name(event.type());
  return absl::StrCat(event.revision(), ".", event.index(), " ",
                      type.substr(sizeof("EVENT_TYPE_") - 1), " ",
                      event.mandate().name(), " ", event.lead(), " ",
                      Spelled(event.date()), " until ",
                      Spelled(event.last_day()), " ", event.id());
}

std::vector<std::string> Lines(const std::vector<v1::Event>& events) {
  std::vector<std::string> lines;
  for (const v1::Event& event : events) lines.push_back(Line(event));
  return lines;
}

}  // namespace mandated::testing
