#include "clients/mandatectl/client.h"

#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::SizeIs;

mandates::v1::GetMandateRequest Asking(const std::string& name) {
  mandates::v1::GetMandateRequest request;
  request.set_name(name);
  return request;
}

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    for (const char* name : {"a", "b", "c", "d", "e"}) {
      server_.mandates.mandates[name].set_name(name);
    }
  }

  size_t ListedWithLimit(int limit) {
    const auto response = server_.client().ListMandates({}, limit);
    EXPECT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->next_page_token(), "");
    return static_cast<size_t>(response->mandates_size());
  }

  FakeServer server_;
};

TEST_F(ClientTest, ListJoinsAllPages) { EXPECT_EQ(ListedWithLimit(0), 5U); }

TEST_F(ClientTest, ListEndsAtItsLimit) {
  EXPECT_EQ(ListedWithLimit(1), 1U);
  EXPECT_EQ(ListedWithLimit(3), 3U);
  EXPECT_EQ(ListedWithLimit(9), 5U);
}

TEST_F(ClientTest, ErrorCarriesCodeAndMessage) {
  const auto mandate = server_.client().GetMandate(Asking("z"));
  EXPECT_TRUE(absl::IsNotFound(mandate.status()));
  EXPECT_THAT(mandate, FailsWith("z is not on record"));
}

TEST(ClientTimeoutTest, CallThatTakesTooLongIsGivenUp) {
  FakeServer server(absl::Milliseconds(50));
  server.mandates.hangs = true;
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      server.client().GetMandate(Asking("a")).status()));
}

TEST(OpenChannelTest, ServerThatIsNotThereIsUnavailable) {
  // Port 1 is reserved, and nothing listens there.
  Client client(OpenChannel("127.0.0.1:1", grpc::InsecureChannelCredentials()),
                absl::Seconds(30));
  EXPECT_TRUE(absl::IsUnavailable(client.GetServerInfo().status()));
}

}  // namespace
}  // namespace mandated::mandatectl
