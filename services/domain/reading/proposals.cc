#include "services/domain/reading/proposals.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/reading/acts.h"
#include "services/domain/reading/drafter.h"
#include "services/domain/reading/drafts.h"
#include "services/domain/reading/findings.h"
#include "services/domain/reading/new_mandates.h"
#include "services/domain/reading/terms.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Proposal;
using mandates::v1::Resolution;
using mandates::v1::SEVERITY_NOTE;
using mandates::v1::SEVERITY_WARNING;

// No mandate was ever extended for more than three years at once, nine regular
// sessions; twice that and more is misread, or another body's count.
constexpr int kSessionsAheadMax = 18;
constexpr int kYearsAheadMax = 6;

bool IsSessionOutOfReach(const std::string& name, int own, int first) {
  const auto session = ParseSessionName("session", name);
  if (own == 0 || !session.ok() || session->special) return false;
  return session->number < first || session->number > own + kSessionsAheadMax;
}

// Tells whether a term that a text states cannot be meant: it ends before the
// resolution was adopted, or years after any other.
bool IsOutOfReach(const mandates::v1::Term& term, const Resolution& text) {
  const auto session = ParseSessionName("session", text.session());
  const int own = session.ok() && !session->special ? session->number : 0;
  if (!term.end_of_session().empty() &&
      IsSessionOutOfReach(term.end_of_session(), own, own)) {
    return true;
  }
  if (!term.starts_at_end_of().empty() &&
      IsSessionOutOfReach(term.starts_at_end_of(), own, own - 1)) {
    return true;
  }
  if (!term.has_fixed() || !text.has_adopted_on()) return false;
  const absl::CivilDay adopted = ToCivil(text.adopted_on());
  const absl::CivilDay end = ToCivil(term.fixed());
  return end <= adopted || end.year() > adopted.year() + kYearsAheadMax;
}

class ProposalReader {
 public:
  ProposalReader(const Document& document, const MandateNames& names,
                 Resolution& resolution)
      : document_(document), names_(names), resolution_(resolution) {}

  void Emit(const DecisionDraft& draft);
  void NoteOtherBody(const FoundAct& act);
  void NoteRefused(const RefusedAct& refused);

 private:
  const Language& language() const { return document_.language(); }

  void EmitMandate(const DecisionDraft& draft, Proposal& proposal);
  void EmitTerm(const DecisionDraft& draft, Decision& decision);
  void EmitNewTitle(const DecisionDraft& draft, Proposal& proposal,
                    Decision& decision);
  void EmitSuccessor(const DecisionDraft& draft, Decision& decision);
  Decision DecisionOf(const DecisionDraft& draft) const;
  void Warn(const DecisionDraft& draft, std::string reason,
            const std::string& field, std::string message, Span span);

  const Document& document_;
  const MandateNames& names_;
  Resolution& resolution_;
};

Decision ProposalReader::DecisionOf(const DecisionDraft& draft) const {
  Decision decision;
  decision.set_act(draft.act);
  decision.set_symbol(resolution_.symbol());
  if (resolution_.has_adopted_on()) {
    *decision.mutable_adopted_on() = resolution_.adopted_on();
  }
  decision.set_session(resolution_.session());
  decision.set_meeting(resolution_.meeting());
  decision.set_agenda_item(resolution_.agenda_item());
  decision.set_paragraph(draft.found->paragraph->number);
  decision.set_adoption(resolution_.adoption());
  if (resolution_.has_vote()) *decision.mutable_vote() = resolution_.vote();
  const auto evidence = draft.found->EvidenceAt(document_, draft.found->span);
  AddReading(decision.mutable_readings(), "act", evidence);
  if (!decision.paragraph().empty()) {
    AddReading(decision.mutable_readings(), "paragraph", evidence);
  }
  for (const mandates::v1::Reading& reading : resolution_.readings()) {
    const std::string& field = reading.field();
    const bool both = field == "symbol" || field == "adopted_on" ||
                      field == "session" || field == "meeting" ||
                      field == "agenda_item" || field == "adoption" ||
                      field.rfind("vote", 0) == 0;
    if (both) *decision.add_readings() = reading;
  }
  return decision;
}

