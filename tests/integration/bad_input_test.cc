// Every RPC and its bad inputs: each is refused by name, nothing is written,
// and the server still answers.

#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/running_server.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kInvalid = grpc::StatusCode::INVALID_ARGUMENT;
constexpr auto kNotFound = grpc::StatusCode::NOT_FOUND;
constexpr auto kExists = grpc::StatusCode::ALREADY_EXISTS;
constexpr auto kPrecondition = grpc::StatusCode::FAILED_PRECONDITION;
constexpr auto kAborted = grpc::StatusCode::ABORTED;
constexpr auto kOutOfRange = grpc::StatusCode::OUT_OF_RANGE;

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

std::function<grpc::Status(Client&)> Watching(
    std::function<void(v1::WatchRequest&)> fill) {
  v1::WatchRequest request;
  fill(request);
  return
      [request](Client& client) { return Watcher(client, request).Finish(); };
}

// A good request, which the cases spoil.
v1::RecordDecisionRequest Good() {
  return Establish("new", "A/HRC/RES/51/90", Day(2022, 10, 6), TermOf("P3Y"));
}

std::function<grpc::Status(Client&)> Recording(
    std::function<void(v1::RecordDecisionRequest&)> spoil) {
  return Spoiled(Good(), std::move(spoil));
}

