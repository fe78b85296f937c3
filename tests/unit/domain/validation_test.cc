#include "services/domain/validation.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using absl::CivilDay;
using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Session;

Decision GoodDecision() {
  Decision decision;
  decision.set_act(mandates::v1::ACT_EXTEND);
  decision.set_symbol("A/HRC/RES/44/11");
  *decision.mutable_adopted_on() = ToDate(CivilDay(2020, 7, 16));
  decision.set_session("sessions/hrc-44");
  decision.mutable_term()->set_period("P3Y");
  return decision;
}

Mandate GoodMandate() {
  Mandate mandate;
  mandate.set_title("Independent Expert");
  mandate.set_kind(mandates::v1::KIND_THEMATIC);
  mandate.set_holder_type(mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT);
  return mandate;
}

Session GoodSession() {
  Session session;
  session.set_name("sessions/hrc-44");
  *session.mutable_first_day() = ToDate(CivilDay(2020, 6, 30));
  *session.mutable_last_day() = ToDate(CivilDay(2020, 7, 17));
  return session;
}

template <typename Message>
struct Case {
  const char* what;
  std::function<void(Message&)> break_it;
  const char* field;
};

TEST(CheckDecisionTest, AGoodDecisionPasses) {
  EXPECT_THAT(CheckDecision("decision", GoodDecision()), IsOk());
}

TEST(CheckDecisionTest, EachBadFieldIsNamed) {
  const std::vector<Case<Decision>> cases = {
      {"no act", [](Decision& d) { d.clear_act(); }, "decision.act"},
      {"unknown act",
       [](Decision& d) { d.set_act(static_cast<mandates::v1::Act>(99)); },
       "decision.act"},
      {"no symbol", [](Decision& d) { d.clear_symbol(); }, "decision.symbol"},
      {"no day", [](Decision& d) { d.clear_adopted_on(); },
       "decision.adopted_on"},
      {"31 February",
       [](Decision& d) {
         d.mutable_adopted_on()->set_month(2);
         d.mutable_adopted_on()->set_day(31);
       },
       "decision.adopted_on"},
      {"no session's name", [](Decision& d) { d.set_session("hrc-44"); },
       "decision.session"},
      {"bad period", [](Decision& d) { d.mutable_term()->set_period("3Y"); },
       "decision.term.period"},
      {"counted from a special session",
       [](Decision& d) {
         d.mutable_term()->set_starts_at_end_of("sessions/hrc-s-31");
       },
       "decision.term.starts_at_end_of"},
      {"until a special session",
       [](Decision& d) {
         d.mutable_term()->set_end_of_session("sessions/hrc-s-31");
       },
       "decision.term.end_of_session"},
      {"fixed on no date",
       [](Decision& d) { d.mutable_term()->mutable_fixed()->set_year(2020); },
       "decision.term.fixed"},
      {"an anniversary of nothing",
       [](Decision& d) {
         d.mutable_term()->clear_period();
         d.mutable_term()->mutable_anniversary();
       },
       "decision.term.period"},
      {"an event without words",
       [](Decision& d) {
         d.mutable_term()->mutable_until_event()->set_words(" ");
       },
       "decision.term.until_event.words"},
      {"a term that ends nothing",
       [](Decision& d) { d.set_act(mandates::v1::ACT_TERMINATE); },
       "decision.term"},
      {"a rename without a title",
       [](Decision& d) {
         d.set_act(mandates::v1::ACT_RENAME);
         d.clear_term();
       },
       "decision.new_title"},
      {"a merger into nothing",
       [](Decision& d) {
         d.set_act(mandates::v1::ACT_MERGE);
         d.clear_term();
       },
       "decision.successor"},
      {"a successor of an extension",
       [](Decision& d) { d.set_successor("mandates/y"); },
       "decision.successor"},
      {"tallies without a vote",
       [](Decision& d) { d.mutable_vote()->set_in_favour(31); },
       "decision.vote"},
      {"a negative tally",
       [](Decision& d) {
         d.set_adoption(mandates::v1::ADOPTION_RECORDED_VOTE);
         d.mutable_vote()->set_against(-1);
       },
       "decision.vote.against"},
      {"a negative meeting", [](Decision& d) { d.set_meeting(-1); },
       "decision.meeting"},
      {"a long note",
       [](Decision& d) {
         d.set_note(std::string(limits::kTextBytesMax + 1, 'x'));
       },
       "decision.note"},
  };
  for (const auto& one : cases) {
    Decision decision = GoodDecision();
    one.break_it(decision);
    const absl::Status status = CheckDecision("decision", decision);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << one.what;
    EXPECT_EQ(FieldOf(status), one.field) << one.what;
  }
}

