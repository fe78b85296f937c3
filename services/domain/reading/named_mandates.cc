#include "services/domain/reading/named_mandates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/reading/normal_text.h"
#include "services/domain/reading/titles.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using mandates::v1::HOLDER_TYPE_UNSPECIFIED;
using mandates::v1::HolderType;

// "Its mandate" is about what was named a few paragraphs before at most.
constexpr int kParagraphsBackMax = 20;

constexpr char kInTitle[] = "NAMED_IN_THE_TITLE";

// How far a stretch is looked at for one title and what ends it: no registry
// holds a longer one.
constexpr size_t kStretchBytesMax = 2 * limits::kTitleBytesMax;

Identified OnlyOne(const std::set<std::string>& mandates,
                   const std::string& rule) {
  if (mandates.size() != 1) return {};
  return {{*mandates.begin()}, {}, rule};
}

// Returns where the last noun that ends by `limit` ends; 0: none does.
template <typename Noun>
size_t LastEnd(const std::vector<Noun>& nouns, size_t limit) {
  const auto last =
      std::find_if(nouns.rbegin(), nouns.rend(),
                   [&](const Noun& noun) { return noun.span.end <= limit; });
  return last == nouns.rend() ? 0 : last->span.end;
}

std::string_view Beginning(std::string_view stretch) {
  if (stretch.size() <= kStretchBytesMax) return stretch;
  size_t end = kStretchBytesMax;
  while (IsContinuation(stretch[end])) --end;
  return stretch.substr(0, end);
}

void Shift(Span& span, size_t by) {
  span.begin += by;
  span.end += by;
}

}  // namespace

MandateFinder::MandateFinder(const Document* document,
                             const MandateNames* names,
                             const std::string& title)
    : document_(document), names_(names) {
  const auto text = NormalText::Make("title", title);
  if (text.ok()) title_ = std::string(text->normal());
}

NamedMandate MandateFinder::One(std::string_view stretch) const {
  const Language& language = document_->language();
  NamedMandate named{.identified = names_->Identify(language, stretch),
                     .title = CutTitle(language, stretch)};
  if (!named.identified.mandates.empty()) named.title = named.identified.span;
  const std::string_view title =
      stretch.substr(named.title.begin, named.title.end - named.title.begin);
  named.is_short = IsShortTitle(language, title);
  const auto holder = language.FindHolder(title);
  if (holder) named.holder = holder->type;
  if (!named.is_short && !HasHolderAtItsEdge(language, title)) return {};
  return named;
}

std::vector<NamedMandate> MandateFinder::In(const FoundAct& act,
                                            Span stretch) const {
  std::vector<NamedMandate> all;
  while (all.size() < limits::kMandatesAnActMax) {
    const std::string_view words = Beginning(act.Words(stretch));
    NamedMandate named = One(words);
    if (named.title.empty()) break;
    const std::string_view rest = words.substr(named.title.end);
    Shift(named.title, stretch.begin);
    if (named.is_short && all.empty()) {
      named.identified = Infer(named.holder);
    }
    // A noun alone after a full title is that mandate again.
    if (named.is_short && !all.empty()) break;
    const size_t end = named.title.end;
    all.push_back(std::move(named));
    const auto joined = JoinedTitle(document_->language(), rest);
    if (!joined) break;
    stretch.begin = end + *joined;
  }
  return all;
}

Identified MandateFinder::Infer(HolderType holder) const {
  const auto known = inferred_.find(holder);
  if (known != inferred_.end()) return known->second;
  return inferred_.emplace(holder, InferAnew(holder)).first->second;
}

Identified MandateFinder::InferAnew(HolderType holder) const {
  Identified found = InTitle(holder);
  if (found.rule != kInTitle && HasNamesake(holder)) return {};
  return found.mandates.empty() ? InText(holder) : found;
}

const MandateFinder::Nouns& MandateFinder::NounsIn(
    const DocumentParagraph& paragraph) const {
  const auto known = nouns_.find(&paragraph);
  if (known != nouns_.end()) return known->second;
  const Language& language = document_->language();
  Nouns nouns{language.FindAll("holders.never", paragraph.text),
              language.FindHolders(paragraph.text, limits::kMatchesMax)};
  return nouns_.emplace(&paragraph, std::move(nouns)).first->second;
}

const std::vector<Identified>& MandateFinder::NamesIn(
    const DocumentParagraph& paragraph) const {
  const auto known = found_.find(&paragraph);
  if (known != found_.end()) return known->second;
  return found_
      .emplace(&paragraph,
               names_->FindAll(document_->language(), paragraph.text))
      .first->second;
}

