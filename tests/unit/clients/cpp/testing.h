#ifndef MANDATED_TESTS_UNIT_CLIENTS_CPP_TESTING_H_
#define MANDATED_TESTS_UNIT_CLIENTS_CPP_TESTING_H_

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/unit/clients/fake_expiry.h"

namespace mandates::client {

using mandated::fakes::FakeDeliveries;
using mandated::fakes::FakeExpiry;
using mandated::fakes::FakeStream;
using mandated::fakes::Refusal;

inline const grpc::Status kAway(grpc::StatusCode::UNAVAILABLE, "going away");

inline double AtOnce() { return 0; }  // waits nothing between attempts

// A server within the process, spoken to in real gRPC.
class FakeServerTest : public ::testing::Test {
 protected:
  FakeServerTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&expiry_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }

  FakeExpiry expiry_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace mandates::client

#endif  // MANDATED_TESTS_UNIT_CLIENTS_CPP_TESTING_H_
