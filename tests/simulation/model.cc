#include "tests/simulation/model.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/event_id.h"
#include "services/domain/fold.h"
#include "services/domain/names.h"
#include "services/domain/period.h"

namespace mandated::simulation {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;

constexpr char kLapsed[] = "LAPSED";
constexpr char kOverdue[] = "OVERDUE";
constexpr char kExpiring[] = "EXPIRING";

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

Decision* Find(Mandate& mandate, const std::string& name) {
  for (Decision& decision : *mandate.mutable_decisions()) {
    if (decision.name() == name) return &decision;
  }
  return nullptr;
}

std::string CountText(int count) {
  return count > 0 ? absl::StrCat(count) : "";
}

std::string DayText(std::optional<absl::CivilDay> day) {
  return day ? domain::FormatDate(*day) : "";
}

// Returns the fact with its id.
Fact Named(Fact fact, const std::string& discriminator) {
  const std::string uid = domain::MandateUid(fact.mandate);
  const std::string decision = IdOf(fact.decision);
  fact.id = domain::EventId({.mandate_uid = uid,
                             .type = fact.type,
                             .decision = decision,
                             .last_day = fact.last_day,
                             .lead = fact.lead,
                             .discriminator = discriminator});
  return fact;
}

Fact FactAbout(const std::string& type, const Mandate& mandate,
               const std::string& decision, absl::CivilDay today) {
  return {.type = type,
          .mandate = mandate.name(),
          .decision = decision,
          .last_day = DayText(domain::LastDay(mandate)),
          .previous_last_day = "",
          .lead = "",
          .date = domain::FormatDate(today),
          .retracts = "",
          .id = ""};
}

std::string TypeOf(mandates::v1::Act act) {
  if (act == mandates::v1::ACT_ESTABLISH) return "ESTABLISHED";
  if (act == mandates::v1::ACT_RENAME) return "RENAMED";
  const bool ends =
      act == mandates::v1::ACT_TERMINATE || act == mandates::v1::ACT_MERGE;
  return ends ? "TERMINATED" : "EXTENDED";
}

// The decision named, where it counts, and the next after it that counts and
// does more than rename.
std::pair<const Decision*, const Decision*> Chain(const Mandate& mandate,
                                                  const std::string& name) {
  const Decision* found = nullptr;
  for (const Decision& decision : mandate.decisions()) {
    if (decision.retracted()) continue;
    if (found != nullptr && decision.act() != mandates::v1::ACT_RENAME) {
      return {found, &decision};
    }
    if (decision.name() == name) found = &decision;
  }
  return {found, nullptr};
}

// Tells that what was announced is still true.
bool IsTrue(const Mandate& mandate, const Model::Made& made) {
  const auto [decision, next] = Chain(mandate, made.decision);
  if (decision == nullptr || !decision->term().has_last_day()) return false;
  const absl::CivilDay last = domain::ToCivil(decision->term().last_day());
  if (next == nullptr) {
    return last == made.last_day &&
           !(made.type == kLapsed && decision->term().projected());
  }
  const absl::CivilDay superseded = domain::ToCivil(next->adopted_on());
  return made.type == kExpiring ? made.on <= superseded : superseded > last;
}

bool SameEnd(const Mandate& a, const Mandate& b) {
  return domain::LastDay(a) == domain::LastDay(b) &&
         a.term_decision() == b.term_decision() &&
         a.term().projected() == b.term().projected();
}

// Announces that `lead` is crossed, unless that was said already, or something
// tighter of the same term.
void Announce(Model::Known& known, const std::string& lead, absl::CivilDay on,
              Facts& facts) {
  const Mandate& mandate = known.mandate;
  const absl::CivilDay last = *domain::LastDay(mandate);
  Model::Made made{.type = kExpiring,
                   .decision = mandate.term_decision(),
                   .last_day = last,
                   .lead = lead,
                   .on = on,
                   .id = ""};
  if (lead.empty()) {
    made.type = mandate.term().projected() ? kOverdue : kLapsed;
  }
  int taken_back = 0;
  for (const Model::Made& other : known.made) {
    if (other.decision != made.decision || other.last_day != last) continue;
    const bool same = other.type == made.type && other.lead == lead;
    if (!other.retracted && (same || other.on > on)) return;
    if (same) ++taken_back;
  }
  Fact fact = FactAbout(made.type, mandate, made.decision, on);
  fact.lead = lead;
  facts.push_back(Named(std::move(fact), CountText(taken_back)));
  made.id = facts.back().id;
  known.made.push_back(std::move(made));
}

void TakeBack(Model::Known& known, Model::Made& made, absl::CivilDay today,
              Facts& facts) {
  made.retracted = true;
  Fact fact = FactAbout("RETRACTED", known.mandate, made.decision, today);
  fact.last_day = domain::FormatDate(made.last_day);
  fact.lead = made.lead;
  fact.retracts = made.id;
  facts.push_back(Named(std::move(fact), made.id));
}

Mandate NewMandate(const mandates::v1::RecordDecisionRequest& request) {
  Mandate mandate = request.mandate();
  mandate.set_name(request.mandate_name());
  mandate.set_body("HRC");
  return mandate;
}

Prediction Refusal() {
  return {.refused = true, .may_be_refused = false, .facts = {}};
}

}  // namespace

