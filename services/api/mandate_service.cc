#include "services/api/mandate_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/api/actor.h"
#include "services/api/page_token.h"
#include "services/api/request_checks.h"
#include "services/api/status.h"
#include "services/domain/errors.h"
#include "services/domain/names.h"

namespace mandated::api {
namespace {

using engine::Outcome;
using engine::Reader;
using google::protobuf::internal::WireFormatLite;

absl::StatusOr<mandates::v1::Mandate> Read(
    const Reader& reader, const mandates::v1::GetMandateRequest& request) {
  const auto id = domain::ParseMandateName("name", request.name());
  if (!id.ok()) return id.status();
  if (request.has_revision()) {
    if (request.revision() < 1) {
      return domain::FieldInvalid("revision", "REVISION_INVALID",
                                  "is below 1; revisions count from 1");
    }
    return reader.GetMandateAsOf(*id, request.revision());
  }
  if (!request.has_time()) return reader.GetMandate(*id);
  const auto time = CheckTimestamp("time", request.time());
  if (!time.ok()) return time.status();
  return reader.GetMandateAsOf(*id, *time);
}

absl::StatusOr<engine::Order> ParseOrder(const std::string& order_by) {
  if (order_by.empty() || order_by == "name") return engine::Order::kName;
  if (order_by == "name desc") return engine::Order::kNameDescending;
  if (order_by == "last_day") return engine::Order::kLastDay;
  if (order_by == "last_day desc") return engine::Order::kLastDayDescending;
  return domain::FieldInvalid(
      "order_by", "ORDER_INVALID",
      absl::StrCat("\"", order_by.substr(0, 64),
                   "\" is not an order; send name or last_day, optionally "
                   "followed by \" desc\""));
}

absl::Status List(const Reader& reader,
                  const mandates::v1::ListMandatesRequest& request,
                  mandates::v1::ListMandatesResponse& response) {
  const auto same = WithoutPage(request);
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto order = ParseOrder(request.order_by());
  if (!order.ok()) return order.status();
  const auto filter = domain::Filter::Parse(request.filter());
  if (!filter.ok()) return filter.status();
  if (!mandates::v1::MandateView_IsValid(request.view())) {
    return domain::FieldInvalid(
        "view", "ENUM_UNKNOWN",
        "is not a value of MandateView; send BASIC or FULL");
  }
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  auto page = reader.ListMandates(
      {.filter = *filter,
       .order = *order,
       .after_key = *after,
       .page_size = *size,
       .with_decisions = request.view() == mandates::v1::MANDATE_VIEW_FULL});
  if (!page.ok()) return page.status();
  for (auto& mandate : page->items) {
    *response.add_mandates() = std::move(mandate);
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(MakePageToken(same, page->next_key));
  }
  return absl::OkStatus();
}

absl::Status ListRevisions(
    const Reader& reader,
    const mandates::v1::ListMandateRevisionsRequest& request,
    mandates::v1::ListMandateRevisionsResponse& response) {
  const auto same = WithoutPage(request);
  const auto id = domain::ParseMandateName("name", request.name());
  if (!id.ok()) return id.status();
  const auto size = CheckPageSize(request.page_size());
  if (!size.ok()) return size.status();
  const auto after = ReadPageToken(same, request.page_token());
  if (!after.ok()) return after.status();
  auto page = reader.ListRevisions(*id, *after, *size);
  if (!page.ok()) return page.status();
  for (auto& revision : page->items) {
    *response.add_revisions() = std::move(revision);
  }
  if (!page->next_key.empty()) {
    response.set_next_page_token(MakePageToken(same, page->next_key));
  }
  return absl::OkStatus();
}

using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;

void WriteMessage(int field, const std::string& bytes,
                  CodedOutputStream& answer) {
  answer.WriteTag(WireFormatLite::MakeTag(
      field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  answer.WriteVarint32(static_cast<uint32_t>(bytes.size()));
  answer.WriteString(bytes);
}

template <typename Response>
constexpr int MandateField() {
  if constexpr (requires { Response::kMandatesFieldNumber; }) {
    return Response::kMandatesFieldNumber;
  } else {
    return Response::kMandateFieldNumber;
  }
}

template <typename Response>
void WriteEvents(const Outcome& outcome, CodedOutputStream& answer) {
  if constexpr (requires { Response::kEventsFieldNumber; }) {
    for (const std::string& event : outcome.events) {
      WriteMessage(Response::kEventsFieldNumber, event, answer);
    }
  }
}

// Returns the answer to a change: the mandate, or all of a batch, and the
// events where the answer has them.
template <typename Response>
grpc::ByteBuffer AnswerOf(const Outcome& outcome) {
  std::string bytes;
  {
    StringOutputStream stream(&bytes);
    CodedOutputStream answer(&stream);
    for (const auto& mandate : outcome.mandates) {
      WriteMessage(MandateField<Response>(), mandate.bytes, answer);
    }
    WriteEvents<Response>(outcome, answer);
    WireFormatLite::WriteInt64(Response::kRevisionFieldNumber, outcome.revision,
                               &answer);
  }
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// A request and the memory of all its parts, which go at once.
template <typename Request>
class Held {
 public:
  Request& request() { return request_; }

 private:
  google::protobuf::Arena arena_;
  Request& request_ = *google::protobuf::Arena::CreateMessage<Request>(&arena_);
};

template <typename Request>
absl::Status ParseAndCheck(grpc::ByteBuffer bytes, Request& request) {
  const grpc::Status parsed =
      grpc::SerializationTraits<Request>::Deserialize(&bytes, &request);
  if (parsed.ok()) return CheckRequest(request);
  return domain::FieldInvalid(
      "request", "REQUEST_MALFORMED",
      absl::StrCat("the bytes are not a ", Request::descriptor()->name()));
}

// Checks a request, hands it to `change` of the registry and answers once its
// outcome is there.
template <typename Response, typename Request>
grpc::ServerUnaryReactor* Change(
    grpc::CallbackServerContext* context, const Caller& caller,
    engine::Registry* registry,
    void (engine::Registry::*change)(const Request&, engine::OutcomeCallback),
    const grpc::ByteBuffer& bytes, grpc::ByteBuffer* response) {
  auto* reactor = context->DefaultReactor();
  const auto held = std::make_shared<Held<Request>>();
  absl::Status checked = ParseAndCheck(bytes, held->request());
  if (!checked.ok()) {
    reactor->Finish(ToGrpc(checked));
    return reactor;
  }
  SetActor(caller, held->request());
  (registry->*change)(held->request(), [reactor, response,
                                        held](absl::StatusOr<Outcome> outcome) {
    if (outcome.ok()) *response = AnswerOf<Response>(*outcome);
    reactor->Finish(ToGrpc(outcome.status()));
  });
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* MandateService::GetMandate(
    grpc::CallbackServerContext* context,
    const mandates::v1::GetMandateRequest* request,
    mandates::v1::GetMandateResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/GetMandate");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  auto mandate = Read(*reader_, *request);
  if (mandate.ok()) *response->mutable_mandate() = std::move(*mandate);
  reactor->Finish(ToGrpc(mandate.status()));
  return reactor;
}

grpc::ServerUnaryReactor* MandateService::ListMandates(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListMandatesRequest* request,
    mandates::v1::ListMandatesResponse* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/ListMandates");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(List(*reader_, *request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* MandateService::RecordDecision(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/RecordDecision");
  if (!caller.ok()) return Refuse(context, caller.status());
  return Change<mandates::v1::RecordDecisionResponse>(
      context, *caller, registry_, &engine::Registry::RecordDecision, *request,
      response);
}

grpc::ServerUnaryReactor* MandateService::BatchRecordDecisions(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto caller = gate_->Admit(
      *context, "/mandates.v1.MandateService/BatchRecordDecisions");
  if (!caller.ok()) return Refuse(context, caller.status());
  return Change<mandates::v1::BatchRecordDecisionsResponse>(
      context, *caller, registry_, &engine::Registry::BatchRecordDecisions,
      *request, response);
}

grpc::ServerUnaryReactor* MandateService::AmendDecision(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/AmendDecision");
  if (!caller.ok()) return Refuse(context, caller.status());
  return Change<mandates::v1::AmendDecisionResponse>(
      context, *caller, registry_, &engine::Registry::AmendDecision, *request,
      response);
}

grpc::ServerUnaryReactor* MandateService::RetractDecision(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/RetractDecision");
  if (!caller.ok()) return Refuse(context, caller.status());
  return Change<mandates::v1::RetractDecisionResponse>(
      context, *caller, registry_, &engine::Registry::RetractDecision, *request,
      response);
}

grpc::ServerUnaryReactor* MandateService::UpdateMandate(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto caller =
      gate_->Admit(*context, "/mandates.v1.MandateService/UpdateMandate");
  if (!caller.ok()) return Refuse(context, caller.status());
  return Change<mandates::v1::UpdateMandateResponse>(
      context, *caller, registry_, &engine::Registry::UpdateMandate, *request,
      response);
}

grpc::ServerUnaryReactor* MandateService::ListMandateRevisions(
    grpc::CallbackServerContext* context,
    const mandates::v1::ListMandateRevisionsRequest* request,
    mandates::v1::ListMandateRevisionsResponse* response) {
  const auto caller = gate_->Admit(
      *context, "/mandates.v1.MandateService/ListMandateRevisions");
  if (!caller.ok()) return Refuse(context, caller.status());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(ListRevisions(*reader_, *request, *response)));
  return reactor;
}

}  // namespace mandated::api
