#ifndef MANDATED_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_
#define MANDATED_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clients/mandatectl/client.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "mandates/v1/session_service.grpc.pb.h"
#include "tests/unit/clients/fake_expiry.h"

namespace mandated::mandatectl {

using fakes::FakeExpiry;
using fakes::Refusal;

// Keeps what is recorded, without folding it.
class FakeMandates : public mandates::v1::MandateService::Service {
 public:
  std::map<std::string, mandates::v1::Mandate> mandates;  // by name
  std::vector<mandates::v1::BatchRecordDecisionsRequest> batches;
  std::vector<mandates::v1::UpdateMandateRequest> updates;
  std::string refused_symbol;  // decisions of this symbol are refused
  bool hangs = false;          // GetMandate waits until the client gives up

  grpc::Status GetMandate(grpc::ServerContext* context,
                          const mandates::v1::GetMandateRequest* request,
                          mandates::v1::GetMandateResponse* response) override;
  // Gives pages of two at most, whatever was asked for.
  grpc::Status ListMandates(
      grpc::ServerContext* context,
      const mandates::v1::ListMandatesRequest* request,
      mandates::v1::ListMandatesResponse* response) override;
  grpc::Status BatchRecordDecisions(
      grpc::ServerContext* context,
      const mandates::v1::BatchRecordDecisionsRequest* request,
      mandates::v1::BatchRecordDecisionsResponse* response) override;
  // Changes titles alone, whatever the mask says.
  grpc::Status UpdateMandate(
      grpc::ServerContext* context,
      const mandates::v1::UpdateMandateRequest* request,
      mandates::v1::UpdateMandateResponse* response) override;
};

// Keeps the sessions that are recorded.
class FakeSessions : public mandates::v1::SessionService::Service {
 public:
  std::map<std::string, mandates::v1::Session> sessions;  // by name
  int upserts = 0;

  grpc::Status ListSessions(
      grpc::ServerContext* context,
      const mandates::v1::ListSessionsRequest* request,
      mandates::v1::ListSessionsResponse* response) override;
  grpc::Status UpsertSession(
      grpc::ServerContext* context,
      const mandates::v1::UpsertSessionRequest* request,
      mandates::v1::UpsertSessionResponse* response) override;
};

// A server within the process, for clients that speak real gRPC to it.
class FakeServer {
 public:
  // `timeout` is that of the client's calls.
  explicit FakeServer(absl::Duration timeout = absl::Seconds(30));

  Client& client() { return *client_; }

  FakeExpiry expiry;
  FakeMandates mandates;
  FakeSessions sessions;

 private:
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Client> client_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_
