// RecordDecision and its bad inputs.

#include <string>
#include <vector>

#include "tests/integration/bad_input.h"

namespace mandated::testing {
namespace {

std::vector<Case> RecordCases() {
  using R = v1::RecordDecisionRequest;
  return {
      {"no mandate name", kInvalid, "NAME_INVALID", "mandate_name",
       Recording([](R& r) { r.clear_mandate_name(); })},
      {"mandate id with capitals", kInvalid, "NAME_INVALID", "mandate_name",
       Recording([](R& r) { r.set_mandate_name("mandates/Torture"); })},
      {"mandate id too long", kInvalid, "NAME_INVALID", "mandate_name",
       Recording([](R& r) {
         r.set_mandate_name("mandates/" + std::string(64, 'a'));
       })},
      {"mandate name of a megabyte", kInvalid, "NAME_INVALID", "mandate_name",
       Recording([](R& r) { r.set_mandate_name(std::string(1 << 20, 'a')); })},
      {"no decision", kInvalid, "FIELD_MISSING", "decision.act",
       Recording([](R& r) { r.clear_decision(); })},
      {"unknown act", kInvalid, "FIELD_MISSING", "decision.act",
       Recording([](R& r) {
         r.mutable_decision()->set_act(static_cast<v1::Act>(99));
       })},
      {"no symbol", kInvalid, "SYMBOL_INVALID", "decision.symbol",
       Recording([](R& r) { r.mutable_decision()->clear_symbol(); })},
      {"no symbol but text", kInvalid, "SYMBOL_INVALID", "decision.symbol",
       Recording([](R& r) { r.mutable_decision()->set_symbol("hello"); })},
      {"no day of adoption", kInvalid, "FIELD_MISSING", "decision.adopted_on",
       Recording([](R& r) { r.mutable_decision()->clear_adopted_on(); })},
      {"31 February", kInvalid, "DATE_INVALID", "decision.adopted_on",
       Recording([](R& r) {
         *r.mutable_decision()->mutable_adopted_on() = Day(2022, 2, 31);
       })},
      {"29 February of no leap year", kInvalid, "DATE_INVALID",
       "decision.adopted_on", Recording([](R& r) {
         *r.mutable_decision()->mutable_adopted_on() = Day(2022, 2, 29);
       })},
      {"year 0", kInvalid, "DATE_INVALID", "decision.adopted_on",
       Recording([](R& r) {
         *r.mutable_decision()->mutable_adopted_on() = Day(0, 1, 1);
       })},
      {"negative month", kInvalid, "DATE_INVALID", "decision.adopted_on",
       Recording([](R& r) {
         *r.mutable_decision()->mutable_adopted_on() = Day(2022, -1, 1);
       })},
      {"adopted tomorrow", kInvalid, "ADOPTED_IN_FUTURE", "decision.adopted_on",
       Recording([](R& r) {
         *r.mutable_decision()->mutable_adopted_on() = Day(2023, 1, 3);
       })},
      {"adopted outside its session", kInvalid, "ADOPTED_OUTSIDE_SESSION",
       "decision.adopted_on", Recording([](R& r) {
         r.mutable_decision()->set_session("sessions/hrc-51");
         *r.mutable_decision()->mutable_adopted_on() = Day(2022, 10, 8);
       })},
      {"session without a number", kInvalid, "NAME_INVALID", "decision.session",
       Recording([](R& r) { r.mutable_decision()->set_session("hrc-51"); })},
      {"unknown session", kNotFound, "SESSION_NOT_FOUND", "decision.session",
       Recording([](R& r) {
         r.mutable_decision()->set_session("sessions/hrc-s-99");
       })},
      {"term with half a period", kInvalid, "PERIOD_INVALID",
       "decision.term.period", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->set_period("P3");
       })},
      {"term of two centuries", kInvalid, "PERIOD_INVALID",
       "decision.term.period", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->set_period("P200Y");
       })},
      {"term that ends before it starts", kInvalid, "TERM_ENDS_BEFORE_START",
       "decision.term", Recording([](R& r) {
         *r.mutable_decision()->mutable_term() = TermUntil(Day(2022, 10, 5));
       })},
      {"term until 30 February", kInvalid, "DATE_INVALID",
       "decision.term.fixed", Recording([](R& r) {
         *r.mutable_decision()->mutable_term() = TermUntil(Day(2024, 2, 30));
       })},
      {"term until a special session", kInvalid, "SESSION_NOT_REGULAR",
       "decision.term.end_of_session", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->set_end_of_session(
             "sessions/hrc-s-31");
       })},
      {"term until a session too far ahead", kNotFound, "SESSION_NOT_FOUND",
       "decision.term.end_of_session", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->set_end_of_session(
             "sessions/hrc-999");
       })},
      {"anniversary without a period", kInvalid, "FIELD_MISSING",
       "decision.term.period", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->clear_period();
         r.mutable_decision()->mutable_term()->mutable_anniversary();
       })},
      {"until an event without words", kInvalid, "FIELD_MISSING",
       "decision.term.until_event.words", Recording([](R& r) {
         r.mutable_decision()->mutable_term()->mutable_until_event();
       })},
      {"rename without a title", kInvalid, "FIELD_MISSING",
       "decision.new_title", Recording([](R& r) {
         r.mutable_decision()->set_act(v1::ACT_RENAME);
         r.mutable_decision()->clear_term();
       })},
      {"termination with a term", kInvalid, "FIELD_FORBIDDEN", "decision.term",
       Recording(
           [](R& r) { r.mutable_decision()->set_act(v1::ACT_TERMINATE); })},
      {"merger into nothing", kInvalid, "NAME_INVALID", "decision.successor",
       Recording([](R& r) {
         r.mutable_decision()->set_act(v1::ACT_MERGE);
         r.mutable_decision()->clear_term();
       })},
      {"votes without a vote", kInvalid, "FIELD_FORBIDDEN", "decision.vote",
       Recording([](R& r) { r.mutable_decision()->mutable_vote(); })},
      {"negative votes", kInvalid, "FIELD_OUT_OF_RANGE",
       "decision.vote.against", Recording([](R& r) {
         r.mutable_decision()->set_adoption(v1::ADOPTION_RECORDED_VOTE);
         r.mutable_decision()->mutable_vote()->set_against(-1);
       })},
      {"note too long", kInvalid, "FIELD_TOO_LONG", "decision.note",
       Recording([](R& r) {
         r.mutable_decision()->set_note(std::string(2'001, 'x'));
       })},
      {"no mandate to create", kInvalid, "FIELD_MISSING", "mandate",
       Recording([](R& r) { r.clear_mandate(); })},
      {"mandate without a title", kInvalid, "FIELD_MISSING", "mandate.title",
       Recording([](R& r) { r.mutable_mandate()->clear_title(); })},
      {"country mandate without a country", kInvalid, "COUNTRY_INVALID",
       "mandate.country", Recording([](R& r) {
         r.mutable_mandate()->set_kind(v1::KIND_COUNTRY);
       })},
      {"label key with a space", kInvalid, "LABEL_KEY_INVALID",
       "mandate.labels", Recording([](R& r) {
         (*r.mutable_mandate()->mutable_labels())["a key"] = "value";
       })},
      {"body nobody knows", kInvalid, "BODY_UNKNOWN", "mandate.body",
       Recording([](R& r) { r.mutable_mandate()->set_body("GA"); })},
      {"request id with a line feed", kInvalid, "REQUEST_ID_INVALID",
       "request_id", Recording([](R& r) { r.set_request_id("a\nb"); })},
      {"request id too long", kInvalid, "FIELD_TOO_LONG", "request_id",
       Recording([](R& r) { r.set_request_id(std::string(129, 'a')); })},
      {"actor too long", kInvalid, "FIELD_TOO_LONG", "actor",
       Recording([](R& r) { r.set_actor(std::string(256, 'a')); })},
      {"extension of nothing", kNotFound, "MANDATE_NOT_FOUND", "",
       Recording([](R& r) { r.mutable_decision()->set_act(v1::ACT_EXTEND); })},
      {"stale etag", kAborted, "ETAG_STALE", "", Recording([](R& r) {
         r = Extend("old", "A/HRC/RES/51/91", Day(2022, 10, 7),
                    TermUntil(Day(2027, 1, 1)));
         r.set_etag("stale");
       })},
      {"the same decision again", kExists, "DECISION_ALREADY_RECORDED", "",
       Recording([](R& r) {
         r = Extend("old", "A/HRC/RES/51/1", Day(2022, 10, 7),
                    TermUntil(Day(2027, 1, 1)));
       })},
      {"request id of another request", kExists, "REQUEST_ID_REUSED",
       "request_id", Recording([](R& r) { r.set_request_id("first"); })},
      {"extension that does not extend", kInvalid, "TERM_NOT_EXTENDED",
       "decision.term", Recording([](R& r) {
         r = Extend("old", "A/HRC/RES/51/92", Day(2022, 10, 7),
                    TermUntil(Day(2025, 1, 1)));
       })},
      {"decision out of order", kPrecondition, "DECISION_OUT_OF_ORDER", "",
       Recording([](R& r) {
         r = Extend("old", "A/HRC/RES/51/93", Day(2022, 10, 5),
                    TermUntil(Day(2027, 1, 1)));
       })},
      {"second establishment", kPrecondition, "DECISION_OUT_OF_ORDER", "",
       Recording([](R& r) {
         r.set_mandate_name("mandates/old");
         *r.mutable_decision()->mutable_adopted_on() = Day(2022, 10, 7);
       })},
  };
}

