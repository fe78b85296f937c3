#ifndef MANDATED_TESTS_UNIT_CLIENTS_FAKE_EXPIRY_H_
#define MANDATED_TESTS_UNIT_CLIENTS_FAKE_EXPIRY_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "mandates/v1/expiry_service.grpc.pb.h"

// What the tests of every client in C++ share.
namespace mandated::fakes {

// Returns an error with details as the server of the real thing sends them.
grpc::Status Refusal(grpc::StatusCode code, const std::string& reason,
                     const std::string& message, const std::string& field = "");

// One stream that the fake serves: these messages, then this end.
template <typename Response>
struct FakeStreamOf {
  std::vector<Response> responses;
  grpc::Status end;
  bool endless = false;  // goes on with empty messages until the client leaves
  bool silent = false;   // goes on without any
};
using FakeStream = FakeStreamOf<mandates::v1::WatchResponse>;
using FakeDeliveries = FakeStreamOf<mandates::v1::StreamSubscriptionResponse>;

// Serves the streams it was given, one after the other.
class FakeExpiry : public mandates::v1::ExpiryService::Service {
 public:
  std::vector<FakeStream> streams;
  std::vector<mandates::v1::WatchRequest> requests;  // what clients asked for

  std::vector<FakeDeliveries> deliveries;
  size_t subscribed = 0;  // streams of deliveries that were asked for
  std::vector<mandates::v1::AcknowledgeRequest> acknowledgements;
  std::vector<grpc::Status> answers;  // to the first of them; then OK

  grpc::Status Watch(
      grpc::ServerContext* context, const mandates::v1::WatchRequest* request,
      grpc::ServerWriter<mandates::v1::WatchResponse>* writer) override;
  grpc::Status StreamSubscription(
      grpc::ServerContext* context,
      const mandates::v1::StreamSubscriptionRequest* request,
      grpc::ServerWriter<mandates::v1::StreamSubscriptionResponse>* writer)
      override;
  grpc::Status Acknowledge(
      grpc::ServerContext* context,
      const mandates::v1::AcknowledgeRequest* request,
      mandates::v1::AcknowledgeResponse* response) override;
};

}  // namespace mandated::fakes

#endif  // MANDATED_TESTS_UNIT_CLIENTS_FAKE_EXPIRY_H_
