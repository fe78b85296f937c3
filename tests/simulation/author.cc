#include "tests/simulation/author.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"

namespace mandated::simulation {
namespace {

using mandates::v1::Decision;

// Few, so that much happens to each.
constexpr int kMandates = 4;

constexpr int kFirstSession = 44;
constexpr struct {
  int year, first_month, first_day, last_month, last_day;
} kSessions[] = {{2020, 6, 30, 7, 17},  {2020, 9, 14, 10, 7},
                 {2021, 2, 22, 3, 24},  {2021, 6, 21, 7, 14},
                 {2021, 9, 13, 10, 11}, {2022, 2, 28, 4, 1},
                 {2022, 6, 13, 7, 8},   {2022, 9, 12, 10, 7},
                 {2023, 2, 27, 4, 4},   {2023, 6, 19, 7, 14}};

mandates::v1::UpsertSessionRequest SessionRequest(int number,
                                                  absl::CivilDay first,
                                                  absl::CivilDay last) {
  mandates::v1::UpsertSessionRequest request;
  auto& session = *request.mutable_session();
  session.set_name(absl::StrCat("sessions/hrc-", number));
  *session.mutable_first_day() = domain::ToDate(first);
  *session.mutable_last_day() = domain::ToDate(last);
  return request;
}

}  // namespace

std::vector<Request> Author::FirstSessions() {
  std::vector<Request> requests;
  int number = kFirstSession;
  for (const auto& days : kSessions) {
    requests.emplace_back(SessionRequest(
        number++, absl::CivilDay(days.year, days.first_month, days.first_day),
        absl::CivilDay(days.year, days.last_month, days.last_day)));
  }
  return requests;
}

Request Author::Write(const Model& model, absl::CivilDay today) {
  const int64_t what = chance_->Draw(0, 9);
  if (what <= 4) return Record(model, today);
  if (what <= 6) return Amend(model, today);
  if (what == 7) return Retract(model, today);
  return MoveSession(model);
}

Request Author::Record(const Model& model, absl::CivilDay today) {
  mandates::v1::RecordDecisionRequest request;
  const std::string id = DrawId();
  request.set_mandate_name("mandates/" + id);
  request.set_request_id(NextRequestId());
  request.set_allow_missing(chance_->OneIn(2));
  request.mutable_mandate()->set_title(id);
  request.mutable_mandate()->set_kind(mandates::v1::KIND_THEMATIC);
  request.mutable_mandate()->set_holder_type(
      mandates::v1::HOLDER_TYPE_WORKING_GROUP);
  Decision& decision = *request.mutable_decision();
  decision.set_act(DrawAct(model.mandates().contains(id)));
  // Now and then one that was retracted, or that stands.
  const bool again = symbols_ > 0 && chance_->OneIn(8);
  decision.set_symbol(absl::StrCat(
      "A/HRC/RES/1/", again ? chance_->Draw(1, symbols_) : ++symbols_));
  const int64_t late = chance_->OneIn(2) ? chance_->Draw(0, 40) : 0;
  const int64_t early = chance_->OneIn(20) ? 1 : 0;
  *decision.mutable_adopted_on() = domain::ToDate(today - late + early);
  if (decision.act() == mandates::v1::ACT_RENAME) {
    decision.set_new_title(absl::StrCat("title ", symbols_));
  } else if (decision.act() == mandates::v1::ACT_MERGE) {
    decision.set_successor("mandates/m-0");
  } else if (decision.act() != mandates::v1::ACT_TERMINATE) {
    DrawTerm(today, decision);
  }
  return request;
}

Request Author::Amend(const Model& model, absl::CivilDay today) {
  const Decision* decision = DrawDecision(model);
  if (decision == nullptr || !decision->has_term()) return Record(model, today);
  mandates::v1::AmendDecisionRequest request;
  *request.mutable_decision() = *decision;
  request.set_request_id(NextRequestId());
  request.set_reason("misread");
  DrawTerm(today, *request.mutable_decision());
  if (chance_->OneIn(3)) {
    const absl::CivilDay adopted = domain::ToCivil(decision->adopted_on());
    *request.mutable_decision()->mutable_adopted_on() =
        domain::ToDate(adopted - chance_->Draw(0, 20));
  }
  return request;
}

Request Author::Retract(const Model& model, absl::CivilDay today) {
  const Decision* decision = DrawDecision(model);
  if (decision == nullptr) return Record(model, today);
  mandates::v1::RetractDecisionRequest request;
  request.set_name(decision->name());
  request.set_request_id(NextRequestId());
  request.set_reason("never adopted");
  return request;
}

Request Author::MoveSession(const Model& model) {
  constexpr int kFromFirst = 3;  // a term of a year ends here
  constexpr int kUpTo = 18;      // recorded ones, and some that are projected
  const auto number =
      static_cast<int>(chance_->Draw(kFromFirst, kUpTo)) + kFirstSession;
  const auto days =
      model.calendar().Days("session", {.body = "HRC", .number = number});
  const absl::CivilDay first = days.ok() ? days->first : absl::CivilDay();
  const absl::CivilDay last = days.ok() ? days->last : absl::CivilDay() + 1;
  const int64_t shift = chance_->Draw(-10, 10);
  return SessionRequest(number, first + shift, last + shift);
}

mandates::v1::Act Author::DrawAct(bool known) {
  const int64_t what = chance_->Draw(0, 11);
  if (!known) {
    return what <= 8 ? mandates::v1::ACT_ESTABLISH : mandates::v1::ACT_EXTEND;
  }
  if (what <= 6) return mandates::v1::ACT_EXTEND;
  if (what == 7) return mandates::v1::ACT_ROLLOVER;
  if (what == 8) return mandates::v1::ACT_RENAME;
  if (what == 9) return mandates::v1::ACT_TERMINATE;
  if (what == 10) return mandates::v1::ACT_MERGE;
  return mandates::v1::ACT_ESTABLISH;
}

void Author::DrawTerm(absl::CivilDay today, Decision& decision) {
  constexpr int kTermDaysMax = 700;
  decision.clear_term();
  auto& term = *decision.mutable_term();
  switch (chance_->Draw(0, 6)) {
    case 0:
    case 1:
      *term.mutable_fixed() =
          domain::ToDate(today + chance_->Draw(1, kTermDaysMax));
      break;
    case 2:
      term.set_period("P6M");
      break;
    case 3:
      term.set_period("P6M");
      term.set_starts_at_end_of(
          absl::StrCat("sessions/hrc-", chance_->Draw(50, 56)));
      break;
    case 4:
      term.mutable_open_ended();
      break;
    default:
      term.set_period(chance_->OneIn(2) ? "P1Y" : "P2Y");
  }
}

std::string Author::DrawId() {
  return absl::StrCat("m-", chance_->Draw(0, kMandates - 1));
}

// Returns nullptr when the mandate drawn has none.
const Decision* Author::DrawDecision(const Model& model) {
  const auto found = model.mandates().find(DrawId());
  if (found == model.mandates().end()) return nullptr;
  const auto& decisions = found->second.mandate.decisions();
  if (decisions.empty()) return nullptr;
  return &decisions.Get(
      static_cast<int>(chance_->Draw(0, decisions.size() - 1)));
}

std::string Author::NextRequestId() { return absl::StrCat("q-", ++requests_); }

}  // namespace mandated::simulation
