#include "services/domain/reading/import_plan.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/names.h"
#include "services/domain/text.h"
#include "services/domain/validation.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::ImportResolutionRequest;
using mandates::v1::Mandate;
using mandates::v1::Proposal;
using mandates::v1::Reading;
using mandates::v1::RecordDecisionRequest;
using mandates::v1::Resolution;
using mandates::v1::Settlement;
using mandates::v1::Term;

using Obstacles = std::vector<ImportObstacle>;
using Settlements = std::map<int, const Settlement*>;

absl::StatusOr<Settlements> ByProposal(const Resolution& reading,
                                       const ImportResolutionRequest& request) {
  Settlements settlements;
  for (int i = 0; i < request.settlements_size(); ++i) {
    const Settlement& settlement = request.settlements(i);
    const std::string field = absl::StrCat("settlements[", i, "].proposal");
    const int last = reading.proposals_size() - 1;
    if (settlement.proposal() < 0 || settlement.proposal() > last) {
      return FieldOutOfRange(field, settlement.proposal(), 0, last);
    }
    if (!settlements.emplace(settlement.proposal(), &settlement).second) {
      return FieldInvalid(field, "SETTLEMENT_REPEATED",
                          "another settlement is about the same proposal; "
                          "send one for each");
    }
  }
  return settlements;
}

