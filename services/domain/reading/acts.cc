#include "services/domain/reading/acts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/reading/terms.h"

namespace mandated::domain {
namespace {

using mandates::v1::ACT_RENAME;
using mandates::v1::PARAGRAPH_KIND_OPERATIVE;

// The text of a paragraph, and how much of it is the verb of the one above.
struct Sentence {
  const DocumentParagraph* paragraph;
  std::string text;
  size_t lead = 0;
};

struct Candidate {
  mandates::v1::Act act;
  Match match;
  // Up to and with the verb and its object; where the pattern leaves a title
  // open, up to that title.
  Span span;
  bool repeats = false;  // the act before it, so the clause is its own
};

// How far behind a mandate the next one of its sentence is named.
constexpr size_t kRepeatBytesMax = 2 * limits::kTitleBytesMax;

constexpr std::array kTitleCaptures = {"title", "new", "successor"};

bool IsOpen(const Match& match, const Capture& capture) {
  return capture.span.end == match.span.end;
}

Candidate MakeCandidate(mandates::v1::Act act, Match match) {
  Span span = match.span;
  for (const char* name : kTitleCaptures) {
    const Capture* capture = match.Find(name);
    if (capture != nullptr && IsOpen(match, *capture)) {
      span.end = capture->span.begin;
    }
  }
  return {.act = act, .match = std::move(match), .span = span};
}

// A renaming may share its words with the act beside it: "decides to rename
// ... and to extend its mandate".
bool Excludes(const Candidate& a, const Candidate& b) {
  const bool renames = a.act == ACT_RENAME || b.act == ACT_RENAME;
  return (!renames || a.act == b.act) && Overlap(a.span, b.span);
}

// Of acts that overlap the furthest left counts, of those the first in the
// list. A renaming comes before what begins with it, which may mean its title.
std::vector<Candidate> CandidatesIn(const Language& language,
                                    std::string_view text) {
  std::vector<Candidate> all;
  for (const Language::Act& act : language.acts()) {
    for (Match& match : language.FindAll(act.key, text)) {
      all.push_back(MakeCandidate(act.act, std::move(match)));
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return std::pair(a.span.begin, a.act != ACT_RENAME) <
                            std::pair(b.span.begin, b.act != ACT_RENAME);
                   });
  std::vector<Candidate> kept;
  for (Candidate& candidate : all) {
    if (kept.size() > limits::kActsMax) break;
    const bool free = std::none_of(
        kept.begin(), kept.end(),
        [&](const Candidate& other) { return Excludes(candidate, other); });
    if (free) kept.push_back(std::move(candidate));
  }
  return kept;
}

// A mark without a partner opens nothing.
bool IsQuoted(std::string_view text, size_t at) {
  const auto marks_before = std::count(text.begin(), text.begin() + at, '"');
  return marks_before % 2 == 1 && text.find('"', at) != text.npos;
}

// What makes an act none in one sentence.
struct Refusals {
  std::vector<Match> nots;
  std::vector<Match> anew;
};

// "Requests ..., and decides to extend" decides again, behind what is none.
bool IsRefused(const Refusals& refusals, Span span) {
  const auto decides_behind = [&](const Match& refusal) {
    return std::any_of(
        refusals.anew.begin(), refusals.anew.end(), [&](const Match& anew) {
          return refusal.span.begin < anew.span.begin &&
                 anew.span.begin <= span.begin && span.begin <= anew.span.end;
        });
  };
  return std::any_of(
      refusals.nots.begin(), refusals.nots.end(), [&](const Match& refusal) {
        return Overlap(refusal.span, span) && !decides_behind(refusal);
      });
}

// Tells whether the stop at `at` shortens the word before it: "Sra. X".
bool IsAbbreviation(const Language& language, std::string_view text,
                    size_t at) {
  constexpr size_t kShortWordBytesMax = 12;
  const size_t space = text.substr(0, at).rfind(' ');
  const size_t begin = space == text.npos ? 0 : space + 1;
  if (begin == at || at - begin > kShortWordBytesMax) return false;
  const std::string_view word = text.substr(begin, at - begin);
  const auto match = language.Find("abbreviations", word);
  return match && match->span == Span{0, word.size()};
}

// Ends with a sign that parts clauses, or with the sentence.
size_t ClauseEnd(const Language& language, std::string_view text, size_t from) {
  for (size_t at = from; at < text.size(); ++at) {
    if (text[at] == ';' || text[at] == ':') return at;
    const bool stop =
        text[at] == '.' && (at + 1 >= text.size() || text[at + 1] == ' ');
    if (stop && !IsAbbreviation(language, text, at)) return at;
  }
  return text.size();
}

size_t ClauseBegin(std::string_view text, size_t before) {
  const size_t sign = text.substr(0, before).find_last_of(";:");
  return sign == text.npos ? 0 : sign + 1;
}

// What takes an extension up for another mandate with a term of its own, before
// `end`: ", and that of the ... for two years". None where a mandate has no
// term: then one holds for several, whose titles are joined.
std::vector<Candidate> Repeats(const Language& language, std::string_view text,
                               const Candidate& own, size_t end) {
  std::vector<Candidate> all;
  Span part = {own.span.begin, own.span.end};
  while (all.size() < limits::kMandatesAnActMax) {
    const std::string_view near =
        text.substr(0, std::min(end, part.end + kRepeatBytesMax));
    auto match = language.Find("acts_more", near, part.end);
    if (!match && all.empty()) return {};
    const size_t next = match ? match->span.begin : end;
    const auto term =
        ReadTerm(language, text.substr(part.begin, next - part.begin)).term;
    if (!term) return {};
    if (!match) break;
    all.push_back(MakeCandidate(own.act, *std::move(match)));
    all.back().repeats = true;
    part = all.back().span;
  }
  return all;
}

std::vector<Candidate> WithRepeats(const Language& language,
                                   std::string_view text,
                                   std::vector<Candidate> taken) {
  std::vector<Candidate> all;
  for (size_t i = 0; i < taken.size(); ++i) {
    size_t end = ClauseEnd(language, text, taken[i].span.end);
    if (i + 1 < taken.size()) end = std::min(end, taken[i + 1].span.begin);
    std::vector<Candidate> repeats;
    const bool extends = taken[i].act == mandates::v1::ACT_EXTEND;
    if (extends && taken[i].span.end < end) {
      repeats = Repeats(language, text, taken[i], end);
    }
    all.push_back(std::move(taken[i]));
    std::move(repeats.begin(), repeats.end(), std::back_inserter(all));
  }
  return all;
}

// A title that the pattern left open runs on to `end`.
std::optional<Span> Stretch(const Match& match, const std::string& name,
                            size_t end) {
  const Capture* capture = match.Find(name);
  if (capture == nullptr) return std::nullopt;
  const size_t begin = capture->span.begin;
  return Span{begin, IsOpen(match, *capture) ? std::max(begin, end)
                                             : capture->span.end};
}

// Where what is asked of the holder begins; `end`: nowhere before.
size_t RequestBegin(const Language& language, std::string_view text,
                    size_t from, size_t end) {
  const auto request =
      language.Find("obligations.request", text.substr(0, end), from);
  return request ? request->span.begin : end;
}

// A renaming shares the clause, and so the term, of the act beside it.
Span ClauseOf(const std::vector<Candidate>& all, size_t index, Span widest) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (i == index || all[i].act == ACT_RENAME) continue;
    if (i < index) widest.begin = std::max(widest.begin, all[i].span.end);
    if (i > index) widest.end = std::min(widest.end, all[i].span.begin);
  }
  return {widest.begin, std::max(widest.begin, widest.end)};
}

