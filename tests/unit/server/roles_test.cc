#include "services/server/access/roles.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "mandates/v1/admin_service.pb.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "mandates/v1/session_service.pb.h"

namespace mandated::server {
namespace {

using ::testing::UnorderedElementsAreArray;

// Every RPC of every .proto there is, also of one that was added today.
std::vector<std::string> MethodsOfTheProtos() {
  // Names a message of each, so that the linker keeps them all.
  for (const auto* message :
       {mandates::v1::GetServerInfoRequest::descriptor(),
        mandates::v1::ListExpiringRequest::descriptor(),
        mandates::v1::GetMandateRequest::descriptor(),
        mandates::v1::ParseResolutionRequest::descriptor(),
        mandates::v1::GetSessionRequest::descriptor()}) {
    EXPECT_NE(message, nullptr);
  }
  std::vector<std::string> methods;
  for (const auto& entry :
       std::filesystem::directory_iterator(MANDATED_PROTO_DIRECTORY)) {
    const std::string name = "mandates/v1/" + entry.path().filename().string();
    const auto* const file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
            name);
    if (file == nullptr) {
      ADD_FAILURE() << name << " is not linked into this test";
      continue;
    }
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back("/" + file->service(s)->full_name() + "/" +
                          file->service(s)->method(m)->name());
      }
    }
  }
  return methods;
}

TEST(RpcRulesTest, TableHasARowForEachRpcOfTheProtosAndNoOther) {
  std::vector<std::string> listed;
  for (const RpcRule& rule : RpcRules()) listed.emplace_back(rule.method);

  EXPECT_THAT(listed, UnorderedElementsAreArray(MethodsOfTheProtos()));
}

TEST(RpcRulesTest, NoRowIsForNobody) {
  for (const RpcRule& rule : RpcRules()) {
    EXPECT_NE(rule.role, Role::kNone) << rule.method;
  }
}

TEST(RoleForTest, RpcWithoutARowIsAllowedToNobody) {
  EXPECT_EQ(RoleFor("/mandates.v1.AdminService/Forgotten"), std::nullopt);
  EXPECT_EQ(RoleFor(""), std::nullopt);
}

TEST(RoleTest, RolesAreALadder) {
  EXPECT_LT(Role::kNone, Role::kReader);
  EXPECT_LT(Role::kReader, Role::kSubscriber);
  EXPECT_LT(Role::kSubscriber, Role::kEditor);
  EXPECT_LT(Role::kEditor, Role::kAdmin);
}

TEST(RoleTest, NamesAreReadAsTheyAreWritten) {
  for (const Role role :
       {Role::kReader, Role::kSubscriber, Role::kEditor, Role::kAdmin}) {
    EXPECT_EQ(ParseRole(NameOf(role)), role);
  }
  for (const char* other : {"none", "Admin", "root", "", "reader "}) {
    EXPECT_EQ(ParseRole(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace mandated::server