void Model::SetLeads(const std::vector<std::string>& leads,
                     absl::CivilDay today) {
  std::map<std::string, absl::CivilDay> through;
  std::set<std::string> wanted(leads.begin(), leads.end());
  wanted.insert("");
  for (const std::string& lead : wanted) {
    const auto before = through_.find(lead);
    through[lead] = before == through_.end() ? today : before->second;
  }
  through_ = std::move(through);
}

Prediction Model::Apply(const Request& request, absl::CivilDay today) {
  struct Applier {
    Model& model;
    absl::CivilDay today;
    Prediction operator()(const mandates::v1::RecordDecisionRequest& one) {
      return model.Record(one, today);
    }
    Prediction operator()(const mandates::v1::AmendDecisionRequest& one) {
      return model.Amend(one, today);
    }
    Prediction operator()(const mandates::v1::RetractDecisionRequest& one) {
      return model.Retract(one, today);
    }
    Prediction operator()(const mandates::v1::UpsertSessionRequest& one) {
      return model.Upsert(one, today);
    }
  };
  return std::visit(Applier{*this, today}, request);
}

Facts Model::Tick(absl::CivilDay today) {
  using Due = std::tuple<absl::CivilDay, std::string, absl::CivilDay,
                         std::string>;  // crossing, lead, last day, id
  std::set<Due> due;
  for (const auto& [id, known] : mandates_) {
    const auto last = domain::LastDay(known.mandate);
    if (!last) continue;
    for (const auto& [lead, through] : through_) {
      const absl::CivilDay crossing = Crossing(lead, *last);
      if (crossing <= through || crossing > today) continue;
      due.emplace(crossing, lead, *last, id);
    }
  }
  Facts facts;
  for (const auto& [crossing, lead, last, id] : due) {
    Announce(mandates_.at(id), lead, crossing, facts);
  }
  for (auto& [lead, through] : through_) through = std::max(through, today);
  return facts;
}

std::vector<std::string> Model::leads() const {
  std::vector<std::string> leads;
  for (const auto& [lead, through] : through_) {
    if (!lead.empty()) leads.push_back(lead);
  }
  return leads;
}

absl::CivilDay Model::through() const {
  absl::CivilDay least = through_.begin()->second;
  for (const auto& [lead, through] : through_) least = std::min(least, through);
  return least;
}

std::string Model::TightestLead(absl::CivilDay last_day,
                                absl::CivilDay today) const {
  std::string tightest;
  for (const std::string& lead : leads()) {
    const absl::CivilDay crossing = Crossing(lead, last_day);
    if (crossing > today) continue;
    if (tightest.empty() || crossing > Crossing(tightest, last_day)) {
      tightest = lead;
    }
  }
  return tightest;
}

Prediction Model::Record(const mandates::v1::RecordDecisionRequest& request,
                         absl::CivilDay today) {
  Decision decision = request.decision();
  const std::string id = IdOf(request.mandate_name());
  const auto found = mandates_.find(id);
  if (found == mandates_.end() && !request.allow_missing() &&
      decision.act() != mandates::v1::ACT_ESTABLISH) {
    return Refusal();
  }
  if (domain::ToCivil(decision.adopted_on()) > today) return Refusal();
  Known known;
  if (found == mandates_.end()) {
    known.mandate = NewMandate(request);
  } else {
    known = found->second;
  }
  const Mandate before = known.mandate;
  decision.set_name(absl::StrCat(request.mandate_name(), "/decisions/",
                                 domain::SlugOfSymbol(decision.symbol())));
  Decision* recorded = Find(known.mandate, decision.name());
  if (recorded != nullptr && !recorded->retracted()) return Refusal();
  if (recorded != nullptr) decision.set_corrections(recorded->corrections());
  *(recorded != nullptr ? recorded : known.mandate.add_decisions()) = decision;
  if (!domain::Fold(calendar_, known.mandate).ok()) return Refusal();
  Prediction prediction;
  prediction.facts.push_back(Named(
      FactAbout(TypeOf(decision.act()), known.mandate, decision.name(), today),
      CountText(decision.corrections())));
  Reconcile(before, known, today, prediction.facts);
  mandates_[id] = std::move(known);
  return prediction;
}

