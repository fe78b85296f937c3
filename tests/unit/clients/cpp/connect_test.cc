#include "mandates/client/connect.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

namespace mandates::client {
namespace {

using ::testing::HasSubstr;

std::string Refusal(const std::string& address, const Security& security) {
  return std::string(MakeCredentials(address, security).status().message());
}

TEST(MakeCredentialsTest, TokenDoesNotGoToAnotherMachineWithoutTls) {
  Security security;
  security.token = "secret";
  for (const char* address : {"mandates.example.org:1", "10.0.0.1:1"}) {
    EXPECT_THAT(Refusal(address, security), HasSubstr("without TLS"));
  }
  for (const char* address : {"localhost:1", "127.0.0.1:1", "[::1]:1"}) {
    EXPECT_TRUE(MakeCredentials(address, security).ok()) << address;
  }
  security.tls = true;
  EXPECT_TRUE(MakeCredentials("mandates.example.org:1", security).ok());
}

TEST(MakeCredentialsTest, HalfOfACertificateIsRefused) {
  Security security;
  security.tls = true;
  security.key = "k";
  EXPECT_THAT(Refusal("localhost:1", security), HasSubstr("give both"));
  security.tls = false;
  security.certificate = "c";
  EXPECT_THAT(Refusal("localhost:1", security), HasSubstr("ask for TLS"));
}

}  // namespace
}  // namespace mandates::client
