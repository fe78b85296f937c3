#include "services/domain/reading/drafter.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/reading/named_mandates.h"
#include "services/domain/reading/new_mandates.h"
#include "services/domain/reading/terms.h"
#include "services/domain/reading/titles.h"

namespace mandated::domain {
namespace {

class Drafter {
 public:
  Drafter(const Document& document, const MandateNames& names,
          const std::string& title)
      : document_(document), finder_(&document, &names, title) {}

  // Tells whether there may be more.
  bool Draft(const FoundAct& act);
  Drafted Take() { return std::move(drafts_); }

 private:
  const Language& language() const { return document_.language(); }

  bool EstablishesOther(const FoundAct& act) const;
  bool IsOnOther(const FoundAct& act,
                 const std::vector<NamedMandate>& mandates) const;
  void DraftNamed(const FoundAct& act);
  void DraftSame(const FoundAct& act);
  void DraftRollover(const FoundAct& act);
  void DraftMerge(const FoundAct& act);
  void DraftRename(const FoundAct& act);
  void DraftAct(const FoundAct& act);
  DecisionDraft Begin(const FoundAct& act, NamedMandate mandate) const;
  TermRead TermOf(const FoundAct& act) const;
  const NamedMandate* BeforeIn(const FoundAct& act) const;
  Identified Its(const FoundAct& act) const;
  std::vector<Identified> NamesBelow(const FoundAct& act) const;

