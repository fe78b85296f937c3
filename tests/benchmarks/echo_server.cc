// The ceiling `mandated_bench` measures against: the same two methods as the
// server's, by gRPC's callback API, over raw bytes that were prepared once.
// Arguments: a file with the answer to RecordDecision, and one with the message
// that Watch sends again and again for as long as the reader takes it.

#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"

namespace {

using mandates::v1::ExpiryService;
using mandates::v1::MandateService;

grpc::ByteBuffer ReadBuffer(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

class RawMandates final
    : public MandateService::WithRawCallbackMethod_RecordDecision<
          MandateService::Service> {
 public:
  explicit RawMandates(grpc::ByteBuffer answer) : answer_(std::move(answer)) {}

  grpc::ServerUnaryReactor* RecordDecision(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
      grpc::ByteBuffer* response) override {
    *response = answer_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::ByteBuffer answer_;
};

// Sends one message for ever. Owns itself.
class RawStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RawStream(grpc::ByteBuffer message) : message_(std::move(message)) {
    StartWrite(&message_);
  }

  void OnWriteDone(bool ok) override {
    if (ok) {
      StartWrite(&message_);
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }

  void OnDone() override { delete this; }

 private:
  const grpc::ByteBuffer message_;
};

class RawExpiries final : public ExpiryService::WithRawCallbackMethod_Watch<
                              ExpiryService::Service> {
 public:
  explicit RawExpiries(grpc::ByteBuffer message)
      : message_(std::move(message)) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(
      grpc::CallbackServerContext*, const grpc::ByteBuffer*) override {
    return new RawStream(message_);
  }

 private:
  const grpc::ByteBuffer message_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench_echo_server ANSWER_FILE MESSAGE_FILE\n";
    return EXIT_FAILURE;
  }
  RawMandates mandates(ReadBuffer(argv[1]));
  RawExpiries expiries(ReadBuffer(argv[2]));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&mandates);
  builder.RegisterService(&expiries);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) return EXIT_FAILURE;
  std::cout << "bench_echo_server serves on 127.0.0.1:" << port << std::endl;
  server->Wait();
  return EXIT_SUCCESS;
}