FoundAct MakeAct(const Language& language, const Sentence& sentence,
                 const std::vector<Candidate>& all, size_t index) {
  const Candidate& own = all[index];
  const std::string_view text = sentence.text;
  const size_t clause_end = RequestBegin(
      language, text, own.span.end, ClauseEnd(language, text, own.span.end));
  size_t title_end = clause_end;
  for (const Candidate& next : all) {
    if (next.span.begin < own.span.end) continue;
    title_end = std::min(title_end, next.span.begin);
  }
  const size_t begin =
      own.repeats ? own.span.begin : ClauseBegin(text, own.span.begin);
  return {.act = own.act,
          .paragraph = sentence.paragraph,
          .text = sentence.text,
          .lead = sentence.lead,
          .span = own.span,
          .clause = ClauseOf(all, index, {begin, clause_end}),
          .title = Stretch(own.match, "title", title_end),
          .new_title = Stretch(own.match, "new", title_end),
          .successor = Stretch(own.match, "successor", title_end)};
}

void FindIn(const Language& language, const Sentence& sentence, Acts& acts) {
  const Refusals refusals = {language.FindAll("acts_not", sentence.text),
                             language.FindAll("acts_anew", sentence.text)};
  std::vector<Candidate> taken;
  for (Candidate& candidate : CandidatesIn(language, sentence.text)) {
    const Span span = candidate.span;
    const bool quoted = IsQuoted(sentence.text, span.begin);
    if (!quoted && !IsRefused(refusals, span)) {
      taken.push_back(std::move(candidate));
      continue;
    }
    const size_t begin = std::max(span.begin, sentence.lead) - sentence.lead;
    const size_t end = std::max(span.end, sentence.lead) - sentence.lead;
    acts.refused.push_back({sentence.paragraph, {begin, end}, quoted});
  }
  taken = WithRepeats(language, sentence.text, std::move(taken));
  for (size_t i = 0; i < taken.size(); ++i) {
    acts.found.push_back(MakeAct(language, sentence, taken, i));
  }
}

