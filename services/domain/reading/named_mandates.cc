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

namespace mandated::domain {
namespace {

using mandates::v1::HOLDER_TYPE_UNSPECIFIED;
using mandates::v1::HolderType;

// "Its mandate" is about what was named a few paragraphs before at most.
constexpr int kParagraphsBackMax = 20;

constexpr char kInTitle[] = "NAMED_IN_THE_TITLE";

// Mandates by the keys of the names that stand for them.
using Mentions = std::map<std::string, std::set<std::string>>;

Identified OnlyOne(const Mentions& mentions, const std::string& rule) {
  if (mentions.size() != 1) return {};
  return {{mentions.begin()->first}, {}, rule};
}

size_t LastEnd(const std::vector<Match>& matches) {
  return matches.empty() ? 0 : matches.back().span.end;
}

// Returns where the last holder noun of `text` ends; 0: it has none.
size_t LastHolderEnd(const Language& language, std::string_view text) {
  size_t end = 0;
  while (const auto holder = language.FindHolder(text, end)) {
    end = std::max(holder->first.end, end + 1);
  }
  return end;
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
  if (holder) named.holder = holder->second;
  if (!named.is_short && !HasHolderAtItsEdge(language, title)) return {};
  return named;
}

std::vector<NamedMandate> MandateFinder::In(const FoundAct& act,
                                            Span stretch) const {
  std::vector<NamedMandate> all;
  while (all.size() < limits::kMandatesAnActMax) {
    NamedMandate named = One(act.Words(stretch));
    if (named.title.empty()) break;
    const std::string_view rest = act.Words(stretch).substr(named.title.end);
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

bool MandateFinder::HasNamesake(HolderType holder) const {
  if (holder == HOLDER_TYPE_UNSPECIFIED) return false;
  const Language& language = document_->language();
  for (const DocumentParagraph& paragraph : document_->paragraphs()) {
    if (paragraph.kind == mandates::v1::PARAGRAPH_KIND_BACK) continue;
    const std::string_view text = paragraph.text;
    for (const Match& other : language.FindAll("holders.never", text)) {
      const Span span = other.span;
      const auto type =
          language.HolderWithin(text.substr(span.begin, span.end - span.begin));
      if (type == holder) return true;
    }
  }
  return false;
}

bool MandateFinder::IsOnOtherBody(const FoundAct& act) const {
  const Language& language = document_->language();
  std::string_view text = std::string_view(act.text).substr(0, act.span.begin);
  const DocumentParagraph* paragraph = act.paragraph;
  for (int looked = 0; looked < kParagraphsBackMax; ++looked) {
    const size_t other = LastEnd(language.FindAll("holders.never", text));
    const size_t own = LastHolderEnd(language, text);
    if (other != own) return other > own;
    // Nothing is named here: look above.
    if (paragraph == document_->paragraphs().data()) return false;
    --paragraph;
    if (paragraph->kind != mandates::v1::PARAGRAPH_KIND_OPERATIVE) return false;
    text = paragraph->text;
  }
  return false;
}

Identified MandateFinder::InTitle(HolderType holder) const {
  const Language& language = document_->language();
  Mentions mentions;
  for (const Identified& name : names_->FindAll(language, title_)) {
    for (const std::string& mandate : name.mandates) {
      if (holder != HOLDER_TYPE_UNSPECIFIED &&
          names_->HolderOf(mandate) != holder) {
        continue;
      }
      mentions[mandate];
    }
  }
  if (!mentions.empty()) return OnlyOne(mentions, kInTitle);
  const auto state = language.FindState(title_);
  if (!state || language.FindState(title_, state->span.end)) return {};
  Identified found{
      names_->OfCountry(state->country, holder), {}, "STATE_OF_THE_TITLE"};
  return found.one() ? found : Identified();
}

Identified MandateFinder::InText(HolderType holder) const {
  const Language& language = document_->language();
  // The title names a mandate that the registry has not.
  if (language.FindHolder(title_)) return {};
  const std::string title_key = MandateNames::Key(language, title_);
  Mentions mentions;
  Mentions on_the_title;
  for (const DocumentParagraph& paragraph : document_->paragraphs()) {
    for (const Identified& name : names_->FindAll(language, paragraph.text)) {
      const std::string key = MandateNames::Key(
          language,
          std::string_view(paragraph.text)
              .substr(name.span.begin, name.span.end - name.span.begin));
      for (const std::string& mandate : name.mandates) {
        if (holder != HOLDER_TYPE_UNSPECIFIED &&
            names_->HolderOf(mandate) != holder) {
          continue;
        }
        mentions[mandate].insert(key);
      }
    }
  }
  for (const auto& [mandate, keys] : mentions) {
    for (const std::string& key : keys) {
      if (title_key.empty() || key.find(title_key) == std::string::npos) {
        continue;
      }
      on_the_title[mandate].insert(key);
    }
  }
  if (mentions.size() > 1) {
    return OnlyOne(on_the_title, "SUBJECT_OF_THE_TITLE");
  }
  return OnlyOne(mentions, "ONLY_ONE_NAMED");
}

}  // namespace mandated::domain
