// TLS and client certificates, against the real server.

#include <cstdlib>

#include "tests/integration/security_fixture.h"

namespace mandated::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kServerNames[] = "DNS:localhost,IP:127.0.0.1";
constexpr int kExitUsage = 64;
constexpr int kExitUnavailable = 69;

class TlsTest : public SecurityTest {
 protected:
  // Serves with a certificate of `authority_` and lets the certificate
  // "desk.example" edit, the token "t" read.
  void StartTlsServer() {
    StartServer({"--tls-certificate=" + served_.certificate,
                 "--tls-key=" + served_.key,
                 "--tls-client-ca=" + authority_.certificate(),
                 WriteAccessList(TokenEntry("t", "reader") +
                                 "[[certificate]]\nsan = \"desk.example\"\n"
                                 "role = \"editor\"\n")});
  }

  Security Verifying(const CertificateAuthority& authority) const {
    Security security;
    security.tls = true;
    security.ca = ReadFile(authority.certificate());
    return security;
  }
  Security WithToken() const {
    Security security = Verifying(authority_);
    security.token = "t";
    return security;
  }
  Security Showing(const CertificateAuthority::Issued& issued) const {
    Security security = Verifying(authority_);
    security.certificate = ReadFile(issued.certificate);
    security.key = ReadFile(issued.key);
    return security;
  }

  // Runs one handshake by the program openssl.
  int HandshakeExitCode(const std::string& options) {
    return system(absl::StrCat("openssl s_client -connect ", server().address(),
                               " -alpn h2 ", options,
                               " </dev/null >/dev/null 2>&1")
                      .c_str());
  }

  const CertificateAuthority authority_{directory(), "authority"};
  const CertificateAuthority stranger_{directory(), "stranger"};
  const CertificateAuthority::Issued served_ =
      authority_.Issue("server", kServerNames);
};

TEST_F(TlsTest, ClientThatTrustsTheAuthorityIsServed) {
  StartTlsServer();
  const grpc::Status answer = Ask(WithToken());
  EXPECT_TRUE(answer.ok()) << Describe(answer);
}