  const Document& document_;
  const MandateFinder finder_;
  Drafted drafts_;
};

TermRead Drafter::TermOf(const FoundAct& act) const {
  TermRead read = ReadTerm(language(), act.Words(act.clause));
  for (auto* proofs : {&read.proofs, &read.contradictions}) {
    for (TermProof& proof : *proofs) {
      proof.span.begin += act.clause.begin;
      proof.span.end += act.clause.begin;
    }
  }
  return read;
}

DecisionDraft Drafter::Begin(const FoundAct& act, NamedMandate mandate) const {
  DecisionDraft draft{.act = act.act, .found = &act};
  draft.named = true;
  if (!mandate.is_short) {
    draft.title = act.Original(document_, mandate.title);
    draft.key = MandateNames::Key(language(), act.Words(mandate.title));
  }
  draft.mandate = std::move(mandate);
  return draft;
}

bool Drafter::Draft(const FoundAct& act) {
  DraftAct(act);
  drafts_.all = drafts_.drafts.size() <= limits::kActsMax;
  return drafts_.all;
}

void Drafter::DraftAct(const FoundAct& act) {
  switch (act.act) {
    case mandates::v1::ACT_ROLLOVER:
      return DraftRollover(act);
    case mandates::v1::ACT_MERGE:
      return DraftMerge(act);
    case mandates::v1::ACT_RENAME:
      return DraftRename(act);
    default:
      return act.title ? DraftNamed(act) : DraftSame(act);
  }
}

// "Establish ... a fact-finding mission, including an independent expert": the
// holder is part of another body.
bool Drafter::EstablishesOther(const FoundAct& act) const {
  if (act.act != mandates::v1::ACT_ESTABLISH) return false;
  const std::string_view before =
      act.Words({act.span.begin, std::max(act.span.begin, act.title->begin)});
  const auto other = language().Find("holders.never", before);
  // "Composed of five independent experts": a number of holders is no body.
  return other &&
         language().HolderWithin(before.substr(
             other->span.begin, other->span.end - other->span.begin)) ==
             mandates::v1::HOLDER_TYPE_UNSPECIFIED;
}

// A word for "its" where the holder's noun is not even named.
bool Drafter::IsOnOther(const FoundAct& act,
                        const std::vector<NamedMandate>& mandates) const {
  const NamedMandate& first = mandates.front();
  return first.is_short &&
         first.holder == mandates::v1::HOLDER_TYPE_UNSPECIFIED &&
         finder_.IsOnOtherBody(act);
}

// The mandate of the decision before it in the paragraph; nullptr: none.
const NamedMandate* Drafter::BeforeIn(const FoundAct& act) const {
  if (drafts_.drafts.empty()) return nullptr;
  const DecisionDraft& last = drafts_.drafts.back();
  return last.found->paragraph == act.paragraph ? &last.mandate : nullptr;
}

// "Its mandate": of the decision before, of the one that the paragraph names
// before, or of the one that the text is about.
Identified Drafter::Its(const FoundAct& act) const {
  const NamedMandate* before = BeforeIn(act);
  if (before != nullptr) return before->identified;
  Identified named = finder_.NamedBefore(act);
  return named.one() ? named
                     : finder_.Infer(mandates::v1::HOLDER_TYPE_UNSPECIFIED);
}

void Drafter::DraftNamed(const FoundAct& act) {
  std::vector<NamedMandate> mandates = finder_.In(act, *act.title);
  const bool its =
      !mandates.empty() && mandates.front().is_short &&
      mandates.front().holder == mandates::v1::HOLDER_TYPE_UNSPECIFIED;
  if (its) mandates.front().identified = Its(act);
  if (mandates.empty() || EstablishesOther(act) || IsOnOther(act, mandates)) {
    return drafts_.others.push_back(&act);
  }
  for (NamedMandate& mandate : mandates) {
    DecisionDraft draft = Begin(act, std::move(mandate));
    if (act.act != mandates::v1::ACT_TERMINATE) draft.term = TermOf(act);
    drafts_.drafts.push_back(std::move(draft));
  }
}

// "... and to extend it": the mandate of the act before in the paragraph, else
// the one that the text is about.
void Drafter::DraftSame(const FoundAct& act) {
  if (BeforeIn(act) == nullptr && finder_.IsOnOtherBody(act)) {
    return drafts_.others.push_back(&act);
  }
  NamedMandate mandate{.is_short = true};
  mandate.identified = Its(act);
  mandate.title = act.span;
  DecisionDraft draft = Begin(act, std::move(mandate));
  if (act.act != mandates::v1::ACT_TERMINATE) draft.term = TermOf(act);
  drafts_.drafts.push_back(std::move(draft));
}

// The mandates named in the paragraph and in its lettered parts.
std::vector<Identified> Drafter::NamesBelow(const FoundAct& act) const {
  std::vector<Identified> all;
  bool below = false;
  for (const DocumentParagraph& paragraph : document_.paragraphs()) {
    if (&paragraph == act.paragraph) {
      below = true;
    } else if (below && paragraph.number.find('(') == std::string::npos) {
      break;
    }
    if (!below) continue;
    const std::vector<Identified>& names = finder_.NamesIn(paragraph);
    all.insert(all.end(), names.begin(), names.end());
    if (all.size() > limits::kActsMax) break;
  }
  return all;
}

void Drafter::DraftRollover(const FoundAct& act) {
  const TermRead term = TermOf(act);
  for (const Identified& name : NamesBelow(act)) {
    DecisionDraft draft{.act = act.act, .found = &act, .term = term};
    draft.mandate.identified = name;
    draft.mandate.title = act.span;
    draft.named = true;
    drafts_.drafts.push_back(std::move(draft));
  }
  const bool any =
      !drafts_.drafts.empty() && drafts_.drafts.back().found == &act;
  if (any) return;
  DecisionDraft draft{.act = act.act, .found = &act, .term = term};
  draft.mandate.title = act.span;
  drafts_.drafts.push_back(std::move(draft));
}

void Drafter::DraftMerge(const FoundAct& act) {
  std::vector<NamedMandate> merged;
  if (act.title) merged = finder_.In(act, *act.title);
  if (merged.empty()) return drafts_.others.push_back(&act);
  std::vector<NamedMandate> into;
  if (act.successor) into = finder_.In(act, *act.successor);
  std::optional<DecisionDraft> successor;
  if (!into.empty() && !into.front().is_short) {
    successor = Begin(act, into.front());
    successor->act = mandates::v1::ACT_ESTABLISH;
    successor->term = TermOf(act);
  }
  for (NamedMandate& mandate : merged) {
    DecisionDraft draft = Begin(act, std::move(mandate));
    if (successor) {
      const Identified& one = successor->mandate.identified;
      draft.successor =
          one.one()
              ? one.mandates.front()
              : NewMandateName(NewMandate(language(), successor->title,
                                          act.Words(successor->mandate.title)));
      draft.successor_span = successor->mandate.title;
    }
    drafts_.drafts.push_back(std::move(draft));
  }
  if (successor) drafts_.drafts.push_back(*std::move(successor));
}

void Drafter::DraftRename(const FoundAct& act) {
  NamedMandate mandate{.is_short = true};
  if (act.title) {
    std::vector<NamedMandate> named = finder_.In(act, *act.title);
    if (named.empty()) return drafts_.others.push_back(&act);
    mandate = std::move(named.front());
  }
  const bool named = !mandate.is_short;
  if (mandate.title.empty()) mandate.title = act.span;
  DecisionDraft draft = Begin(act, std::move(mandate));
  draft.named = named;
  if (act.new_title) {
    Span cut = CutTitle(language(), act.Words(*act.new_title));
    cut.begin += act.new_title->begin;
    cut.end += act.new_title->begin;
    draft.new_title_span = cut;
    draft.new_title = act.Original(document_, cut);
    draft.new_key = MandateNames::Key(language(), act.Words(cut));
    draft.renamed_by = &act;
  }
  drafts_.drafts.push_back(std::move(draft));
}

}  // namespace

Drafted DraftDecisions(const Document& document, const MandateNames& names,
                       const std::string& title,
                       const std::vector<FoundAct>& acts) {
  Drafter drafter(document, names, title);
  for (const FoundAct& act : acts) {
    if (!drafter.Draft(act)) break;
  }
  return drafter.Take();
}

}  // namespace mandated::domain
