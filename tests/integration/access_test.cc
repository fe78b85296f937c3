// Who may call what, against the real server: tokens, JWTs, roles.

#include "services/server/access/roles.h"
#include "tests/integration/security_fixture.h"
#include "tests/support/tokens.h"

namespace mandated::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;
using server::NameOf;
using server::Role;
using server::RpcRule;

constexpr grpc::StatusCode kDenied = grpc::StatusCode::PERMISSION_DENIED;
constexpr grpc::StatusCode kUnauthenticated = grpc::StatusCode::UNAUTHENTICATED;

bool IsStream(std::string_view method) {
  return method.find("/Watch") != std::string_view::npos ||
         method.find("/StreamSubscription") != std::string_view::npos;
}

class AccessTest : public SecurityTest {
 protected:
  // Serves four callers, each with its role for its token.
  void StartWithRoles() {
    std::string list;
    for (const char* role : {"reader", "subscriber", "editor", "admin"}) {
      list += TokenEntry(role, role);
    }
    StartServer({WriteAccessList(list)});
  }

  void StartWithJwt() {
    ReplaceFile(PathOf("keys.json"), KeySetOf({maker_.Key()}));
    StartServer({"--jwt-keys=" + PathOf("keys.json"), "--jwt-issuer=i",
                 "--jwt-audience=a"});
  }

  static Json Claims() {
    const int64_t now =
        time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now())
            .time_since_epoch()
            .count();
    return {{"iss", "i"},
            {"aud", "a"},
            {"sub", "robot"},
            {"roles", {"reader"}},
            {"exp", now + 600}};
  }

  const TokenMaker maker_{TokenMaker::Kind::kP256};
};

TEST_F(AccessTest, EachRpcIsRefusedBelowItsRoleAndServedFromItOn) {
  StartWithRoles();
  for (const Role role :
       {Role::kReader, Role::kSubscriber, Role::kEditor, Role::kAdmin}) {
    const auto channel = ConnectWithToken(std::string(NameOf(role)));
    for (const RpcRule& rule : server::RpcRules()) {
      const RawAnswer answer =
          RawCall(channel, std::string(rule.method), "", IsStream(rule.method));
      const auto code = answer.status.error_code();
      EXPECT_NE(code, kUnauthenticated) << rule.method;
      EXPECT_EQ(code == kDenied, role < rule.role)
          << rule.method << " as " << NameOf(role) << ": "
          << Describe(answer.status);
      if (role >= rule.role) continue;
      EXPECT_EQ(ReasonOf(answer.status), "ROLE_REQUIRED") << rule.method;
      EXPECT_EQ(MetadataOf(answer.status, "method"), rule.method);
      EXPECT_EQ(MetadataOf(answer.status, "roleRequired"), NameOf(rule.role));
    }
  }
}

TEST_F(AccessTest, NoRpcIsServedToWhoDoesNotSayWhoTheyAre) {
  StartWithRoles();
  const auto nobody = Connect(Security());
  const auto stranger = ConnectWithToken("stranger");
  for (const RpcRule& rule : server::RpcRules()) {
    const std::string method(rule.method);
    const bool streams = IsStream(rule.method);
    EXPECT_EQ(ReasonOf(RawCall(nobody, method, "", streams).status),
              "CREDENTIALS_MISSING")
        << method;
    EXPECT_EQ(ReasonOf(RawCall(stranger, method, "", streams).status),
              "CREDENTIALS_UNKNOWN")
        << method;
  }
}

TEST_F(AccessTest, HealthIsToldToEverybodyAndChannelzToNobody) {
  StartWithRoles();
  const auto nobody = Connect(Security());
  EXPECT_TRUE(RawCall(nobody, "/grpc.health.v1.Health/Check", "").status.ok());
  for (const auto& channel : {nobody, ConnectWithToken("admin")}) {
    EXPECT_EQ(RawCall(channel, "/grpc.channelz.v1.Channelz/GetServers", "")
                  .status.error_code(),
              grpc::StatusCode::UNIMPLEMENTED);
  }
}

TEST_F(AccessTest, ActorIsWhoCallsWhateverTheRequestSays) {
  StartWithRoles();
  Client client(ConnectWithToken("editor"));
  v1::RecordDecisionRequest request = Establish(
      "m", "A/HRC/RES/51/1", Day(2022, 10, 6), TermUntil(Day(2030, 1, 1)));
  request.set_actor("somebody else");
  v1::UpsertSessionRequest session;
  *session.mutable_session() =
      SessionOf("hrc-51", Day(2022, 9, 12), Day(2022, 10, 7));
  const auto upserted = client.Call(session);
  ASSERT_TRUE(upserted.ok()) << Describe(upserted.status);

  const auto recorded = client.Call(request);

  ASSERT_TRUE(recorded.ok()) << Describe(recorded.status);
  EXPECT_EQ(recorded->events(0).actor(), "editor-name");
  v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = Establish("n", "A/HRC/RES/51/2", Day(2022, 10, 6),
                                    TermUntil(Day(2030, 1, 1)));
  batch.mutable_requests(0)->set_actor("somebody else");
  EXPECT_EQ(client.Call(batch)->events(0).actor(), "editor-name");
}

