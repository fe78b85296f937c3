#ifndef MANDATED_TESTS_INTEGRATION_BAD_INPUT_H_
#define MANDATED_TESTS_INTEGRATION_BAD_INPUT_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/running_server.h"

namespace mandated::testing {

inline constexpr auto kInvalid = grpc::StatusCode::INVALID_ARGUMENT;
inline constexpr auto kNotFound = grpc::StatusCode::NOT_FOUND;
inline constexpr auto kExists = grpc::StatusCode::ALREADY_EXISTS;
inline constexpr auto kPrecondition = grpc::StatusCode::FAILED_PRECONDITION;
inline constexpr auto kAborted = grpc::StatusCode::ABORTED;
inline constexpr auto kOutOfRange = grpc::StatusCode::OUT_OF_RANGE;

// One bad call: who is asked what, and what must come back.
struct Case {
  std::string name;
  grpc::StatusCode code;
  std::string reason;
  std::string field;  // empty: no field is to blame
  std::function<grpc::Status(Client&)> call;
};

// Makes a call from a request that `spoil` has changed.
template <typename Request>
std::function<grpc::Status(Client&)> Spoiled(
    Request request, std::function<void(Request&)> spoil) {
  spoil(request);
  return [request](Client& client) { return client.Call(request).status; };
}

template <typename Request>
std::function<grpc::Status(Client&)> Asking(
    std::function<void(Request&)> fill) {
  return Spoiled<Request>(Request(), std::move(fill));
}

inline std::function<grpc::Status(Client&)> Watching(
    std::function<void(v1::WatchRequest&)> fill) {
  v1::WatchRequest request;
  fill(request);
  return
      [request](Client& client) { return Watcher(client, request).Finish(); };
}

// A good request, which the cases spoil.
inline v1::RecordDecisionRequest Good() {
  return Establish("new", "A/HRC/RES/51/90", Day(2022, 10, 6), TermOf("P3Y"));
}

inline std::function<grpc::Status(Client&)> Recording(
    std::function<void(v1::RecordDecisionRequest&)> spoil) {
  return Spoiled(Good(), std::move(spoil));
}

inline v1::AmendDecisionRequest GoodAmendment() {
  v1::AmendDecisionRequest request;
  *request.mutable_decision() =
      Extend("old", "A/HRC/RES/51/1", Day(2022, 10, 6),
             TermUntil(Day(2026, 1, 1)))
          .decision();
  request.mutable_decision()->set_act(v1::ACT_ESTABLISH);
  request.mutable_decision()->set_name("mandates/old/decisions/a-hrc-res-51-1");
  request.set_reason("misread");
  return request;
}

inline v1::UpdateMandateRequest GoodUpdate() {
  v1::UpdateMandateRequest request;
  request.mutable_mandate()->set_name("mandates/old");
  request.mutable_mandate()->set_holder("Ms Example");
  request.mutable_update_mask()->add_paths("holder");
  return request;
}

inline v1::UpsertSessionRequest GoodSession() {
  v1::UpsertSessionRequest request;
  *request.mutable_session() =
      SessionOf("hrc-60", Day(2025, 9, 8), Day(2025, 10, 8));
  return request;
}

// Asks one server for what it must refuse: each is refused by name, nothing is
// written, and the server still answers.
class BadInputTest : public ServerTest {
 protected:
  void SetUp() override {
    StartServer();
    RecordSessions();
    v1::RecordDecisionRequest first = Establish(
        "old", "A/HRC/RES/51/1", Day(2022, 10, 6), TermUntil(Day(2025, 1, 1)));
    first.set_request_id("first");
    Record(first);
    Record(Extend("old", "A/HRC/RES/51/2", Day(2022, 10, 7),
                  TermUntil(Day(2026, 1, 1))));
    v1::RetractDecisionRequest retract;
    retract.set_name("mandates/old/decisions/a-hrc-res-51-2");
    retract.set_reason("recorded by mistake");
    ASSERT_TRUE(client().Call(retract).ok());
    head_ = client().Head();
    ASSERT_GT(head_, 0);
  }

  void ExpectNothingWritten() { EXPECT_EQ(client().Head(), head_); }

  void ExpectRefusals(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
      SCOPED_TRACE(one.name);
      const grpc::Status status = one.call(client());
      EXPECT_EQ(status.error_code(), one.code) << Describe(status);
      EXPECT_EQ(ReasonOf(status), one.reason) << Describe(status);
      EXPECT_EQ(DomainOf(status), "mandates");
      if (one.field.empty()) {
        EXPECT_THAT(FieldsOf(status), ::testing::IsEmpty()) << Describe(status);
      } else {
        EXPECT_THAT(FieldsOf(status), ::testing::ElementsAre(one.field))
            << Describe(status);
      }
      EXPECT_LT(status.error_message().size(), 2'000U);
      ExpectNothingWritten();
    }
  }

 private:
  int64_t head_ = 0;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_INTEGRATION_BAD_INPUT_H_
