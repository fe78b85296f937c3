// The other writes and their bad inputs.

#include <vector>

#include "tests/integration/bad_input.h"

namespace mandated::testing {
namespace {

std::vector<Case> OtherWriteCases() {
  using Batch = v1::BatchRecordDecisionsRequest;
  using Amend = v1::AmendDecisionRequest;
  using Retract = v1::RetractDecisionRequest;
  using Update = v1::UpdateMandateRequest;
  using Upsert = v1::UpsertSessionRequest;
  return {
      {"empty batch", kInvalid, "FIELD_OUT_OF_RANGE", "requests",
       Asking<Batch>([](Batch&) {})},
      {"batch of 1,001", kInvalid, "FIELD_OUT_OF_RANGE", "requests",
       Asking<Batch>([](Batch& r) {
         for (int i = 0; i < 1'001; ++i) *r.add_requests() = Good();
       })},
      {"batch with one bad date", kInvalid, "DATE_INVALID",
       "requests[1].decision.adopted_on", Asking<Batch>([](Batch& r) {
         *r.add_requests() = Good();
         *r.add_requests() = Good();
         *r.mutable_requests(1)->mutable_decision()->mutable_adopted_on() =
             Day(2022, 2, 31);
       })},
      {"batch whose second does not extend", kInvalid, "TERM_NOT_EXTENDED",
       "requests[1].decision.term", Asking<Batch>([](Batch& r) {
         *r.add_requests() = Good();
         *r.add_requests() = Extend("new", "A/HRC/RES/51/91", Day(2022, 10, 7),
                                    TermUntil(Day(2023, 1, 1)));
       })},
      {"batch with a request id inside", kInvalid, "FIELD_FORBIDDEN",
       "requests[0].request_id", Asking<Batch>([](Batch& r) {
         *r.add_requests() = Good();
         r.mutable_requests(0)->set_request_id("inside");
       })},
      {"amendment without a name", kInvalid, "NAME_INVALID", "decision.name",
       Spoiled<Amend>(GoodAmendment(),
                      [](Amend& r) { r.mutable_decision()->clear_name(); })},
      {"amendment without a reason", kInvalid, "FIELD_MISSING", "reason",
       Spoiled<Amend>(GoodAmendment(), [](Amend& r) { r.clear_reason(); })},
      {"amendment of the symbol", kInvalid, "FIELD_FORBIDDEN",
       "decision.symbol",
       Spoiled<Amend>(GoodAmendment(),
                      [](Amend& r) {
                        r.mutable_decision()->set_symbol("A/HRC/RES/51/2");
                      })},
      {"amendment of what is not there", kNotFound, "DECISION_NOT_FOUND", "",
       Spoiled<Amend>(GoodAmendment(),
                      [](Amend& r) {
                        r.mutable_decision()->set_name(
                            "mandates/old/decisions/none");
                      })},
      {"amendment of no mandate", kNotFound, "MANDATE_NOT_FOUND", "",
       Spoiled<Amend>(GoodAmendment(),
                      [](Amend& r) {
                        r.mutable_decision()->set_name(
                            "mandates/none/decisions/none");
                      })},
      {"amendment with a stale etag", kAborted, "ETAG_STALE", "",
       Spoiled<Amend>(GoodAmendment(), [](Amend& r) { r.set_etag("x"); })},
      {"retraction without a name", kInvalid, "NAME_INVALID", "name",
       Asking<Retract>([](Retract& r) { r.set_reason("wrong"); })},
      {"retraction without a reason", kInvalid, "FIELD_MISSING", "reason",
       Asking<Retract>([](Retract& r) {
         r.set_name("mandates/old/decisions/a-hrc-res-51-1");
         r.set_reason(" \t");
       })},
      {"retraction of what is not there", kNotFound, "DECISION_NOT_FOUND", "",
       Asking<Retract>([](Retract& r) {
         r.set_name("mandates/old/decisions/none");
         r.set_reason("wrong");
       })},
      {"retraction of what was taken back", kPrecondition, "DECISION_RETRACTED",
       "", Asking<Retract>([](Retract& r) {
         r.set_name("mandates/old/decisions/a-hrc-res-51-2");
         r.set_reason("wrong");
       })},
      {"update of nothing", kInvalid, "FIELD_MISSING", "update_mask",
       Spoiled<Update>(GoodUpdate(), [](Update& r) { r.clear_update_mask(); })},
      {"update of everything", kInvalid, "PATH_UNKNOWN", "update_mask",
       Spoiled<Update>(
           GoodUpdate(),
           [](Update& r) { r.mutable_update_mask()->set_paths(0, "*"); })},
      {"update of the term", kInvalid, "PATH_UNKNOWN", "update_mask",
       Spoiled<Update>(
           GoodUpdate(),
           [](Update& r) { r.mutable_update_mask()->set_paths(0, "term"); })},
      {"update to no title", kInvalid, "FIELD_MISSING", "mandate.title",
       Spoiled<Update>(
           GoodUpdate(),
           [](Update& r) { r.mutable_update_mask()->set_paths(0, "title"); })},
      {"update of no mandate", kNotFound, "MANDATE_NOT_FOUND", "",
       Spoiled<Update>(
           GoodUpdate(),
           [](Update& r) { r.mutable_mandate()->set_name("mandates/none"); })},
      {"update with a stale etag", kAborted, "ETAG_STALE", "",
       Spoiled<Update>(GoodUpdate(),
                       [](Update& r) { r.mutable_mandate()->set_etag("x"); })},
      {"session without a name", kInvalid, "NAME_INVALID", "session.name",
       Spoiled<Upsert>(GoodSession(),
                       [](Upsert& r) { r.mutable_session()->clear_name(); })},
      {"session number 0", kInvalid, "NAME_INVALID", "session.name",
       Spoiled<Upsert>(
           GoodSession(),
           [](Upsert& r) { r.mutable_session()->set_name("sessions/hrc-0"); })},
      {"session that ends before it starts", kInvalid, "TERM_ENDS_BEFORE_START",
       "session.last_day",
       Spoiled<Upsert>(GoodSession(),
                       [](Upsert& r) {
                         *r.mutable_session()->mutable_last_day() =
                             Day(2025, 9, 7);
                       })},
      {"session without days", kInvalid, "DATE_INVALID", "session.first_day",
       Spoiled<Upsert>(
           GoodSession(),
           [](Upsert& r) { r.mutable_session()->clear_first_day(); })},
      {"session that says it is projected", kInvalid, "BASIS_INVALID",
       "session.basis",
       Spoiled<Upsert>(GoodSession(),
                       [](Upsert& r) {
                         r.mutable_session()->set_basis(
                             v1::CALENDAR_BASIS_PROJECTED);
                       })},
      {"session with a stale etag", kAborted, "ETAG_STALE", "",
       Spoiled<Upsert>(GoodSession(),
                       [](Upsert& r) { r.mutable_session()->set_etag("x"); })},
  };
}

TEST_F(BadInputTest, EveryOtherWriteNamesTheField) {
  ExpectRefusals(OtherWriteCases());
}

TEST_F(BadInputTest, ClockThatIsNotSimulatedCannotBeMoved) {
  const TemporaryDirectory directory;
  auto real = ServerProcess::Start(directory.path() + "/store");
  ASSERT_TRUE(real.ok()) << real.status();
  Client client(real->NewChannel());
  const auto status = client.AdvanceDays(1);
  EXPECT_EQ(status.error_code(), kPrecondition);
  EXPECT_EQ(ReasonOf(status), "CLOCK_NOT_SIMULATED");
}

}  // namespace
}  // namespace mandated::testing