TEST_F(TlsTest, ClientThatTrustsAnotherAuthorityDoesNotConnect) {
  StartTlsServer();
  Security security = Verifying(stranger_);
  security.token = "t";
  EXPECT_EQ(Ask(security).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, PlaintextIsNotServed) {
  StartTlsServer();
  EXPECT_EQ(Ask(Security()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, OnlyModernVersionsOfTheProtocolAreSpoken) {
  StartTlsServer();
  EXPECT_EQ(HandshakeExitCode("-tls1_3"), 0);
  EXPECT_EQ(HandshakeExitCode("-tls1_2"), 0);
  // The weakest level, so that it is the server that refuses.
  EXPECT_NE(HandshakeExitCode("-tls1_1 -cipher ALL:@SECLEVEL=0"), 0);
  EXPECT_NE(HandshakeExitCode("-tls1 -cipher ALL:@SECLEVEL=0"), 0);
}

TEST_F(TlsTest, NewCertificateIsServedToNewConnectionsWithoutARestart) {
  StartTlsServer();
  const Client old_connection(Connect(WithToken()));
  const auto fresh = stranger_.Issue("server", kServerNames);
  Security security = Verifying(stranger_);
  security.token = "t";

  ReplaceFile(served_.key, ReadFile(fresh.key));
  ReplaceFile(served_.certificate, ReadFile(fresh.certificate));

  const grpc::Status answer = AskUntil(grpc::StatusCode::OK, security);
  EXPECT_TRUE(answer.ok()) << Describe(answer);
  EXPECT_EQ(Ask(WithToken()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, KeyOfAnotherCertificateIsLoggedAndTheServerLives) {
  StartTlsServer();
  const std::string key = ReadFile(served_.key);
  ReplaceFile(served_.key, ReadFile(authority_.Issue("x", "DNS:x").key));
  while (server().Log().find("is not the key of") == std::string::npos) {
    ASSERT_FALSE(server().Log().empty());
  }
  ReplaceFile(served_.key, key);
  EXPECT_TRUE(AskUntil(grpc::StatusCode::OK, WithToken()).ok());
}

TEST_F(TlsTest, CertificateShowsWhoCallsByItsNames) {
  StartTlsServer();
  const auto desk = authority_.Issue("desk", "DNS:other,DNS:desk.example");
  Client client(Connect(Showing(desk)));

  EXPECT_TRUE(client.Call(v1::GetServerInfoRequest()).ok());
  const auto refused = client.Call(v1::AdvanceClockRequest());

  EXPECT_EQ(ReasonOf(refused.status), "ROLE_REQUIRED");
  EXPECT_EQ(MetadataOf(refused.status, "caller"), "desk.example");
}

TEST_F(TlsTest, CertificateThatIsNotListedMayDoNothing) {
  StartTlsServer();
  const auto unlisted = authority_.Issue("unlisted", "DNS:unlisted.example");
  const grpc::Status refused = Ask(Showing(unlisted));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(MetadataOf(refused, "caller"), "unlisted.example");
}

TEST_F(TlsTest, CallerWithoutCertificateOrTokenIsUnauthenticated) {
  StartTlsServer();
  const grpc::Status refused = Ask(Verifying(authority_));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(refused), "CREDENTIALS_MISSING");
}

TEST_F(TlsTest, CertificateOfAnotherAuthorityDoesNotConnect) {
  StartTlsServer();
  const auto forged = stranger_.Issue("forged", "DNS:desk.example");
  EXPECT_EQ(Ask(Showing(forged)).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ExpiredCertificateDoesNotConnect) {
  StartTlsServer();
  const auto expired = authority_.Issue("expired", "DNS:desk.example", -1);
  EXPECT_EQ(Ask(Showing(expired)).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, FilesThatDoNotFitEndTheStartWithTheirName) {
  const auto other = authority_.Issue("other", kServerNames);
  const auto expired = authority_.Issue("expired", kServerNames, -1);
  const auto ended = [&](const std::string& certificate,
                         const std::string& key) {
    return ServerProcess::RunToEnd(
        PathOf("store"),
        {"--tls-certificate=" + certificate, "--tls-key=" + key});
  };
  for (const auto& [certificate, key, said] :
       {std::tuple(served_.certificate, other.key, "is not the key of"),
        std::tuple(served_.key, served_.key, "is no certificate"),
        std::tuple(served_.certificate, PathOf("none"), "is no private key"),
        std::tuple(expired.certificate, expired.key,
                   "is not valid any more")}) {
    const auto end = ended(certificate, key);
    EXPECT_EQ(end.exit_code, kExitUnavailable) << end.log;
    EXPECT_THAT(end.log, HasSubstr(said));
  }
}

TEST_F(TlsTest, ServerBeyondThisMachineNeedsTlsAndToKnowWhoCalls) {
  const std::vector<std::string> tls = {
      "--tls-certificate=" + served_.certificate, "--tls-key=" + served_.key};
  for (const auto& [flags, said] :
       {std::pair(std::vector<std::string>{"--listen=0.0.0.0:0"},
                  "give tls-certificate and tls-key"),
        std::pair(std::vector<std::string>{"--listen=127.example.org:0"},
                  "give tls-certificate and tls-key"),
        std::pair(
            std::vector{std::string("--listen=0.0.0.0:0"), tls[0], tls[1]},
            "give an access-list or jwt-keys"),
        std::pair(std::vector{tls[0]}, "give both"),
        std::pair(
            std::vector{tls[0], tls[1], std::string("--insecure-plaintext")},
            "contradict"),
        std::pair(std::vector{"--tls-client-ca=" + authority_.certificate()},
                  "tls-client-ca needs"),
        std::pair(std::vector<std::string>{"--jwt-keys=x"},
                  "jwt-keys needs jwt-issuer")}) {
    const auto end = ServerProcess::RunToEnd(PathOf("store"), flags);
    EXPECT_EQ(end.exit_code, kExitUsage) << end.log;
    EXPECT_THAT(end.log, HasSubstr(said));
  }
}

TEST_F(TlsTest, PlaintextBeyondThisMachineIsServedWhereItWasAskedFor) {
  StartServer({"--listen=0.0.0.0:0", "--insecure-plaintext"});
  EXPECT_THAT(server().Log(), HasSubstr("plaintext beyond this machine"));
  EXPECT_THAT(server().Log(), HasSubstr("is an admin"));
}

}  // namespace
}  // namespace mandated::testing
