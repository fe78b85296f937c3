#include "clients/mandatectl/render.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Event;
using mandates::v1::Mandate;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

Mandate Solidarity() {
  Mandate mandate;
  mandate.set_name("mandates/ie-solidarity");
  mandate.set_title("Independent Expert on people’s solidarity");
  mandate.set_kind(mandates::v1::KIND_THEMATIC);
  mandate.set_holder_type(mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT);
  mandate.set_body("HRC");
  mandate.set_state(mandates::v1::STATE_IN_FORCE);
  mandate.set_days_left(98);
  auto& decision = *mandate.add_decisions();
  decision.set_name("mandates/ie-solidarity/decisions/a-hrc-res-53-5");
  decision.set_act(mandates::v1::ACT_EXTEND);
  decision.set_symbol("A/HRC/RES/53/5");
  *decision.mutable_adopted_on() = DateOf(2023, 7, 12);
  decision.set_session("sessions/hrc-53");
  decision.set_paragraph("3");
  auto& term = *decision.mutable_term();
  term.set_period("P3Y");
  term.set_end_of_session("sessions/hrc-62");
  term.set_basis(mandates::v1::BASIS_INFERRED);
  term.set_projected(true);
  *term.mutable_last_day() = DateOf(2026, 7, 10);
  *term.mutable_nominal_end() = DateOf(2026, 7, 12);
  *mandate.mutable_term() = term;
  mandate.set_term_decision(decision.name());
  return mandate;
}

TEST(RenderCardTest, TermIsShownWithItsRuleItsDecisionAndItsBasis) {
  const std::string card = RenderCard(Solidarity(), {});
  EXPECT_THAT(card, HasSubstr("State        in force, 98 days left\n"));
  EXPECT_THAT(card, HasSubstr("Last day     2026-07-10 projected\n"));
  EXPECT_THAT(card, HasSubstr("ends with session hrc-62, decided for P3Y\n"));
  EXPECT_THAT(card, HasSubstr("A/HRC/RES/53/5 of 2023-07-12, session hrc-53, "
                              "paragraph 3\n"));
  EXPECT_THAT(card, HasSubstr("INFERRED: taken from practice"));
  EXPECT_THAT(card, HasSubstr("Nominal end  2026-07-12\n"));
}

TEST(RenderHistoryTest, CorrectionIsShownWithItsReason) {
  Mandate mandate = Solidarity();
  mandate.mutable_decisions(0)->set_corrections(1);
  mandate.mutable_decisions(0)->set_correction_reason("wrong period");
  EXPECT_THAT(RenderHistory(mandate, {}), HasSubstr("EXTEND (corrected)"));
  EXPECT_THAT(RenderHistory(mandate, {}),
              EndsWith("A/HRC/RES/53/5: corrected: wrong period\n"));
  mandate.mutable_decisions(0)->set_retracted(true);
  EXPECT_THAT(RenderHistory(mandate, {}), HasSubstr("EXTEND (taken back)"));
}

TEST(RenderRevisionsTest, OldestComesFirst) {
  mandates::v1::ListMandateRevisionsResponse response;
  for (const int revision : {9, 4}) {
    auto& change = *response.add_revisions();
    change.set_revision(revision);
    change.set_actor("ann");
    change.set_reason("because");
  }
  const std::string text = RenderRevisions(response, {});
  EXPECT_LT(text.find("       4"), text.find("       9"));
  EXPECT_THAT(text, HasSubstr("because"));
}

mandates::v1::SessionDue DueAtSession62() {
  mandates::v1::SessionDue due;
  due.mutable_session()->set_name("sessions/hrc-62");
  due.mutable_session()->set_body("HRC");
  due.mutable_session()->set_number(62);
  due.mutable_session()->set_basis(mandates::v1::CALENDAR_BASIS_PROJECTED);
  *due.mutable_session()->mutable_first_day() = DateOf(2026, 6, 15);
  *due.mutable_session()->mutable_last_day() = DateOf(2026, 7, 10);
  auto& expiring = *due.add_expiring();
  *expiring.mutable_mandate() = Solidarity();
  expiring.set_days_left(20);
  return due;
}

