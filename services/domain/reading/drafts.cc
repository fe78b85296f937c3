#include "services/domain/reading/drafts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"

namespace mandated::domain {
namespace {

using google::protobuf::util::MessageDifferencer;
using mandates::v1::ACT_RENAME;

constexpr char kRenamedHere[] = "RENAMED_IN_THIS_TEXT";

bool SameMandate(const DecisionDraft& a, const DecisionDraft& b) {
  const auto& one = a.mandate.identified;
  const auto& other = b.mandate.identified;
  if (one.one() && other.one()) return one.mandates == other.mandates;
  return !a.key.empty() && a.key == b.key;
}

bool SameTerm(const TermRead& a, const TermRead& b) {
  if (a.term.has_value() != b.term.has_value()) return false;
  return !a.term || MessageDifferencer::Equals(*a.term, *b.term);
}

// The mandate extended under a title that this text gives it.
void ResolveNewTitles(std::vector<DecisionDraft>& drafts) {
  for (const DecisionDraft& rename : drafts) {
    if (rename.act != ACT_RENAME || rename.new_key.empty()) continue;
    for (DecisionDraft& draft : drafts) {
      const bool unknown = draft.mandate.identified.mandates.empty();
      if (draft.act == ACT_RENAME || !unknown) continue;
      if (draft.key != rename.new_key || !rename.named) continue;
      draft.mandate.identified.mandates = rename.mandate.identified.mandates;
      draft.mandate.identified.rule = kRenamedHere;
      draft.key = rename.key;
    }
  }
}

// The decision that a renaming belongs to: on the same mandate; where the
// renaming names none, of the same paragraph, or the only one.
DecisionDraft* TargetOf(const DecisionDraft& rename,
                        std::vector<DecisionDraft>& drafts) {
  DecisionDraft* target = nullptr;
  int count = 0;
  for (DecisionDraft& draft : drafts) {
    if (draft.act == ACT_RENAME) continue;
    if (rename.named) {
      if (SameMandate(draft, rename)) return &draft;
      continue;
    }
    if (draft.found->paragraph == rename.found->paragraph) return &draft;
    target = &draft;
    ++count;
  }
  return count == 1 ? target : nullptr;
}

void AttachRenamings(std::vector<DecisionDraft>& drafts) {
  for (size_t i = 0; i < drafts.size();) {
    if (drafts[i].act != ACT_RENAME) {
      ++i;
      continue;
    }
    DecisionDraft* target = TargetOf(drafts[i], drafts);
    if (target == nullptr) {
      ++i;
      continue;
    }
    target->new_title = drafts[i].new_title;
    target->new_key = drafts[i].new_key;
    target->new_title_span = drafts[i].new_title_span;
    target->renamed_by = drafts[i].found;
    drafts.erase(drafts.begin() + static_cast<ptrdiff_t>(i));
  }
}

}  // namespace

namespace {

// What a merger makes is established once: where the text says so itself, with
// its term, the merger's own draft goes.
void DropRepeatedSuccessors(std::vector<DecisionDraft>& drafts) {
  const auto is_successor = [](const DecisionDraft& draft) {
    return draft.act == mandates::v1::ACT_ESTABLISH &&
           draft.found->act == mandates::v1::ACT_MERGE;
  };
  const std::vector<DecisionDraft> all = drafts;
  std::erase_if(drafts, [&](const DecisionDraft& draft) {
    if (!is_successor(draft)) return false;
    return std::any_of(all.begin(), all.end(), [&](const DecisionDraft& one) {
      return !is_successor(one) && one.act != mandates::v1::ACT_RENAME &&
             SameMandate(one, draft);
    });
  });
}

}  // namespace

std::vector<std::pair<size_t, size_t>> JoinDrafts(
    std::vector<DecisionDraft>& drafts) {
  ResolveNewTitles(drafts);
  AttachRenamings(drafts);
  DropRepeatedSuccessors(drafts);
  std::vector<DecisionDraft> kept;
  std::vector<std::pair<size_t, size_t>> contradictions;
  for (DecisionDraft& draft : drafts) {
    bool repeated = false;
    for (size_t i = 0; i < kept.size() && !repeated; ++i) {
      if (!SameMandate(kept[i], draft)) continue;
      repeated = kept[i].act == draft.act && SameTerm(kept[i].term, draft.term);
      if (!repeated) contradictions.emplace_back(i, kept.size());
    }
    if (!repeated) kept.push_back(std::move(draft));
  }
  drafts = std::move(kept);
  return contradictions;
}

}  // namespace mandated::domain
