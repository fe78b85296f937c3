#ifndef MANDATED_TESTS_INTEGRATION_RPC_FIXTURE_H_
#define MANDATED_TESTS_INTEGRATION_RPC_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/running_server.h"

namespace mandated::testing {

inline v1::EventType TypeOf(const v1::Event& event) { return event.type(); }

template <typename Events>
std::vector<v1::EventType> TypesOf(const Events& events) {
  std::vector<v1::EventType> types;
  for (const v1::Event& event : events) types.push_back(TypeOf(event));
  return types;
}

inline std::string Spelled(const v1::Date& date) {
  return absl::StrCat(date.year(), "-", date.month(), "-", date.day());
}

inline std::vector<std::string> NamesOf(
    const v1::ListExpiringResponse& response) {
  std::vector<std::string> names;
  for (const auto& expiring : response.expiring()) {
    names.push_back(expiring.mandate().name());
  }
  return names;
}

// A server that knows the sessions 51 to 55.
class RpcTest : public ServerTest {
 protected:
  void SetUp() override {
    StartServer();
    RecordSessions();
  }

  // A term of one year from session 51, which ends with session 54.
  v1::RecordDecisionRequest DueAt54(const std::string& id, int number) {
    return Establish(id, absl::StrCat("A/HRC/RES/51/", number),
                     Day(2022, 10, 6), TermOf("P1Y"));
  }

  v1::UpsertSessionResponse MoveSession(const std::string& id, v1::Date first,
                                        v1::Date last) {
    v1::UpsertSessionRequest request;
    *request.mutable_session() = SessionOf(id, first, last);
    request.set_reason("the calendar changed");
    const auto answer = client().Call(request);
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer.response;
  }
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_RPC_FIXTURE_H_