TEST(CheckDecisionTest, ATextOfExactlyTheLimitPasses) {
  Decision decision = GoodDecision();
  decision.set_note(std::string(limits::kTextBytesMax, 'x'));
  EXPECT_THAT(CheckDecision("decision", decision), IsOk());
}

Calendar Session44(bool recorded = true) {
  Calendar calendar;
  Session session = GoodSession();
  session.set_body("HRC");
  session.set_number(recorded ? 44 : 41);
  if (!recorded) {
    *session.mutable_first_day() = ToDate(CivilDay(2019, 6, 24));
    *session.mutable_last_day() = ToDate(CivilDay(2019, 7, 12));
  }
  calendar.Put(session);
  return calendar;
}

absl::Status Adoption(CivilDay adopted_on, CivilDay today,
                      const Calendar& calendar) {
  Decision decision = GoodDecision();
  *decision.mutable_adopted_on() = ToDate(adopted_on);
  return CheckAdoption("decision", calendar, decision, today);
}

TEST(CheckAdoptionTest, TheFutureIsRefusedAndTodayTaken) {
  const CivilDay day(2020, 7, 16);
  EXPECT_THAT(Adoption(day, day, Session44()), IsOk());
  EXPECT_THAT(Adoption(day, day - 1, Session44()),
              IsError("ADOPTED_IN_FUTURE"));
}

TEST(CheckAdoptionTest, BothEndsOfTheSessionAreWithinIt) {
  const CivilDay today(2021, 1, 1);
  EXPECT_THAT(Adoption(CivilDay(2020, 6, 29), today, Session44()),
              IsError("ADOPTED_OUTSIDE_SESSION"));
  EXPECT_THAT(Adoption(CivilDay(2020, 6, 30), today, Session44()), IsOk());
  EXPECT_THAT(Adoption(CivilDay(2020, 7, 17), today, Session44()), IsOk());
  EXPECT_THAT(Adoption(CivilDay(2020, 7, 18), today, Session44()),
              IsError("ADOPTED_OUTSIDE_SESSION"));
}

TEST(CheckAdoptionTest, AProjectedSessionBindsNobody) {
  EXPECT_THAT(
      Adoption(CivilDay(2020, 8, 1), CivilDay(2021, 1, 1), Session44(false)),
      IsOk());
}

TEST(CheckAdoptionTest, ASessionNobodyKnowsIsRefused) {
  EXPECT_THAT(Adoption(CivilDay(2020, 7, 16), CivilDay(2021, 1, 1), Calendar()),
              IsError("SESSION_NOT_FOUND"));
}

TEST(CheckMandateFactsTest, EachBadFieldIsNamed) {
  EXPECT_THAT(CheckMandateFacts("mandate", GoodMandate()), IsOk());
  const std::vector<Case<Mandate>> cases = {
      {"no title", [](Mandate& m) { m.clear_title(); }, "mandate.title"},
      {"no kind", [](Mandate& m) { m.clear_kind(); }, "mandate.kind"},
      {"a theme with a country", [](Mandate& m) { m.set_country("AFG"); },
       "mandate.country"},
      {"a country without one",
       [](Mandate& m) { m.set_kind(mandates::v1::KIND_COUNTRY); },
       "mandate.country"},
      {"two letters",
       [](Mandate& m) {
         m.set_kind(mandates::v1::KIND_COUNTRY);
         m.set_country("AF");
       },
       "mandate.country"},
      {"no holder type", [](Mandate& m) { m.clear_holder_type(); },
       "mandate.holder_type"},
      {"the year 12", [](Mandate& m) { m.set_established_year(12); },
       "mandate.established_year"},
      {"another body", [](Mandate& m) { m.set_body("GA"); }, "mandate.body"},
      {"a label in capitals",
       [](Mandate& m) { (*m.mutable_labels())["Team"] = "x"; },
       "mandate.labels"},
      {"a language in words",
       [](Mandate& m) { (*m.mutable_titles())["French"].add_titles("x"); },
       "mandate.titles"},
      {"a language without a title",
       [](Mandate& m) { (*m.mutable_titles())["fr"]; }, "mandate.titles.fr"},
      {"an empty title",
       [](Mandate& m) { (*m.mutable_titles())["fr"].add_titles(" "); },
       "mandate.titles.fr"},
      {"a long title",
       [](Mandate& m) {
         (*m.mutable_titles())["fr"].add_titles(
             std::string(limits::kTitleBytesMax + 1, 'x'));
       },
       "mandate.titles.fr"},
      {"a long holder",
       [](Mandate& m) {
         m.set_holder(std::string(limits::kNameBytesMax + 1, 'x'));
       },
       "mandate.holder"},
  };
  for (const auto& one : cases) {
    Mandate mandate = GoodMandate();
    one.break_it(mandate);
    EXPECT_EQ(FieldOf(CheckMandateFacts("mandate", mandate)), one.field)
        << one.what;
  }
}

