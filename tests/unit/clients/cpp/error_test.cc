#include "mandates/client/error.h"

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/unit/clients/fake_expiry.h"

namespace mandates::client {
namespace {

using mandated::fakes::Refusal;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(ErrorTest, DetailsOfTheServerAreDecoded) {
  google::rpc::ErrorInfo info;
  info.set_domain("mandates");
  info.set_reason("TERM_NOT_EXTENDED");
  (*info.mutable_metadata())["mandate"] = "mandates/housing";
  google::rpc::PreconditionFailure failure;
  auto& violation = *failure.add_violations();
  violation.set_type("ACT_OPEN");
  violation.set_subject("acts[0]");
  violation.set_description("names no mandate");
  google::rpc::Status rich;
  rich.add_details()->PackFrom(info);
  rich.add_details()->PackFrom(failure);
  const Error error(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "no",
                                 rich.SerializeAsString()));
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.message, "no");
  EXPECT_EQ(error.domain, "mandates");
  EXPECT_EQ(error.reason, "TERM_NOT_EXTENDED");
  EXPECT_THAT(error.metadata, ElementsAre(Pair("mandate", "mandates/housing")));
  ASSERT_THAT(error.preconditions, SizeIs(1));
  EXPECT_EQ(error.preconditions[0].type, "ACT_OPEN");
  EXPECT_EQ(error.preconditions[0].subject, "acts[0]");
  EXPECT_EQ(error.preconditions[0].description, "names no mandate");
}

TEST(ErrorTest, FieldThatWasWrongIsNamed) {
  const Error error(Refusal(grpc::StatusCode::INVALID_ARGUMENT,
                            "FILTER_INVALID", "expected a value", "filter"));
  ASSERT_THAT(error.fields, SizeIs(1));
  EXPECT_EQ(error.fields[0].field, "filter");
  EXPECT_EQ(error.fields[0].description, "expected a value");
}

TEST(ErrorTest, DetailsThatDoNotParseAreLeftOut) {
  const Error error(
      grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xFF\xFF garbage"));
  EXPECT_EQ(error.code, absl::StatusCode::kNotFound);
  EXPECT_EQ(error.reason, "");
  EXPECT_THAT(error.fields, IsEmpty());
}

TEST(IsTransientTest, ServerThatIsAwayOrATransportThatBroke) {
  EXPECT_TRUE(IsTransient(absl::UnavailableError("")));
  EXPECT_TRUE(IsTransient(absl::InternalError("RST_STREAM")));
  EXPECT_FALSE(IsTransient(absl::OutOfRangeError("")));
  EXPECT_TRUE(IsTransient(absl::CancelledError("the server stops")));
  EXPECT_FALSE(IsTransient(
      ToStatus(Refusal(grpc::StatusCode::INTERNAL, "STORE_CORRUPT", ""))));
}

}  // namespace
}  // namespace mandates::client