bool IsLettered(const DocumentParagraph& paragraph) {
  return paragraph.number.find('(') != std::string::npos;
}

// "Decides:" alone, or "Decides to:", governs the parts below it.
std::string LeadOf(const DocumentParagraph& paragraph) {
  const size_t last = paragraph.text.find_last_not_of(' ');
  if (last == std::string::npos || paragraph.text[last] != ':') return "";
  return paragraph.opening.empty() ? "" : paragraph.opening + " ";
}

}  // namespace

std::string_view FoundAct::Words(Span of_text) const {
  return std::string_view(text).substr(of_text.begin,
                                       of_text.end - of_text.begin);
}

std::string FoundAct::Original(const Document& document, Span of_text) const {
  if (of_text.empty() || of_text.begin < lead) return "";
  const Span own = {of_text.begin - lead, of_text.end - lead};
  return document.text().Words(paragraph->ToNormal(own));
}

mandates::v1::Evidence FoundAct::EvidenceAt(const Document& document,
                                            Span of_text) const {
  const Span own = {std::max(of_text.begin, lead) - lead,
                    std::max(of_text.end, lead) - lead};
  return document.EvidenceAt(*paragraph, own);
}

Acts FindActs(const Document& document) {
  Acts acts;
  std::string lead;
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.kind != PARAGRAPH_KIND_OPERATIVE) continue;
    Sentence sentence{&paragraph, paragraph.text, 0};
    if (!IsLettered(paragraph)) {
      lead = LeadOf(paragraph);
    } else if (paragraph.opening.empty()) {
      sentence.text.insert(0, lead);
      sentence.lead = lead.size();
    }
    FindIn(document.language(), sentence, acts);
    acts.all = acts.found.size() + acts.refused.size() <= limits::kActsMax;
    if (!acts.all) break;
  }
  return acts;
}

}  // namespace mandated::domain
