#include "tests/unit/clients/fake_expiry.h"

#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace mandated::fakes {
namespace {

template <typename Response>
grpc::Status Serve(const std::vector<FakeStreamOf<Response>>& streams,
                   size_t asked, const grpc::ServerContext& context,
                   grpc::ServerWriter<Response>* writer) {
  if (asked > streams.size()) {
    return Refusal(grpc::StatusCode::INTERNAL, "NO_STREAM_LEFT", "no stream");
  }
  const FakeStreamOf<Response>& stream = streams[asked - 1];
  for (const auto& response : stream.responses) writer->Write(response);
  while (stream.endless && writer->Write({})) {
  }
  while (stream.silent && !context.IsCancelled()) std::this_thread::yield();
  return stream.end;
}

}  // namespace

grpc::Status Refusal(grpc::StatusCode code, const std::string& reason,
                     const std::string& message, const std::string& field) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_domain("mandates");
  info.set_reason(reason);
  details.add_details()->PackFrom(info);
  if (!field.empty()) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations(0)->set_description(message);
    details.add_details()->PackFrom(bad);
  }
  return grpc::Status(code, message, details.SerializeAsString());
}

grpc::Status FakeExpiry::Watch(
    grpc::ServerContext* context, const mandates::v1::WatchRequest* request,
    grpc::ServerWriter<mandates::v1::WatchResponse>* writer) {
  requests.push_back(*request);
  return Serve(streams, requests.size(), *context, writer);
}

grpc::Status FakeExpiry::StreamSubscription(
    grpc::ServerContext* context,
    const mandates::v1::StreamSubscriptionRequest*,
    grpc::ServerWriter<mandates::v1::StreamSubscriptionResponse>* writer) {
  return Serve(deliveries, ++subscribed, *context, writer);
}

grpc::Status FakeExpiry::Acknowledge(
    grpc::ServerContext*, const mandates::v1::AcknowledgeRequest* request,
    mandates::v1::AcknowledgeResponse*) {
  acknowledgements.push_back(*request);
  const size_t number = acknowledgements.size();
  return number > answers.size() ? grpc::Status::OK : answers[number - 1];
}

}  // namespace mandated::fakes
