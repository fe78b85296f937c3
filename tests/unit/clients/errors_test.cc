#include "clients/mandatectl/errors.h"

#include "mandates/client/error.h"
#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using mandates::client::ToStatus;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DescribeTest, ReasonAndAdviceFollowTheMessage) {
  const absl::Status status = ToStatus(
      Refusal(grpc::StatusCode::NOT_FOUND, "MANDATE_NOT_FOUND", "not there"));
  EXPECT_EQ(Describe(status, "host:1"),
            "mandatectl: not there\n"
            "  reason MANDATE_NOT_FOUND (NOT_FOUND)\n"
            "  try mandatectl list");
}

TEST(DescribeTest, FieldIsNamedUnlessTheMessageBeginsWithIt) {
  EXPECT_THAT(Describe(ToStatus(Refusal(grpc::StatusCode::INVALID_ARGUMENT,
                                        "TERM_NOT_EXTENDED", "was not extended",
                                        "decision.term")),
                       "host:1"),
              HasSubstr("\n  field decision.term\n"));
  EXPECT_THAT(
      Describe(ToStatus(Refusal(grpc::StatusCode::INVALID_ARGUMENT,
                                "DATE_INVALID", "as_of: is no date", "as_of")),
               "host:1"),
      Not(HasSubstr("field")));
}

TEST(DescribeTest, ServerThatDoesNotAnswerIsNamed) {
  const std::string text =
      Describe(absl::UnavailableError("connection refused"), "host:1");
  EXPECT_THAT(text, HasSubstr("no answer from host:1: connection refused"));
  EXPECT_THAT(text, HasSubstr("--server"));
}

TEST(DescribeTest, TextOfTheServerCannotCommandTheTerminal) {
  EXPECT_THAT(Describe(absl::NotFoundError("a\x1B[31m\nb"), "host:1"),
              "mandatectl: a [31m b");
}

TEST(ExitCodeOfTest, RefusalAndSilenceAreToldApart) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kExitDone);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kExitUnreachable);
}

}  // namespace
}  // namespace mandated::mandatectl