TEST(CheckMandateFactsTest, OneLabelTooManyIsRefused) {
  Mandate mandate = GoodMandate();
  for (size_t i = 0; i < limits::kLabelsMax; ++i) {
    (*mandate.mutable_labels())["k" + std::to_string(i)] = "v";
  }
  EXPECT_THAT(CheckMandateFacts("mandate", mandate), IsOk());
  (*mandate.mutable_labels())["one-more"] = "v";
  EXPECT_EQ(FieldOf(CheckMandateFacts("mandate", mandate)), "mandate.labels");
}

TEST(CheckMandateFactsTest, OneLanguageOrTitleTooManyIsRefused) {
  Mandate mandate = GoodMandate();
  for (int i = 0; i < limits::kLanguagesMax; ++i) {
    (*mandate.mutable_titles())[{'x', static_cast<char>('a' + i)}].add_titles(
        "a title");
  }
  for (int i = 1; i < limits::kTitlesMax; ++i) {
    (*mandate.mutable_titles())["xa"].add_titles("another title");
  }
  EXPECT_THAT(CheckMandateFacts("mandate", mandate), IsOk());
  (*mandate.mutable_titles())["xa"].add_titles("one too many");
  EXPECT_EQ(FieldOf(CheckMandateFacts("mandate", mandate)),
            "mandate.titles.xa");
  mandate.mutable_titles()->erase("xa");
  (*mandate.mutable_titles())["ya"].add_titles("a title");
  EXPECT_THAT(CheckMandateFacts("mandate", mandate), IsOk());
  (*mandate.mutable_titles())["yb"].add_titles("a title");
  EXPECT_EQ(FieldOf(CheckMandateFacts("mandate", mandate)), "mandate.titles");
}

TEST(CheckSessionTest, EachBadFieldIsNamed) {
  EXPECT_THAT(CheckSession("session", GoodSession()), IsOk());
  const std::vector<Case<Session>> cases = {
      {"no name", [](Session& s) { s.clear_name(); }, "session.name"},
      {"no first day", [](Session& s) { s.clear_first_day(); },
       "session.first_day"},
      {"no last day", [](Session& s) { s.clear_last_day(); },
       "session.last_day"},
      {"ends before it begins",
       [](Session& s) {
         *s.mutable_last_day() = ToDate(CivilDay(2020, 6, 29));
       },
       "session.last_day"},
      {"projected by a caller",
       [](Session& s) { s.set_basis(mandates::v1::CALENDAR_BASIS_PROJECTED); },
       "session.basis"},
  };
  for (const auto& one : cases) {
    Session session = GoodSession();
    one.break_it(session);
    EXPECT_EQ(FieldOf(CheckSession("session", session)), one.field) << one.what;
  }
}

TEST(CheckSessionTest, ASessionOfOneDayPasses) {
  Session session = GoodSession();
  *session.mutable_last_day() = session.first_day();
  EXPECT_THAT(CheckSession("session", session), IsOk());
}

TEST(CheckRequestIdTest, PrintableTextUpToTheLimitPasses) {
  EXPECT_THAT(CheckRequestId("request_id", ""), IsOk());
  EXPECT_THAT(CheckRequestId("request_id",
                             std::string(limits::kRequestIdBytesMax, 'x')),
              IsOk());
  EXPECT_EQ(
      FieldOf(CheckRequestId("request_id",
                             std::string(limits::kRequestIdBytesMax + 1, 'x'))),
      "request_id");
  EXPECT_THAT(CheckRequestId("request_id", "a\nb"),
              IsError("REQUEST_ID_INVALID"));
}

}  // namespace
}  // namespace mandated::domain