TEST_F(BadInputTest, RecordDecisionNamesTheField) {
  ExpectRefusals(RecordCases());
}

TEST_F(BadInputTest, OutputOnlyFieldsOfACallerAreIgnored) {
  v1::RecordDecisionRequest request = Good();
  v1::Decision& decision = *request.mutable_decision();
  decision.set_name("mandates/else/decisions/else");
  decision.set_retracted(true);
  decision.set_corrections(-7);
  for (v1::Term* term :
       {decision.mutable_term(), request.mutable_mandate()->mutable_term()}) {
    *term->mutable_first_day() = Day(2023, 2, 31);
    *term->mutable_last_day() = Day(-1, 99, 99);
    *term->mutable_nominal_end() = Day(0, 0, 0);
    term->set_projected(true);
  }
  *request.mutable_mandate()->add_decisions() = decision;
  request.mutable_mandate()->set_revision(-5);
  request.mutable_mandate()->set_uid("mine");
  const auto answer = client().Call(request);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  EXPECT_EQ(answer->mandate().decisions_size(), 1);
  EXPECT_FALSE(answer->mandate().decisions(0).retracted());
  EXPECT_EQ(answer->mandate().decisions(0).corrections(), 0);
  EXPECT_NE(answer->mandate().uid(), "mine");
  EXPECT_EQ(answer->mandate().revision(), answer->revision());
  EXPECT_EQ(answer->mandate().term().last_day().year(), 2025);
}

TEST_F(BadInputTest, ValidateOnlySessionIgnoresOutputOnlyFields) {
  v1::UpsertSessionRequest request = GoodSession();
  request.set_validate_only(true);
  request.mutable_session()->set_revision(99);
  request.mutable_session()->set_body("GA");
  const auto answer = client().Call(request);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  EXPECT_EQ(answer->session().revision(), 0);
  EXPECT_EQ(answer->session().etag(), "");
  EXPECT_EQ(answer->session().body(), "HRC");
  ExpectNothingWritten();
}

}  // namespace
}  // namespace mandated::testing