void ProposalReader::Warn(const DecisionDraft& draft, std::string reason,
                          const std::string& field, std::string message,
                          Span span) {
  const std::string proposal =
      "proposals[" + std::to_string(resolution_.proposals_size() - 1) + "].";
  auto& diagnostic =
      AddDiagnostic(resolution_, SEVERITY_WARNING, std::move(reason),
                    proposal + field, std::move(message));
  *diagnostic.mutable_evidence() = draft.found->EvidenceAt(document_, span);
}

void ProposalReader::EmitMandate(const DecisionDraft& draft,
                                 Proposal& proposal) {
  const Identified& found = draft.mandate.identified;
  const Span span = draft.mandate.title;
  const Mandate* known =
      found.one() ? names_.Unregistered(found.mandates[0]) : nullptr;
  if (known != nullptr) {
    *proposal.mutable_new_mandate() = *known;
    proposal.mutable_new_mandate()->clear_former_titles();
    proposal.set_new_mandate_name(known->name());
  } else {
    proposal.mutable_mandates()->Assign(found.mandates.begin(),
                                        found.mandates.end());
  }
  if (found.one()) {
    Readings readings;
    AddReading(&readings, "mandate", draft.found->EvidenceAt(document_, span),
               found.rule);
    *proposal.mutable_mandate_reading() = readings[0];
    return;
  }
  if (!found.mandates.empty()) {
    return Warn(draft, "MANDATE_AMBIGUOUS", "mandates",
                "the words name several mandates of the registry; say which "
                "of them is meant",
                span);
  }
  if (draft.act == mandates::v1::ACT_ROLLOVER) {
    return Warn(draft, "ROLLOVER_MANDATES_NOT_NAMED", "mandates",
                "the text extends mandates that it does not name; record one "
                "decision for each",
                span);
  }
  *proposal.mutable_new_mandate() = NewMandate(
      language(), draft.title,
      draft.title.empty() ? std::string_view() : draft.found->Words(span));
  if (draft.title.empty()) {
    return Warn(draft, "MANDATE_NOT_NAMED", "mandates",
                "the paragraph names the holder alone, and the text leaves "
                "open which mandate; say which is meant",
                span);
  }
  proposal.set_new_mandate_name(NewMandateName(proposal.new_mandate()));
  if (draft.act == mandates::v1::ACT_ESTABLISH) return;  // to be expected
  Warn(draft, "MANDATE_NOT_FOUND", "mandates",
       "no mandate of the registry has this title; say which is meant, or "
       "that it is new",
       span);
}

void ProposalReader::EmitTerm(const DecisionDraft& draft, Decision& decision) {
  const bool wants = draft.act == mandates::v1::ACT_ESTABLISH ||
                     draft.act == mandates::v1::ACT_EXTEND ||
                     draft.act == mandates::v1::ACT_ROLLOVER;
  if (!wants) return;
  if (!draft.term.contradictions.empty()) {
    return Warn(draft, "TERM_CONTRADICTS", "decision.term",
                "the paragraph states two terms that differ; say which holds",
                draft.term.contradictions.front().span);
  }
  if (!draft.term.term) {
    return Warn(draft, "TERM_NOT_STATED", "decision.term",
                "the paragraph states no term that could be read; say for how "
                "long",
                draft.found->span);
  }
  if (IsOutOfReach(*draft.term.term, resolution_)) {
    return Warn(draft, "TERM_OUT_OF_REACH", "decision.term",
                "the paragraph states an end that no term of this resolution "
                "has: before it was adopted, or many years after; say which "
                "term is meant",
                draft.term.proofs.front().span);
  }
  *decision.mutable_term() = *draft.term.term;
  for (const TermProof& proof : draft.term.proofs) {
    const auto evidence = draft.found->EvidenceAt(document_, proof.span);
    AddReading(decision.mutable_readings(), "term." + proof.field, evidence);
    if (proof.field != "until_event") continue;
    // The event in the words of the text, not in their normal form.
    const std::string words = draft.found->Original(document_, proof.span);
    if (!words.empty()) {
      decision.mutable_term()->mutable_until_event()->set_words(words);
    }
  }
}