// Checks what settlements put in, and that a reading is fit to record.
absl::Status CheckRequests(const std::vector<RecordDecisionRequest>& requests) {
  for (const RecordDecisionRequest& request : requests) {
    absl::Status status =
        ParseMandateName("mandate_name", request.mandate_name()).status();
    if (status.ok()) status = CheckDecision("decision", request.decision());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

Obstacles ErrorsOf(const Resolution& reading) {
  Obstacles errors;
  for (const auto& diagnostic : reading.diagnostics()) {
    if (diagnostic.severity() != mandates::v1::SEVERITY_ERROR) continue;
    errors.push_back(
        {diagnostic.reason(), diagnostic.field(), diagnostic.message()});
  }
  return errors;
}

// How it was adopted is needed, and a text that contradicts itself on it may be
// two texts, or a misread one.
Obstacles ContradictionsWithin(const Resolution& reading) {
  Obstacles open;
  for (const auto& diagnostic : reading.diagnostics()) {
    const bool contradicts = diagnostic.reason() == "VOTE_CONTRADICTS" ||
                             diagnostic.reason() == "ADOPTION_CONTRADICTS";
    if (!contradicts) continue;
    open.push_back(
        {diagnostic.reason(), diagnostic.field(),
         Concat({"the text contradicts itself: ", diagnostic.message(),
                 "; correct the text, or record the decision by "
                 "RecordDecision"})});
  }
  return open;
}

bool NeedsTerm(mandates::v1::Act act) {
  return act == mandates::v1::ACT_ESTABLISH ||
         act == mandates::v1::ACT_EXTEND || act == mandates::v1::ACT_ROLLOVER;
}

bool IsTermOf(const Reading& reading) {
  return reading.field() == "term" || reading.field().rfind("term.", 0) == 0;
}

// Replaces the term by what the caller knows, and drops what proved the other.
void UseTerm(const Term& term, Decision& decision) {
  *decision.mutable_term() = term;
  Decision kept = decision;
  kept.clear_readings();
  for (const Reading& reading : decision.readings()) {
    if (!IsTermOf(reading)) *kept.add_readings() = reading;
  }
  decision = std::move(kept);
}

// Lists what only follows from the words although it was asked to be read.
void CheckConfidence(const Proposal& proposal, const Settlement* settlement,
                     const std::string& field, Obstacles& open) {
  const auto check = [&](const Reading& reading, const std::string& path) {
    if (reading.confidence() != mandates::v1::CONFIDENCE_INFERRED) return;
    open.push_back({"FIELD_INFERRED", path,
                    absl::StrCat(path, " is only inferred (", reading.rule(),
                                 "); settle it, or allow inferred fields")});
  };
  if (settlement == nullptr || settlement->mandate_name().empty()) {
    check(proposal.mandate_reading(), absl::StrCat(field, ".mandates"));
  }
  for (const Reading& reading : proposal.decision().readings()) {
    check(reading, absl::StrCat(field, ".decision.", reading.field()));
  }
}

// Finds the mandate that is meant; empty with an obstacle where it is open.
std::string MandateOf(const Proposal& proposal, const Settlement* settlement,
                      const std::string& field, Obstacles& open) {
  if (settlement != nullptr && !settlement->mandate_name().empty()) {
    return settlement->mandate_name();
  }
  if (proposal.mandates_size() == 1) return proposal.mandates(0);
  if (proposal.mandates_size() > 1) {
    std::string names;
    for (const std::string& name : proposal.mandates()) {
      absl::StrAppend(&names, names.empty() ? "" : ", ", name);
    }
    open.push_back({"MANDATE_AMBIGUOUS", absl::StrCat(field, ".mandates"),
                    absl::StrCat("the words may mean ", names,
                                 "; settle which by mandate_name")});
    return "";
  }
  // What a catalogue knows has a reading; to establish is to make one anew.
  const bool expected =
      proposal.has_mandate_reading() ||
      proposal.decision().act() == mandates::v1::ACT_ESTABLISH;
  if (!expected && !proposal.new_mandate_name().empty()) {
    open.push_back(
        {"MANDATE_NOT_FOUND", absl::StrCat(field, ".mandates"),
         absl::StrCat("no mandate on record or in the catalogue has "
                      "this name; settle it by mandate_name, ",
                      proposal.new_mandate_name(), " if it is new")});
    return "";
  }
  if (proposal.new_mandate_name().empty()) {
    open.push_back({"MANDATE_NOT_FOUND", absl::StrCat(field, ".mandates"),
                    "no mandate on record has the name in the text, and none "
                    "can be made of it; settle it by mandate_name and, for a "
                    "new one, facts"});
  }
  return proposal.new_mandate_name();
}

Mandate FactsOf(const Proposal& proposal, const Settlement* settlement) {
  Mandate facts = proposal.new_mandate();
  if (settlement != nullptr) facts.MergeFrom(settlement->facts());
  return facts;
}

void CheckDecisionFacts(const Decision& decision, bool term_settled,
                        const std::string& field, Obstacles& open) {
  const auto missing = [&](std::string_view reason, std::string_view what,
                           std::string_view advice) {
    open.push_back({std::string(reason), Concat({field, ".decision.", what}),
                    Concat({"the text does not say it; ", advice})});
  };
  if (decision.symbol().empty()) {
    missing("SYMBOL_NOT_READ", "symbol", "give the symbol as symbol_hint");
  }
  if (!decision.has_adopted_on()) {
    missing("ADOPTED_ON_NOT_READ", "adopted_on", "give the day as adopted_on");
  }
  const bool has_term = !decision.term().period().empty() ||
                        decision.term().end_case() != Term::END_NOT_SET;
  if (NeedsTerm(decision.act()) && !has_term && !term_settled) {
    missing("TERM_NOT_READ", "term",
            "settle it by term, an empty one where the text states none");
  }
  if (decision.act() == mandates::v1::ACT_MERGE &&
      decision.successor().empty()) {
    missing("SUCCESSOR_NOT_READ", "successor",
            "record the merger with RecordDecision and skip it here");
  }
}

RecordDecisionRequest RequestOf(const Proposal& proposal,
                                const Settlement* settlement,
                                const ImportResolutionRequest& request,
                                const std::string& field, Obstacles& open) {
  RecordDecisionRequest made;
  made.set_mandate_name(MandateOf(proposal, settlement, field, open));
  *made.mutable_decision() = proposal.decision();
  const bool term_settled = settlement != nullptr && settlement->has_term();
  if (term_settled) UseTerm(settlement->term(), *made.mutable_decision());
  if (!made.decision().has_adopted_on() && request.has_adopted_on()) {
    *made.mutable_decision()->mutable_adopted_on() = request.adopted_on();
  }
  CheckDecisionFacts(made.decision(), term_settled, field, open);
  if (request.read_only()) {
    CheckConfidence(proposal, settlement, field, open);
  }
  // Used where the registry does not have the mandate.
  *made.mutable_mandate() = FactsOf(proposal, settlement);
  made.set_allow_missing(true);
  made.set_actor(request.actor());
  return made;
}

// What differs between two facts, told in words.
class Comparison {
 public:
  void Text(std::string_view field, const std::string& recorded,
            const std::string& read) {
    if (recorded.empty() || read.empty() || recorded == read) return;
    Differ(field, recorded, read);
  }
  void Number(std::string_view field, int recorded, int read) {
    if (recorded == 0 || read == 0 || recorded == read) return;
    Differ(field, absl::StrCat(recorded), absl::StrCat(read));
  }
  void Message(std::string_view field,
               const google::protobuf::Message& recorded,
               const google::protobuf::Message& read) {
    Text(field, recorded.ShortDebugString(), read.ShortDebugString());
  }
  Obstacles Take() { return std::move(found_); }

 private:
  void Differ(std::string_view field, const std::string& recorded,
              const std::string& read) {
    found_.push_back(
        {"RECORDED_OTHERWISE", std::string(field),
         Concat({field, " is on record as ", recorded, ", and the text says ",
                 read, "; amend the record, or settle the proposal"})});
  }

  Obstacles found_;
};

// Returns the end of a term where the term itself states it; the fold fills in
// the one that follows from a period.
std::string StatedEnd(const Term& term) {
  if (!term.period().empty() && !term.has_fixed()) return "";
  Term end;
  if (term.has_fixed()) *end.mutable_fixed() = term.fixed();
  if (term.has_end_of_session()) end.set_end_of_session(term.end_of_session());
  return end.ShortDebugString();
}

void FillIn(const Decision& read, Decision& recorded) {
  if (recorded.session().empty()) recorded.set_session(read.session());
  if (recorded.meeting() == 0) recorded.set_meeting(read.meeting());
  if (recorded.agenda_item() == 0) recorded.set_agenda_item(read.agenda_item());
  if (recorded.paragraph().empty()) recorded.set_paragraph(read.paragraph());
  if (recorded.adoption() == mandates::v1::ADOPTION_UNSPECIFIED) {
    recorded.set_adoption(read.adoption());
  }
  if (!recorded.has_vote() && read.has_vote()) {
    *recorded.mutable_vote() = read.vote();
  }
  for (const auto& [code, title] : read.new_titles()) {
    (*recorded.mutable_new_titles()).insert({code, title});
  }
}

}  // namespace

absl::StatusOr<ImportPlan> PlanImport(Resolution reading,
                                      const ImportResolutionRequest& request) {
  const auto settlements = ByProposal(reading, request);
  if (!settlements.ok()) return settlements.status();
  Obstacles errors = ErrorsOf(reading);
  if (!errors.empty()) return ImportRefused(errors);
  ImportPlan plan;
  Obstacles open = ContradictionsWithin(reading);
  std::set<std::string> mandates;
  for (int i = 0; i < reading.proposals_size(); ++i) {
    const std::string field = absl::StrCat("proposals[", i, "]");
    const auto found = settlements->find(i);
    const Settlement* settlement =
        found == settlements->end() ? nullptr : found->second;
    if (settlement != nullptr && settlement->skip()) continue;
    plan.requests.push_back(
        RequestOf(reading.proposals(i), settlement, request, field, open));
    const std::string& name = plan.requests.back().mandate_name();
    if (!name.empty() && !mandates.insert(name).second) {
      open.push_back({"MANDATE_REPEATED", absl::StrCat(field, ".mandates"),
                      absl::StrCat("two proposals are about ", name,
                                   "; skip one of them")});
    }
  }
  if (!open.empty()) return ImportOpen(open);
  if (plan.requests.empty()) {
    return ImportRefused({{"NO_MANDATE_DECISION", "proposals",
                           "there is no decision on a mandate to record"}});
  }
  absl::Status checked = CheckRequests(plan.requests);
  if (!checked.ok()) return checked;
  plan.resolution = std::move(reading);
  return plan;
}

Obstacles Contradictions(const Decision& recorded, const Decision& read) {
  Comparison comparison;
  comparison.Text("act", mandates::v1::Act_Name(recorded.act()),
                  mandates::v1::Act_Name(read.act()));
  comparison.Message("adopted_on", recorded.adopted_on(), read.adopted_on());
  comparison.Text("session", recorded.session(), read.session());
  comparison.Text("term.period", recorded.term().period(),
                  read.term().period());
  comparison.Text("term.starts_at_end_of", recorded.term().starts_at_end_of(),
                  read.term().starts_at_end_of());
  comparison.Text("term.end", StatedEnd(recorded.term()),
                  StatedEnd(read.term()));
  comparison.Number("meeting", recorded.meeting(), read.meeting());
  comparison.Number("agenda_item", recorded.agenda_item(), read.agenda_item());
  comparison.Text("paragraph", recorded.paragraph(), read.paragraph());
  comparison.Number("adoption", recorded.adoption(), read.adoption());
  if (recorded.has_vote() && read.has_vote()) {
    comparison.Message("vote", recorded.vote(), read.vote());
  }
  for (const auto& [code, title] : read.new_titles()) {
    const auto known = recorded.new_titles().find(code);
    if (known == recorded.new_titles().end()) continue;
    comparison.Text(Concat({"new_titles.", code}), known->second, title);
  }
  return comparison.Take();
}

Decision Prove(Decision recorded, const Decision& read) {
  FillIn(read, recorded);
  *recorded.mutable_readings() = read.readings();
  if (recorded.term().basis() == mandates::v1::BASIS_INFERRED &&
      read.term().basis() == mandates::v1::BASIS_READ) {
    recorded.mutable_term()->set_basis(mandates::v1::BASIS_READ);
  }
  return recorded;
}

}  // namespace mandated::domain