TEST_F(AccessTest, TokenThatIsTakenFromTheListIsRefusedOnTheSameConnection) {
  StartServer({WriteAccessList(TokenEntry("t", "reader"))});
  Client client(ConnectWithToken("t"));
  EXPECT_TRUE(client.Call(v1::GetServerInfoRequest()).ok());

  WriteAccessList(TokenEntry("u", "reader"));

  Security security;
  security.token = "u";
  EXPECT_TRUE(AskUntil(grpc::StatusCode::OK, security).ok());
  EXPECT_EQ(ReasonOf(client.Call(v1::GetServerInfoRequest()).status),
            "CREDENTIALS_UNKNOWN");
}

TEST_F(AccessTest, ListThatIsWrongIsLoggedAndTheOneBeforeStays) {
  StartServer({WriteAccessList(TokenEntry("t", "reader"))});
  WriteAccessList("[[token]]\nname = \"secret-name\"\n");
  while (server().Log().find("access.toml: line 1") == std::string::npos) {
    ASSERT_FALSE(server().Log().empty());
  }
  EXPECT_TRUE(AskWithToken("t").ok());
}

TEST_F(AccessTest, ExpiredTokenIsRefused) {
  StartServer({WriteAccessList(
      TokenEntry("t", "reader", "expires = 2020-01-01T00:00:00Z"))});
  const grpc::Status refused = AskWithToken("t");
  EXPECT_EQ(refused.error_code(), kUnauthenticated);
  EXPECT_EQ(ReasonOf(refused), "CREDENTIALS_EXPIRED");
}

TEST_F(AccessTest, JwtIsTaken) {
  StartWithJwt();
  const grpc::Status answer = AskWithToken(maker_.Make(Claims()));
  EXPECT_TRUE(answer.ok()) << Describe(answer);
}

TEST_F(AccessTest, JwtThatIsWrongInAnyPartIsRefused) {
  StartWithJwt();
  for (const auto& [claim, value] :
       {std::pair<std::string, Json>("iss", "other"),
        {"aud", "other"},
        {"exp", 1'000'000'000},
        {"nbf", 4'000'000'000},
        {"sub", ""}}) {
    Json claims = Claims();
    claims[claim] = value;
    EXPECT_EQ(AskWithToken(maker_.Make(claims)).error_code(), kUnauthenticated)
        << claim;
  }
  const TokenMaker stranger(TokenMaker::Kind::kP256);
  for (const std::string& forged :
       {stranger.Make(Claims()), MakeForgery("none", Claims(), ""),
        MakeForgery("HS256", Claims(), maker_.Key().dump()),
        MakeForgery("ES256", Claims(), maker_.Key().dump())}) {
    const grpc::Status refused = AskWithToken(forged);
    EXPECT_EQ(ReasonOf(refused), "CREDENTIALS_INVALID") << forged;
  }
}

TEST_F(AccessTest, KeyThatIsTakenFromTheSetIsNoLongerTrusted) {
  StartWithJwt();
  const TokenMaker other(TokenMaker::Kind::kP256);
  const std::string old_token = maker_.Make(Claims());
  EXPECT_TRUE(AskWithToken(old_token).ok());

  ReplaceFile(PathOf("keys.json"), KeySetOf({other.Key()}));

  Security security;
  security.token = other.Make(Claims());
  EXPECT_TRUE(AskUntil(grpc::StatusCode::OK, security).ok());
  EXPECT_EQ(AskWithToken(old_token).error_code(), kUnauthenticated);
}

TEST_F(AccessTest, SecretsAreInNeitherTheLogNorTheErrors) {
  StartServer({WriteAccessList(TokenEntry("opensesame", "reader"))});
  Client client(ConnectWithToken("opensesame"));
  EXPECT_TRUE(client.Call(v1::GetServerInfoRequest()).ok());
  const grpc::Status denied = client.Call(v1::AdvanceClockRequest()).status;
  const grpc::Status unknown = AskWithToken("sesameopen");
  EXPECT_EQ(server().Terminate(), 0);

  for (const std::string& text :
       {server().Log(), Describe(unknown), unknown.error_details()}) {
    EXPECT_THAT(text, Not(HasSubstr("sesame")));
  }
  // Its owner's name is told, which TokenEntry makes of the token.
  EXPECT_EQ(MetadataOf(denied, "caller"), "opensesame-name");
}

}  // namespace
}  // namespace mandated::testing