Identified MandateFinder::NamedBefore(const FoundAct& act) const {
  const size_t limit = std::max(act.span.begin, act.lead) - act.lead;
  std::set<std::string> named;
  for (const Identified& name : NamesIn(*act.paragraph)) {
    if (name.span.end > limit) break;
    named.insert(name.mandates.begin(), name.mandates.end());
  }
  return OnlyOne(named, "NAMED_IN_THE_PARAGRAPH");
}

bool MandateFinder::HasNamesake(HolderType holder) const {
  if (holder == HOLDER_TYPE_UNSPECIFIED) return false;
  for (const DocumentParagraph& paragraph : document_->paragraphs()) {
    if (paragraph.kind == mandates::v1::PARAGRAPH_KIND_BACK) continue;
    const std::string_view text = paragraph.text;
    const auto& others = NounsIn(paragraph).others;
    const auto is_namesake = [&](const Match& other) {
      const std::string_view words =
          text.substr(other.span.begin, other.span.end - other.span.begin);
      return document_->language().HolderWithin(words) == holder;
    };
    if (std::any_of(others.begin(), others.end(), is_namesake)) return true;
  }
  return false;
}

bool MandateFinder::IsOnOtherBody(const FoundAct& act) const {
  const DocumentParagraph* paragraph = act.paragraph;
  size_t limit = std::max(act.span.begin, act.lead) - act.lead;
  for (int looked = 0; looked < kParagraphsBackMax; ++looked) {
    const Nouns& nouns = NounsIn(*paragraph);
    const size_t other = LastEnd(nouns.others, limit);
    const size_t own = LastEnd(nouns.own, limit);
    if (other != own) return other > own;
    // Nothing is named here: look above.
    if (paragraph == document_->paragraphs().data()) return false;
    --paragraph;
    if (paragraph->kind != mandates::v1::PARAGRAPH_KIND_OPERATIVE) return false;
    limit = paragraph->text.size();
  }
  return false;
}

bool MandateFinder::IsHeldBy(const std::string& mandate,
                             HolderType holder) const {
  return holder == HOLDER_TYPE_UNSPECIFIED ||
         names_->HolderOf(mandate) == holder;
}

Identified MandateFinder::InTitle(HolderType holder) const {
  const Language& language = document_->language();
  std::set<std::string> named;
  for (const Identified& name : names_->FindAll(language, title_)) {
    named.insert(name.mandates.begin(), name.mandates.end());
  }
  std::erase_if(named, [&](const auto& one) { return !IsHeldBy(one, holder); });
  if (!named.empty()) return OnlyOne(named, kInTitle);
  const auto state = language.FindState(title_);
  if (!state || language.FindState(title_, state->span.end)) return {};
  Identified found{
      names_->OfCountry(state->country, holder), {}, "STATE_OF_THE_TITLE"};
  return found.one() ? found : Identified();
}

const MandateFinder::Mentions& MandateFinder::MentionsInText() const {
  if (mentions_) return *mentions_;
  mentions_.emplace();
  for (const DocumentParagraph& paragraph : document_->paragraphs()) {
    for (const Identified& name : NamesIn(paragraph)) {
      const std::string key = MandateNames::Key(
          document_->language(),
          std::string_view(paragraph.text)
              .substr(name.span.begin, name.span.end - name.span.begin));
      for (const std::string& one : name.mandates)
        (*mentions_)[one].insert(key);
    }
  }
  return *mentions_;
}

Identified MandateFinder::InText(HolderType holder) const {
  const Language& language = document_->language();
  // The title names a mandate that the registry has not.
  if (language.FindHolder(title_)) return {};
  const std::string title_key = MandateNames::Key(language, title_);
  const auto holds_title = [&](const std::string& key) {
    return !title_key.empty() && key.find(title_key) != std::string::npos;
  };
  std::set<std::string> named;
  std::set<std::string> on_the_title;
  for (const auto& [mandate, keys] : MentionsInText()) {
    if (!IsHeldBy(mandate, holder)) continue;
    named.insert(mandate);
    if (std::any_of(keys.begin(), keys.end(), holds_title)) {
      on_the_title.insert(mandate);
    }
  }
  if (named.size() > 1) return OnlyOne(on_the_title, "SUBJECT_OF_THE_TITLE");
  return OnlyOne(named, "ONLY_ONE_NAMED");
}

}  // namespace mandated::domain