TEST(RenderDueTest, SessionIsShownWithItsDatesAndHowTheyAreKnown) {
  EXPECT_EQ(
      RenderDue(DueAtSession62(), {}),
      "HRC session 62, 2026-06-15 to 2026-07-10 (projected): 1 mandate due\n"
      "LAST DAY     DAYS  BASIS     NOMINAL END  MANDATE        TITLE\n"
      "~2026-07-10    20  INFERRED  2026-07-12   ie-solidarity  "
      "Independent Expert on people’s solidarity\n"
      "~ projected: the session's dates are not on record yet\n");
}

TEST(RenderDueTest, FewDaysLeftAreRedAndMandatesOverdueSaySo) {
  auto due = DueAtSession62();
  due.mutable_expiring(0)->mutable_mandate()->set_state(
      mandates::v1::STATE_OVERDUE);
  due.mutable_expiring(0)->set_days_left(-3);
  const std::string text = RenderDue(due, {.color = true});
  EXPECT_THAT(text, HasSubstr("\033[31m-3\033[0m"));
  EXPECT_THAT(text, HasSubstr("\033[31moverdue\033[0m"));
}

Event Expiring() {
  Event event;
  event.set_type(mandates::v1::EVENT_TYPE_EXPIRING);
  event.set_lead("P6M");
  *event.mutable_mandate() = Solidarity();
  event.set_symbol("A/HRC/RES/53/5");
  *event.mutable_date() = DateOf(2026, 1, 10);
  *event.mutable_last_day() = DateOf(2026, 7, 10);
  event.set_projected(true);
  return event;
}

TEST(RenderEventTest, EventIsOneLineInColumns) {
  EXPECT_EQ(
      RenderEvent(Expiring(), {}),
      "2026-01-10  EXPIRING     P6M   ie-solidarity                       "
      "last day 2026-07-10, 181 days left, projected, A/HRC/RES/53/5\n");
}

TEST(RenderEventTest, LineIsCutToTheTerminal) {
  const std::string line = RenderEvent(Expiring(), {.width = 100});
  EXPECT_EQ(DisplayWidth(line.substr(0, line.size() - 1)), 100);
  EXPECT_THAT(line, EndsWith("…\n"));
}

TEST(RenderEventTest, RetractionSaysWhatAndWhy) {
  Event event = Expiring();
  event.set_type(mandates::v1::EVENT_TYPE_RETRACTED);
  event.set_retracts("some-id");
  event.set_reason("adopted before");
  EXPECT_THAT(RenderEvent(event, {}),
              EndsWith("taken back, A/HRC/RES/53/5: adopted before "
                       "(some-id)\n"));
}

TEST(RenderEventTest, MergerNamesTheSuccessorAndNoLastDay) {
  Event event = Expiring();
  event.set_type(mandates::v1::EVENT_TYPE_TERMINATED);
  event.mutable_mandate()->set_successor("mandates/sr-new");
  EXPECT_THAT(RenderEvent(event, {}),
              EndsWith("  merged into sr-new, A/HRC/RES/53/5\n"));
}

TEST(RenderExpiringTest, NothingGivesNothing) {
  EXPECT_EQ(RenderExpiring({}, {}), "");
}

TEST(RenderListTest, MandateWithoutLastDayHasNoDays) {
  mandates::v1::ListMandatesResponse response;
  Mandate& mandate = *response.add_mandates();
  mandate.set_name("mandates/sr-opt");
  mandate.set_state(mandates::v1::STATE_IN_FORCE);
  mandate.mutable_term()->mutable_open_ended();
  EXPECT_EQ(RenderList(response, {}), "MANDATE  STATE\nsr-opt   in force\n");
}

}  // namespace
}  // namespace mandated::mandatectl