v1::AmendDecisionRequest GoodAmendment() {
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

v1::UpdateMandateRequest GoodUpdate() {
  v1::UpdateMandateRequest request;
  request.mutable_mandate()->set_name("mandates/old");
  request.mutable_mandate()->set_holder("Ms Example");
  request.mutable_update_mask()->add_paths("holder");
  return request;
}

v1::UpsertSessionRequest GoodSession() {
  v1::UpsertSessionRequest request;
  *request.mutable_session() =
      SessionOf("hrc-60", Day(2025, 9, 8), Day(2025, 10, 8));
  return request;
}

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

std::vector<Case> ReadCases() {
  using Get = v1::GetMandateRequest;
  using List = v1::ListMandatesRequest;
  using Revisions = v1::ListMandateRevisionsRequest;
  using GetSession = v1::GetSessionRequest;
  using Sessions = v1::ListSessionsRequest;
  return {
      {"get without a name", kInvalid, "NAME_INVALID", "name",
       Asking<Get>([](Get&) {})},
      {"get what is not there", kNotFound, "MANDATE_NOT_FOUND", "",
       Asking<Get>([](Get& r) { r.set_name("mandates/none"); })},
      {"get as of a revision to come", kOutOfRange, "REVISION_IN_FUTURE", "",
       Asking<Get>([](Get& r) {
         r.set_name("mandates/old");
         r.set_revision(1'000'000);
       })},
      {"get as of revision 0", kInvalid, "REVISION_INVALID", "revision",
       Asking<Get>([](Get& r) {
         r.set_name("mandates/old");
         r.set_revision(0);
       })},
      {"get as of no instant", kInvalid, "FIELD_OUT_OF_RANGE", "time.nanos",
       Asking<Get>([](Get& r) {
         r.set_name("mandates/old");
         r.mutable_time()->set_nanos(-1);
       })},
      {"list with a filter that does not parse", kInvalid, "FILTER_INVALID",
       "filter", Asking<List>([](List& r) { r.set_filter("kind ="); })},
      {"list with a filter on no field", kInvalid, "FILTER_INVALID", "filter",
       Asking<List>([](List& r) { r.set_filter("colour = red"); })},
      {"list with a filter too long", kInvalid, "FILTER_INVALID", "filter",
       Asking<List>([](List& r) { r.set_filter(std::string(4'097, 'a')); })},
      {"list with 2,000 parentheses", kInvalid, "FILTER_INVALID", "filter",
       Asking<List>([](List& r) { r.set_filter(std::string(2'000, '(')); })},
      {"list with 1,000 negations", kInvalid, "FILTER_INVALID", "filter",
       Asking<List>([](List& r) {
         std::string filter;
         for (int i = 0; i < 1'000; ++i) filter += "NOT ";
         r.set_filter(filter + "kind = COUNTRY");
       })},
      {"list by colour", kInvalid, "ORDER_INVALID", "order_by",
       Asking<List>([](List& r) { r.set_order_by("colour"); })},
      {"list pages of -1", kInvalid, "FIELD_OUT_OF_RANGE", "page_size",
       Asking<List>([](List& r) { r.set_page_size(-1); })},
      {"list pages of 1,001", kInvalid, "FIELD_OUT_OF_RANGE", "page_size",
       Asking<List>([](List& r) { r.set_page_size(1'001); })},
      {"list from no page token", kInvalid, "PAGE_TOKEN_INVALID", "page_token",
       Asking<List>([](List& r) { r.set_page_token("nonsense"); })},
      {"list with an unknown view", kInvalid, "ENUM_UNKNOWN", "view",
       Asking<List>(
           [](List& r) { r.set_view(static_cast<v1::MandateView>(9)); })},
      {"revisions of what is not there", kNotFound, "MANDATE_NOT_FOUND", "",
       Asking<Revisions>([](Revisions& r) { r.set_name("mandates/none"); })},
      {"revisions of no name", kInvalid, "NAME_INVALID", "name",
       Asking<Revisions>([](Revisions&) {})},
      {"revisions with a bad page size", kInvalid, "FIELD_OUT_OF_RANGE",
       "page_size", Asking<Revisions>([](Revisions& r) {
         r.set_name("mandates/old");
         r.set_page_size(-5);
       })},
      {"get no session", kInvalid, "NAME_INVALID", "name",
       Asking<GetSession>([](GetSession&) {})},
      {"get a special session not recorded", kNotFound, "SESSION_NOT_FOUND",
       "name", Asking<GetSession>([](GetSession& r) {
         r.set_name("sessions/hrc-s-31");
       })},
      {"list 31 projected sessions", kInvalid, "FIELD_OUT_OF_RANGE",
       "projected_count",
       Asking<Sessions>([](Sessions& r) { r.set_projected_count(31); })},
      {"list sessions closing on no day", kInvalid, "DATE_INVALID",
       "closing_from", Asking<Sessions>([](Sessions& r) {
         *r.mutable_closing_from() = Day(2023, 13, 1);
       })},
  };
}

std::vector<Case> ExpiryCases() {
  using Expiring = v1::ListExpiringRequest;
  using Events = v1::ListEventsRequest;
  using Simulate = v1::SimulateExpiriesRequest;
  using Advance = v1::AdvanceClockRequest;
  return {
      {"expiring as of 31 February", kInvalid, "DATE_INVALID", "as_of",
       Asking<Expiring>(
           [](Expiring& r) { *r.mutable_as_of() = Day(2023, 2, 31); })},
      {"expiring within nothing", kInvalid, "PERIOD_INVALID", "within",
       Asking<Expiring>([](Expiring& r) { r.set_within("P0D"); })},
      {"expiring at no session", kInvalid, "NAME_INVALID", "session",
       Asking<Expiring>([](Expiring& r) { r.set_session("hrc"); })},
      {"expiring at an unknown session", kNotFound, "SESSION_NOT_FOUND",
       "session", Asking<Expiring>([](Expiring& r) {
         r.set_session("sessions/hrc-999");
       })},
      {"expiring grouped by nothing known", kInvalid, "ENUM_UNKNOWN",
       "group_by", Asking<Expiring>([](Expiring& r) {
         r.set_group_by(static_cast<v1::ExpiringGrouping>(7));
       })},
      {"expiring with a bad filter", kInvalid, "FILTER_INVALID", "filter",
       Asking<Expiring>([](Expiring& r) { r.set_filter(")"); })},
      {"watch with a bad filter", kInvalid, "FILTER_INVALID", "filter",
       Watching([](v1::WatchRequest& r) { r.set_filter("state = ("); })},
      {"watch no event type", kInvalid, "ENUM_UNKNOWN", "event_types",
       Watching([](v1::WatchRequest& r) {
         r.add_event_types(static_cast<v1::EventType>(77));
       })},
      {"watch half a lead", kInvalid, "PERIOD_INVALID", "leads",
       Watching([](v1::WatchRequest& r) { r.add_leads("6M"); })},
      {"watch a lead nobody announces", kInvalid, "LEAD_NOT_ANNOUNCED", "leads",
       Watching([](v1::WatchRequest& r) { r.add_leads("P5D"); })},
      {"watch from revision 0", kInvalid, "REVISION_INVALID", "start.revision",
       Watching(
           [](v1::WatchRequest& r) { r.mutable_start()->set_revision(0); })},
      {"watch from a revision to come", kOutOfRange, "TOKEN_IN_FUTURE", "",
       Watching([](v1::WatchRequest& r) {
         r.mutable_start()->set_revision(1'000'000);
       })},
      {"watch from no instant", kInvalid, "FIELD_OUT_OF_RANGE",
       "start.time.seconds", Watching([](v1::WatchRequest& r) {
         r.mutable_start()->mutable_time()->set_seconds(INT64_MAX);
       })},
      {"watch from an empty token", kInvalid, "TOKEN_MALFORMED",
       "start.resume_token", Watching([](v1::WatchRequest& r) {
         r.mutable_start()->set_resume_token("");
       })},
      {"watch from a token that is none", kInvalid, "TOKEN_MALFORMED",
       "start.resume_token", Watching([](v1::WatchRequest& r) {
         r.mutable_start()->set_resume_token(std::string(33, '\x01'));
       })},
      {"events with a bad page size", kInvalid, "FIELD_OUT_OF_RANGE",
       "page_size", Asking<Events>([](Events& r) { r.set_page_size(-1); })},
      {"events from a token that is none", kInvalid, "TOKEN_MALFORMED",
       "start.resume_token", Asking<Events>([](Events& r) {
         r.mutable_start()->set_resume_token("x");
       })},
      {"events of a lead nobody announces", kInvalid, "LEAD_NOT_ANNOUNCED",
       "leads", Asking<Events>([](Events& r) { r.add_leads("P5D"); })},
      {"simulation without an end", kInvalid, "DATE_INVALID", "to",
       Asking<Simulate>([](Simulate&) {})},
      {"simulation into the past", kInvalid, "SPAN_INVALID", "to",
       Asking<Simulate>(
           [](Simulate& r) { *r.mutable_to() = Day(2022, 1, 1); })},
      {"simulation of a century", kInvalid, "SPAN_INVALID", "to",
       Asking<Simulate>(
           [](Simulate& r) { *r.mutable_to() = Day(2123, 1, 1); })},
      {"simulation of a bad decision", kInvalid, "NAME_INVALID",
       "assumed_decisions[0].mandate_name", Asking<Simulate>([](Simulate& r) {
         *r.mutable_to() = Day(2024, 1, 1);
         *r.add_assumed_decisions() = Good();
         r.mutable_assumed_decisions(0)->clear_mandate_name();
       })},
      {"simulation of a decision in the past", kInvalid, "ADOPTED_OUTSIDE_SPAN",
       "assumed_decisions[0].decision.adopted_on",
       Asking<Simulate>([](Simulate& r) {
         *r.mutable_to() = Day(2024, 1, 1);
         *r.add_assumed_decisions() = Good();
       })},
      {"advance nowhere", kInvalid, "FIELD_MISSING", "target",
       Asking<Advance>([](Advance&) {})},
      {"advance backward", kInvalid, "FIELD_OUT_OF_RANGE", "by.seconds",
       Asking<Advance>([](Advance& r) { r.mutable_by()->set_seconds(-1); })},
      {"advance by a second less a second", kInvalid, "FIELD_OUT_OF_RANGE",
       "by.nanos", Asking<Advance>([](Advance& r) {
         r.mutable_by()->set_seconds(1);
         r.mutable_by()->set_nanos(-1'000'000'000);
       })},
      {"advance by a century", kInvalid, "FIELD_OUT_OF_RANGE", "by.seconds",
       Asking<Advance>([](Advance& r) {
         r.mutable_by()->set_seconds(int64_t{100} * 365 * 24 * 3600);
       })},
      {"advance to no instant", kInvalid, "FIELD_OUT_OF_RANGE", "to.seconds",
       Asking<Advance>(
           [](Advance& r) { r.mutable_to()->set_seconds(INT64_MIN); })},
      {"advance to the end of days", kInvalid, "FIELD_OUT_OF_RANGE",
       "to.seconds", Asking<Advance>([](Advance& r) {
         r.mutable_to()->set_seconds(253'402'300'799);
       })},
  };
}

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
        EXPECT_THAT(FieldsOf(status), IsEmpty()) << Describe(status);
      } else {
        EXPECT_THAT(FieldsOf(status), ElementsAre(one.field))
            << Describe(status);
      }
      EXPECT_LT(status.error_message().size(), 2'000U);
      ExpectNothingWritten();
    }
  }

 private:
  int64_t head_ = 0;
};

TEST_F(BadInputTest, RecordDecisionNamesTheField) {
  ExpectRefusals(RecordCases());
}

TEST_F(BadInputTest, EveryOtherWriteNamesTheField) {
  ExpectRefusals(OtherWriteCases());
}

TEST_F(BadInputTest, EveryReadNamesTheField) { ExpectRefusals(ReadCases()); }

TEST_F(BadInputTest, EveryCallAboutExpiriesNamesTheField) {
  ExpectRefusals(ExpiryCases());
}

TEST_F(BadInputTest, FilterErrorGivesPositionAndWhatWasExpected) {
  v1::ListMandatesRequest request;
  request.set_filter("kind = COUNTRY AND AND");
  const auto status = client().Call(request).status;
  EXPECT_EQ(MetadataOf(status, "position"), "19");
  EXPECT_NE(MetadataOf(status, "expected"), "");
}

TEST_F(BadInputTest, AnErrorAboutALongForeignTextStillArrives) {
  std::string text;
  for (int i = 0; i < 1'300; ++i) text += "\u4e2d";
  v1::ListMandatesRequest request;
  request.set_filter("\"" + text);
  const auto status = client().Call(request).status;
  EXPECT_EQ(ReasonOf(status), "FILTER_INVALID") << Describe(status);
  v1::RecordDecisionRequest record = Good();
  (*record.mutable_mandate()->mutable_labels())[text] = "x";
  record.mutable_decision()->set_symbol(text);
  record.set_etag(text);
  const auto refused = client().Call(record).status;
  EXPECT_EQ(refused.error_code(), kInvalid) << Describe(refused);
  EXPECT_EQ(ReasonOf(refused), "SYMBOL_INVALID") << Describe(refused);
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

TEST_F(BadInputTest, TheFarthestDaysAreServed) {
  v1::ListExpiringRequest expiring;
  *expiring.mutable_as_of() = Day(9999, 12, 31);
  expiring.set_within("P100Y");
  EXPECT_TRUE(client().Call(expiring).ok());
  *expiring.mutable_as_of() = Day(1900, 1, 1);
  EXPECT_TRUE(client().Call(expiring).ok());
  v1::RecordDecisionRequest far = Good();
  *far.mutable_decision()->mutable_term() = TermUntil(Day(9999, 12, 31));
  EXPECT_TRUE(client().Call(far).ok());
  v1::RecordDecisionRequest century = Establish(
      "century", "A/HRC/RES/51/94", Day(2022, 10, 6), TermOf("P100Y"));
  century.mutable_decision()->mutable_term()->mutable_anniversary();
  *century.mutable_decision()
       ->mutable_term()
       ->mutable_anniversary()
       ->mutable_from() = Day(9999, 12, 31);
  const auto status = client().Call(century).status;
  EXPECT_TRUE(status.ok() || status.error_code() == kInvalid)
      << Describe(status);
  v1::ListMandatesRequest list;
  list.set_order_by("last_day");
  EXPECT_TRUE(client().Call(list).ok());
  EXPECT_TRUE(client().AdvanceDays(365 * 19).ok());
  EXPECT_GT(client().Head(), 0);
}

TEST_F(BadInputTest, PageTokenOfAnotherRequestIsRefused) {
  Record(Good());
  v1::ListMandatesRequest request;
  request.set_page_size(1);
  const std::string token = client().Call(request)->next_page_token();
  ASSERT_NE(token, "");
  request.set_page_token(token);
  EXPECT_TRUE(client().Call(request).ok());
  request.set_filter("kind = COUNTRY");
  EXPECT_EQ(ReasonOf(client().Call(request).status), "PAGE_TOKEN_INVALID");
  v1::ListExpiringRequest expiring;
  expiring.set_page_token(token);
  EXPECT_EQ(ReasonOf(client().Call(expiring).status), "PAGE_TOKEN_INVALID");
}

TEST_F(BadInputTest, PageTokenThatWasTamperedWithIsRefused) {
  Record(Good());
  v1::ListExpiringRequest request;
  request.set_within("P10Y");
  request.set_page_size(1);
  const std::string token = client().Call(request)->next_page_token();
  ASSERT_NE(token, "");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string tampered = token;
    tampered[i] = tampered[i] == 'A' ? 'B' : 'A';
    request.set_page_token(tampered);
    const auto status = client().Call(request).status;
    EXPECT_TRUE(status.ok() || ReasonOf(status) == "PAGE_TOKEN_INVALID")
        << Describe(status);
  }
  EXPECT_GT(client().Head(), 0);
}

TEST_F(BadInputTest, MessageOfTenMegabytesIsRefused) {
  v1::RecordDecisionRequest request = Good();
  request.mutable_decision()->set_note(std::string(10 << 20, 'x'));
  const auto status = client().Call(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
      << Describe(status);
  ExpectNothingWritten();
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

// Methods, each with a good message to spoil.
struct Method {
  std::string name;
  std::string good;
  bool streams = false;
};

std::vector<Method> Methods() {
  v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = Good();
  v1::RetractDecisionRequest retract;
  retract.set_name("mandates/none/decisions/none");
  v1::GetMandateRequest get;
  get.set_name("mandates/none");
  v1::ListMandatesRequest list;
  list.set_filter("kind = COUNTRY AND days_left < 90");
  v1::ListExpiringRequest expiring;
  *expiring.mutable_as_of() = Day(2023, 1, 1);
  expiring.set_within("P6M");
  v1::ListEventsRequest events;
  events.mutable_start()->set_revision(1);
  v1::SimulateExpiriesRequest simulate;
  *simulate.mutable_to() = Day(2024, 1, 1);
  *simulate.add_assumed_decisions() = Good();
  v1::AdvanceClockRequest advance;
  advance.mutable_by()->set_seconds(1);
  return {
      {"MandateService/RecordDecision", Good().SerializeAsString()},
      {"MandateService/BatchRecordDecisions", batch.SerializeAsString()},
      {"MandateService/AmendDecision", GoodAmendment().SerializeAsString()},
      {"MandateService/RetractDecision", retract.SerializeAsString()},
      {"MandateService/UpdateMandate", GoodUpdate().SerializeAsString()},
      {"MandateService/GetMandate", get.SerializeAsString()},
      {"MandateService/ListMandates", list.SerializeAsString()},
      {"MandateService/ListMandateRevisions", get.SerializeAsString()},
      {"SessionService/GetSession", get.SerializeAsString()},
      {"SessionService/ListSessions", ""},
      {"SessionService/UpsertSession", GoodSession().SerializeAsString()},
      {"ExpiryService/ListExpiring", expiring.SerializeAsString()},
      {"ExpiryService/ListEvents", events.SerializeAsString()},
      {"ExpiryService/SimulateExpiries", simulate.SerializeAsString()},
      {"ExpiryService/Watch", events.SerializeAsString(), true},
      {"AdminService/GetServerInfo", ""},
      {"AdminService/AdvanceClock", advance.SerializeAsString()},
  };
}

unsigned Seed() {
  const char* text = std::getenv("MANDATED_TEST_SEED");
  const unsigned seed =
      text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10))
                      : std::random_device()();
  std::cout << "MANDATED_TEST_SEED=" << seed << "\n";
  return seed;
}

std::string RandomBytes(std::mt19937& random, size_t bytes_max) {
  std::string bytes(random() % bytes_max, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

TEST_F(BadInputTest, RandomBytesNeitherWriteNorCrash) {
  std::mt19937 random(Seed());
  for (const Method& method : Methods()) {
    for (int i = 0; i < 20; ++i) {
      RawCall(client().channel(), "/mandates.v1." + method.name,
              RandomBytes(random, 200), method.streams);
    }
    SCOPED_TRACE(method.name);
    ExpectNothingWritten();
  }
}

// A good message with a few bytes changed gets further into the server. It may
// be good still, so that it may write.
TEST_F(BadInputTest, SpoiledMessagesAreAnswered) {
  std::mt19937 random(Seed());
  for (const Method& method : Methods()) {
    SCOPED_TRACE(method.name);
    for (int i = 0; i < 150; ++i) {
      std::string bytes = method.good;
      for (unsigned n = random() % 4 + 1; n > 0 && !bytes.empty(); --n) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const auto answer =
          RawCall(client().channel(), "/mandates.v1." + method.name, bytes,
                  method.streams);
      const auto code = answer.status.error_code();
      ASSERT_NE(code, grpc::StatusCode::UNAVAILABLE) << server().Log();
      ASSERT_NE(code, grpc::StatusCode::DEADLINE_EXCEEDED);
      ASSERT_NE(code, grpc::StatusCode::UNKNOWN) << Describe(answer.status);
      ASSERT_NE(code, grpc::StatusCode::DATA_LOSS) << Describe(answer.status);
    }
    ASSERT_GT(client().Head(), 0) << server().Log();
  }
}

TEST_F(BadInputTest, BytesThatAreNoMessageAreAnInvalidArgument) {
  const auto watch = RawCall(
      client().channel(), "/mandates.v1.ExpiryService/Watch", "\xff\xff", true);
  EXPECT_EQ(ReasonOf(watch.status), "REQUEST_MALFORMED")
      << Describe(watch.status);
}

}  // namespace
}  // namespace mandated::testing
