// Reads, streams and simulations, and their bad inputs.

#include <string>
#include <vector>

#include "tests/integration/bad_input.h"

namespace mandated::testing {
namespace {

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

}  // namespace
}  // namespace mandated::testing