Prediction Model::Amend(const mandates::v1::AmendDecisionRequest& request,
                        absl::CivilDay today) {
  const Decision& amended = request.decision();
  const auto name = domain::ParseDecisionName("name", amended.name());
  const auto found = mandates_.find(IdOf(name->mandate));
  if (found == mandates_.end()) return Refusal();
  Known known = found->second;
  Decision* recorded = Find(known.mandate, amended.name());
  if (recorded == nullptr || recorded->retracted()) return Refusal();
  const int corrections = recorded->corrections() + 1;
  *recorded = amended;
  recorded->clear_retracted();  // an earlier record may have been
  recorded->set_corrections(corrections);
  Prediction prediction;
  Correct(std::move(known), amended.name(), today, prediction);
  return prediction;
}

Prediction Model::Retract(const mandates::v1::RetractDecisionRequest& request,
                          absl::CivilDay today) {
  const auto name = domain::ParseDecisionName("name", request.name());
  const auto found = mandates_.find(IdOf(name->mandate));
  if (found == mandates_.end()) return Refusal();
  Known known = found->second;
  Decision* recorded = Find(known.mandate, request.name());
  if (recorded == nullptr || recorded->retracted()) return Refusal();
  recorded->set_retracted(true);
  recorded->set_corrections(recorded->corrections() + 1);
  Prediction prediction;
  Correct(std::move(known), request.name(), today, prediction);
  return prediction;
}

void Model::Correct(Known known, const std::string& decision,
                    absl::CivilDay today, Prediction& prediction) {
  const std::string id = IdOf(known.mandate.name());
  const Mandate& before = mandates_.at(id).mandate;
  prediction.refused = !domain::Fold(calendar_, known.mandate).ok();
  if (prediction.refused) return;
  Fact fact = FactAbout("CORRECTED", known.mandate, decision, today);
  fact.previous_last_day = DayText(domain::LastDay(before));
  const int corrections = Find(known.mandate, decision)->corrections();
  prediction.facts.push_back(Named(std::move(fact), CountText(corrections)));
  Reconcile(before, known, today, prediction.facts);
  mandates_[id] = std::move(known);
}

Prediction Model::Upsert(const mandates::v1::UpsertSessionRequest& request,
                         absl::CivilDay today) {
  const auto name = domain::ParseSessionName("name", request.session().name());
  mandates::v1::Session session = request.session();
  session.set_body(name->body);
  session.set_number(name->number);
  session.set_special(name->special);
  mandates::v1::Session& recorded = sessions_[session.name()];
  session.set_version(recorded.version() + 1);
  const bool same = recorded.version() > 0 &&
                    domain::ToCivil(recorded.first_day()) ==
                        domain::ToCivil(session.first_day()) &&
                    domain::ToCivil(recorded.last_day()) ==
                        domain::ToCivil(session.last_day());
  if (same) return {};
  recorded = session;
  calendar_.Put(session);
  Prediction prediction;
  prediction.facts =
      MoveAll(absl::StrCat(session.name(), "#", session.version()), today,
              prediction.may_be_refused);
  return prediction;
}

Facts Model::MoveAll(const std::string& discriminator, absl::CivilDay today,
                     bool& broken) {
  Facts facts;
  for (auto& [id, known] : mandates_) {
    const Mandate before = known.mandate;
    if (!domain::Fold(calendar_, known.mandate).ok()) {
      known.mandate = before;
      broken = true;
      continue;
    }
    const auto last = domain::LastDay(known.mandate);
    const auto previous = domain::LastDay(before);
    if (last != previous) {
      Fact fact = FactAbout("RESCHEDULED", known.mandate,
                            known.mandate.term_decision(), today);
      fact.previous_last_day = DayText(previous);
      facts.push_back(Named(std::move(fact), discriminator));
    }
    Reconcile(before, known, today, facts);
  }
  return facts;
}

// Takes back what is false now, and announces what is due.
void Model::Reconcile(const Mandate& before, Known& known, absl::CivilDay today,
                      Facts& facts) const {
  bool took_back = false;
  for (Made& made : known.made) {
    if (made.retracted || IsTrue(known.mandate, made)) continue;
    TakeBack(known, made, today, facts);
    took_back = true;
  }
  const auto last = domain::LastDay(known.mandate);
  if (!last || (!took_back && SameEnd(before, known.mandate))) return;
  std::optional<std::pair<absl::CivilDay, std::string>> tightest;
  for (const auto& [lead, through] : through_) {
    const absl::CivilDay crossing = Crossing(lead, *last);
    if (crossing > std::max(through, today)) continue;
    if (!tightest || crossing > tightest->first) tightest = {crossing, lead};
  }
  if (tightest) Announce(known, tightest->second, today, facts);
}

absl::CivilDay Model::Crossing(const std::string& lead,
                               absl::CivilDay last) const {
  if (lead.empty()) return last + 1;
  return domain::Subtract(last, *domain::ParsePeriod("lead", lead));
}

}  // namespace mandated::simulation