void ProposalReader::EmitNewTitle(const DecisionDraft& draft,
                                  Proposal& proposal, Decision& decision) {
  const bool renames =
      draft.act == mandates::v1::ACT_RENAME || draft.renamed_by != nullptr;
  if (!renames) return;
  if (draft.new_title.empty()) {
    return Warn(draft, "NEW_TITLE_NOT_READ", "decision.new_title",
                "the text renames the mandate, and its new title could not be "
                "read; state it",
                draft.found->span);
  }
  proposal.set_new_title(draft.new_title);
  const auto evidence =
      draft.renamed_by->EvidenceAt(document_, draft.new_title_span);
  const std::string& code = language().code();
  if (code == kEnglish) {
    decision.set_new_title(draft.new_title);
    return AddReading(decision.mutable_readings(), "new_title", evidence);
  }
  (*decision.mutable_new_titles())[code] = draft.new_title;
  AddReading(decision.mutable_readings(), "new_titles." + code, evidence);
  Warn(draft, "NEW_TITLE_NOT_ENGLISH", "decision.new_title",
       "the new title is known in the language of the text alone; amend the "
       "decision with the English one",
       draft.found->span);
  auto& diagnostics = *resolution_.mutable_diagnostics();
  *diagnostics.rbegin()->mutable_evidence() = evidence;
}

void ProposalReader::EmitSuccessor(const DecisionDraft& draft,
                                   Decision& decision) {
  if (draft.act != mandates::v1::ACT_MERGE) return;
  if (draft.successor.empty()) {
    return Warn(draft, "SUCCESSOR_NOT_READ", "decision.successor",
                "the text does not tell into which mandate; say which",
                draft.found->span);
  }
  decision.set_successor(draft.successor);
  AddReading(decision.mutable_readings(), "successor",
             draft.found->EvidenceAt(document_, *draft.successor_span));
}

void ProposalReader::Emit(const DecisionDraft& draft) {
  Proposal& proposal = *resolution_.add_proposals();
  Decision decision = DecisionOf(draft);
  EmitMandate(draft, proposal);
  EmitTerm(draft, decision);
  EmitNewTitle(draft, proposal, decision);
  EmitSuccessor(draft, decision);
  *proposal.mutable_decision() = std::move(decision);
}

void ProposalReader::NoteOtherBody(const FoundAct& act) {
  auto& note = AddDiagnostic(
      resolution_, SEVERITY_NOTE, "OTHER_BODY_EXTENDED", "proposals",
      "the paragraph decides on a body that is no special procedure");
  *note.mutable_evidence() = act.EvidenceAt(document_, act.span);
}

void ProposalReader::NoteRefused(const RefusedAct& refused) {
  auto& note = AddDiagnostic(
      resolution_, SEVERITY_NOTE,
      refused.quoted ? "QUOTED_WORDING" : "CONDITIONAL_WORDING", "proposals",
      "the words look like a decision and take none");
  *note.mutable_evidence() =
      document_.EvidenceAt(*refused.paragraph, refused.span);
}

// Some of many would look like all of them, so none is proposed.
void AddTooMany(Resolution& resolution) {
  AddDiagnostic(resolution, mandates::v1::SEVERITY_ERROR, "TOO_MANY_DECISIONS",
                "proposals",
                "the text decides on mandates more than " +
                    std::to_string(limits::kActsMax) +
                    " times, as no resolution does; give it in parts");
}

}  // namespace

void ReadProposals(const Document& document, const MandateNames& names,
                   Resolution& resolution) {
  ProposalReader reader(document, names, resolution);
  const Acts acts = FindActs(document);
  if (!acts.all) return AddTooMany(resolution);
  Drafted drafted =
      DraftDecisions(document, names, resolution.title(), acts.found);
  if (!drafted.all) return AddTooMany(resolution);
  const auto contradictions = JoinDrafts(drafted.drafts);
  for (const DecisionDraft& draft : drafted.drafts) reader.Emit(draft);
  for (const FoundAct* other : drafted.others) reader.NoteOtherBody(*other);
  for (const RefusedAct& refused : acts.refused) reader.NoteRefused(refused);
  for (const auto& [first, second] : contradictions) {
    const std::string field = "proposals[" + std::to_string(second) + "]";
    AddDiagnostic(resolution, SEVERITY_WARNING, "DECISION_TWICE", field,
                  "the text decides twice on this mandate, and differently; "
                  "leave one of them out");
  }
  if (!drafted.drafts.empty()) return;
  AddDiagnostic(resolution, SEVERITY_WARNING, "NO_MANDATE_DECISION",
                "proposals",
                "no operative paragraph decides on the mandate of a special "
                "procedure");
}

}  // namespace mandated::domain
