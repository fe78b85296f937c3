#include "tests/conformance/drivers/cpp/calls.h"

#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>

#include "mandates/client/error.h"
#include "mandates/v1/admin_service.grpc.pb.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "mandates/v1/resolution_service.grpc.pb.h"
#include "mandates/v1/session_service.grpc.pb.h"
#include "tests/conformance/drivers/cpp/protocol.h"

namespace mandated::conformance {
namespace {

using mandates::v1::AdminService;
using mandates::v1::ExpiryService;
using mandates::v1::MandateService;
using mandates::v1::ResolutionService;
using mandates::v1::SessionService;
using nlohmann::json;

using Method = std::function<json(const std::shared_ptr<grpc::Channel>&,
                                  grpc::ClientContext*, const json& request)>;

template <typename Stub, typename Request, typename Response>
Method Of(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                       Response*)) {
  return [method](const std::shared_ptr<grpc::Channel>& channel,
                  grpc::ClientContext* context, const json& fields) {
    Stub stub(channel);
    Request request;
    FromJson(fields, &request);
    Response response;
    const grpc::Status status = (stub.*method)(context, request, &response);
    return status.ok()
               ? json{{"response", ToJson(response)}}
               : json{{"error",
                       ErrorToJson(mandates::client::ToStatus(status))}};
  };
}

// Every unary method of the API.
const std::map<std::string, Method>& Methods() {
  static const auto& methods = *new std::map<std::string, Method>{
      {"mandates.v1.AdminService/GetServerInfo",
       Of(&AdminService::Stub::GetServerInfo)},
      {"mandates.v1.AdminService/AdvanceClock",
       Of(&AdminService::Stub::AdvanceClock)},
      {"mandates.v1.ExpiryService/ListExpiring",
       Of(&ExpiryService::Stub::ListExpiring)},
      {"mandates.v1.ExpiryService/ListEvents",
       Of(&ExpiryService::Stub::ListEvents)},
      {"mandates.v1.ExpiryService/SimulateExpiries",
       Of(&ExpiryService::Stub::SimulateExpiries)},
      {"mandates.v1.ExpiryService/CreateSubscription",
       Of(&ExpiryService::Stub::CreateSubscription)},
      {"mandates.v1.ExpiryService/GetSubscription",
       Of(&ExpiryService::Stub::GetSubscription)},
      {"mandates.v1.ExpiryService/ListSubscriptions",
       Of(&ExpiryService::Stub::ListSubscriptions)},
      {"mandates.v1.ExpiryService/UpdateSubscription",
       Of(&ExpiryService::Stub::UpdateSubscription)},
      {"mandates.v1.ExpiryService/DeleteSubscription",
       Of(&ExpiryService::Stub::DeleteSubscription)},
      {"mandates.v1.ExpiryService/Pull", Of(&ExpiryService::Stub::Pull)},
      {"mandates.v1.ExpiryService/Acknowledge",
       Of(&ExpiryService::Stub::Acknowledge)},
      {"mandates.v1.ExpiryService/Seek", Of(&ExpiryService::Stub::Seek)},
      {"mandates.v1.ExpiryService/ListDeadLetters",
       Of(&ExpiryService::Stub::ListDeadLetters)},
      {"mandates.v1.ExpiryService/ReplayDeadLetters",
       Of(&ExpiryService::Stub::ReplayDeadLetters)},
      {"mandates.v1.ExpiryService/PurgeDeadLetters",
       Of(&ExpiryService::Stub::PurgeDeadLetters)},
      {"mandates.v1.MandateService/GetMandate",
       Of(&MandateService::Stub::GetMandate)},
      {"mandates.v1.MandateService/ListMandates",
       Of(&MandateService::Stub::ListMandates)},
      {"mandates.v1.MandateService/RecordDecision",
       Of(&MandateService::Stub::RecordDecision)},
      {"mandates.v1.MandateService/BatchRecordDecisions",
       Of(&MandateService::Stub::BatchRecordDecisions)},
      {"mandates.v1.MandateService/AmendDecision",
       Of(&MandateService::Stub::AmendDecision)},
      {"mandates.v1.MandateService/RetractDecision",
       Of(&MandateService::Stub::RetractDecision)},
      {"mandates.v1.MandateService/UpdateMandate",
       Of(&MandateService::Stub::UpdateMandate)},
      {"mandates.v1.MandateService/ListMandateRevisions",
       Of(&MandateService::Stub::ListMandateRevisions)},
      {"mandates.v1.ResolutionService/ParseResolution",
       Of(&ResolutionService::Stub::ParseResolution)},
      {"mandates.v1.ResolutionService/ImportResolution",
       Of(&ResolutionService::Stub::ImportResolution)},
      {"mandates.v1.ResolutionService/GetResolution",
       Of(&ResolutionService::Stub::GetResolution)},
      {"mandates.v1.ResolutionService/ListResolutions",
       Of(&ResolutionService::Stub::ListResolutions)},
      {"mandates.v1.SessionService/GetSession",
       Of(&SessionService::Stub::GetSession)},
      {"mandates.v1.SessionService/ListSessions",
       Of(&SessionService::Stub::ListSessions)},
      {"mandates.v1.SessionService/UpsertSession",
       Of(&SessionService::Stub::UpsertSession)},
  };
  return methods;
}

}  // namespace

Call::Call() : context_(std::make_unique<grpc::ClientContext>()) {}
Call::~Call() = default;

json Call::Run(const std::shared_ptr<grpc::Channel>& channel,
               const std::string& method, const json& request,
               double deadline_seconds) {
  constexpr double kMicros = 1e6;
  const auto found = Methods().find(method);
  if (found == Methods().end()) return {{"unsupported", true}};
  if (deadline_seconds > 0) {
    context_->set_deadline(gpr_time_from_micros(
        static_cast<int64_t>(deadline_seconds * kMicros), GPR_TIMESPAN));
  }
  return found->second(channel, context_.get(), request);
}

void Call::Cancel() { context_->TryCancel(); }

}  // namespace mandated::conformance
