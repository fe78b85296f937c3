#include "services/domain/reading/document_cutter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/domain/limits.h"
#include "services/domain/reading/characters.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using mandates::v1::ParagraphKind;

// A line of a page has 110 characters at most; one of a paragraph that is not
// broken soon has more.
constexpr size_t kPageLineBytesMax = 260;
constexpr size_t kOpeningBytesMax = 300;  // an opening verb with its adverbs
constexpr size_t kShortLineBytesMax = 160;
constexpr std::string_view kStops = ".;:,]\")";

// Counts the quotes and brackets that stand before the words.
size_t SkipQuotes(std::string_view words) {
  return std::min(words.find_first_not_of("\"'[ "), words.size());
}

// Tells whether a space parts two lines that are joined.
bool NeedsSpace(std::string_view before, std::string_view after) {
  if (before.empty() || after.empty()) return false;
  size_t at = 0;
  const char32_t first = NextCharacter(after, &at);
  if (before.back() == '-' && before.size() >= 2) {
    const bool broken = IsLetter(CharacterBefore(before, before.size() - 1));
    return !(broken && IsLetter(first));
  }
  const char32_t last = CharacterBefore(before, before.size());
  const bool han = IsHan(last) || IsHan(first);
  return !(han && !(IsWordCharacter(last) && !IsDigit(last)));
}

// Returns where the word that ends `text` begins.
size_t LastWordBegin(std::string_view text) {
  size_t begin = text.size();
  while (begin > 0 && IsWordCharacter(CharacterBefore(text, begin))) {
    do --begin;
    while (begin > 0 && IsContinuation(text[begin]));
  }
  return begin;
}

// Returns where the word that begins at `at` ends.
size_t WordEnd(std::string_view text, size_t at) {
  for (size_t next = at; next < text.size(); at = next) {
    if (!IsWordCharacter(NextCharacter(text, &next))) return at;
  }
  return text.size();
}

std::set<std::string_view> WordsOf(std::string_view text) {
  std::set<std::string_view> words;
  for (size_t at = 0; at < text.size();) {
    const size_t end = WordEnd(text, at);
    if (end > at) words.insert(text.substr(at, end - at));
    at = end;
    if (at < text.size()) NextCharacter(text, &at);
  }
  return words;
}

// Tells whether `span` is the line, but for quotes and what closes them.
bool IsAllOf(std::string_view line, Span span) {
  return span.begin <= SkipQuotes(line) && line.size() - span.end <= 2;
}

ParagraphKind KindOf(int part) {
  constexpr ParagraphKind kKinds[] = {ParagraphKind::PARAGRAPH_KIND_FRONT,
                                      ParagraphKind::PARAGRAPH_KIND_PREAMBULAR,
                                      ParagraphKind::PARAGRAPH_KIND_OPERATIVE,
                                      ParagraphKind::PARAGRAPH_KIND_BACK};
  return kKinds[part];
}

}  // namespace

DocumentCutter::DocumentCutter(std::string_view normal,
                               const Language& language)
    : normal_(normal), language_(language) {}

void DocumentCutter::Cut() {
  FindLines();
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (TakeLoneMark(i)) {
      ++i;
    } else {
      TakeLine(i);
    }
    last_ = lines_[i];
  }
}

void DocumentCutter::FindLines() {
  size_t longest = 0;
  for (size_t begin = 0; begin < normal_.size();) {
    size_t end = std::min(normal_.find('\n', begin), normal_.size());
    if (lines_.size() >= limits::kLinesMax) end = normal_.size();
    longest = std::max(longest, end - begin);
    if (end - begin > limits::kParagraphBytesMax) {
      end = begin + limits::kParagraphBytesMax;
      while (IsContinuation(normal_[end])) --end;
    }
    if (end > begin) lines_.push_back({begin, end});
    begin = end < normal_.size() && normal_[end] == '\n' ? end + 1 : end;
  }
  wrapped_ = longest <= kPageLineBytesMax;
}

void DocumentCutter::TakeLine(size_t index) {
  const Span line = lines_[index];
  if (index >= limits::kLinesMax) return GoOn(line);
  if (TakeOpener(line)) return;
  if (part_ == Part::kFront || part_ == Part::kBack) {
    return Begin(part_, "", line, 0);
  }
  if (BeginsBack(index)) return Begin(Part::kBack, "", line, 0);
  const LineMark mark = ReadLineMark(Words(line));
  if (mark.number > 0 && TakeNumber(line, mark)) return;
  if (!mark.letter.empty() && TakeLetter(line, mark)) return;
  TakeWords(line);
}

// PDF converters put the number of a paragraph on a line of its own.
bool DocumentCutter::TakeLoneMark(size_t index) {
  if (part_ != Part::kPreamble && part_ != Part::kOperative) return false;
  if (index + 1 >= std::min(lines_.size(), limits::kLinesMax)) return false;
  const LineMark mark = ReadLoneMark(Words(lines_[index]));
  const Span next = lines_[index + 1];
  if (mark.number > 0) {
    return Opening("opening.operative", Words(next)) > 0 &&
           TakeNumber(next, mark);
  }
  return !mark.letter.empty() && TakeLetter(next, mark);
}

// The opener stands alone on its line, or what it opens follows. One within
// the body is quoted, or the text that a decision adopts.
bool DocumentCutter::TakeOpener(Span line) {
  const std::string_view words = Words(line);
  const auto match =
      language_.Find("body.opener", words.substr(0, kOpeningBytesMax));
  if (!match || match->span.begin > SkipQuotes(words)) return false;
  const std::string_view rest = words.substr(match->span.end);
  const size_t skip = std::min(rest.find_first_not_of(" ,:"), rest.size());
  const std::string_view opened = rest.substr(skip);
  const bool preamble = Opening("opening.preambular", opened) > 0;
  const bool alone = opened.size() <= 1;
  const bool in_body = part_ == Part::kPreamble || part_ == Part::kOperative;
  if (in_body && !alone) return false;
  if (!in_body || numbered_) ++openers;
  numbers_ = ParagraphNumbers();
  numbered_ = false;
  preambular_ = 0;
  part_ = Part::kPreamble;
  if (alone) {
    Begin(Part::kFront, "", line, 0);
  } else if (preamble) {
    Begin(Part::kPreamble, "1", line, match->span.end + skip);
  } else {
    Begin(Part::kOperative, "", line, 0);
  }
  return true;
}

bool DocumentCutter::TakeNumber(Span line, const LineMark& mark) {
  const std::string_view words = Words(line).substr(mark.end);
  const bool known = Opening("opening.operative", words) > 0;
  const bool after_stop = LastLineEnds(kStops);
  const bool follows = numbers_.MayFollow(mark.number);
  bool taken = known && follows;
  if (mark.sure && after_stop) taken = taken || mark.number > 0;
  if (!taken) return false;
  numbered_ = true;
  Begin(Part::kOperative, numbers_.Number(mark), line, mark.end);
  return true;
}

bool DocumentCutter::TakeLetter(Span line, const LineMark& mark) {
  if (part_ != Part::kOperative) return false;
  if (!LastLineEnds(kStops) && !numbers_.IsNextLetter(mark.letter)) {
    return false;
  }
  Begin(Part::kOperative, numbers_.Letter(mark.letter), line, mark.end);
  return true;
}

// Takes a line that bears no mark.
void DocumentCutter::TakeWords(Span line) {
  const std::string_view words = Words(line);
  if (part_ == Part::kPreamble && LastLineEnds(kStops)) {
    const bool preambular = Opening("opening.preambular", words) > 0;
    if (!preambular && Opening("opening.operative", words) > 0) {
      numbers_.NoNumber();
      return Begin(Part::kOperative, "", line, 0);
    }
    if (preambular || !wrapped_) {
      const std::string number = std::to_string(++preambular_);
      return Begin(Part::kPreamble, number, line, 0);
    }
  }
  if (part_ == Part::kOperative && LastLineEnds(".;:")) {
    if (!wrapped_ || Opening("opening.operative", words) > 0) {
      numbers_.NoNumber();
      return Begin(Part::kOperative, "", line, 0);
    }
  }
  GoOn(line);
}

bool DocumentCutter::IsWhole(std::string_view key,
                             std::string_view line) const {
  if (line.size() > kShortLineBytesMax) return false;
  const auto match = language_.Find(key, line);
  return match && IsAllOf(line, match->span);
}

// The meeting alone, or "58e séance, 24 mars 2017" in either order.
bool DocumentCutter::IsMeeting(std::string_view line) const {
  constexpr size_t kBesideMax = 6;  // a comma, spaces, a bracket
  const auto meeting = language_.Find("back.meeting", line);
  if (!meeting) return false;
  if (IsAllOf(line, meeting->span)) return true;
  const auto day = language_.Find("dates.date", line);
  if (!day || Overlap(meeting->span, day->span)) return false;
  const size_t told =
      meeting->span.end - meeting->span.begin + day->span.end - day->span.begin;
  return line.size() - told <= kBesideMax;
}

bool DocumentCutter::TellsVote(size_t index) const {
  constexpr size_t kLinesJoined = 4;
  const size_t last = std::min(index + kLinesJoined, lines_.size()) - 1;
  const Span span{lines_[index].begin, lines_[last].end};
  std::string words(Words(span).substr(0, limits::kParagraphBytesMax));
  std::replace(words.begin(), words.end(), '\n', ' ');
  for (const char* key : {"back.without_a_vote", "back.recorded_vote",
                          "back.silence_procedure"}) {
    if (language_.Find(key, words)) return true;
  }
  return false;
}

// The back begins with the meeting, the day or how it was adopted.
bool DocumentCutter::BeginsBack(size_t index) const {
  const std::string_view line = Words(lines_[index]);
  if (part_ != Part::kOperative || !LastLineEnds(".;\"]':)")) return false;
  if (line.front() == '[') return TellsVote(index);
  if (line.size() > kShortLineBytesMax) return false;
  if (IsMeeting(line)) return true;
  if (IsWhole("back.without_a_vote", line)) return true;
  if (!IsWhole("dates.date", line) || index + 1 >= lines_.size()) return false;
  const std::string_view next = Words(lines_[index + 1]);
  return next.front() == '[' || IsWhole("back.meeting", next);
}

size_t DocumentCutter::Opening(std::string_view key,
                               std::string_view words) const {
  const size_t skip = SkipQuotes(words);
  const auto match = language_.Find(key, words.substr(skip, kOpeningBytesMax));
  return match && match->span.begin == 0 ? match->span.end : 0;
}

bool DocumentCutter::LastLineEnds(std::string_view marks) const {
  const std::string_view last = Words(last_);
  return !last.empty() && marks.find(last.back()) != std::string_view::npos;
}

void DocumentCutter::Begin(Part part, const std::string& number, Span line,
                           size_t skip) {
  if (part != Part::kFront) part_ = part;
  DocumentParagraph paragraph;
  paragraph.kind = KindOf(static_cast<int>(part));
  paragraph.number = number;
  paragraph.span = line;
  paragraph.origin.push_back(static_cast<uint32_t>(line.end));
  Append(&paragraph, {line.begin + skip, line.end});
  const bool preamble = part == Part::kPreamble;
  if (preamble || part == Part::kOperative) {
    const size_t quotes = SkipQuotes(paragraph.text);
    const size_t size = Opening(
        preamble ? "opening.preambular" : "opening.operative", paragraph.text);
    paragraph.opening = paragraph.text.substr(quotes, size);
  }
  paragraphs.push_back(std::move(paragraph));
}

void DocumentCutter::GoOn(Span line) {
  const bool full = !paragraphs.empty() &&
                    paragraphs.back().text.size() + (line.end - line.begin) >
                        limits::kParagraphBytesMax;
  const bool opener = !paragraphs.empty() &&
                      paragraphs.back().kind != KindOf(static_cast<int>(part_));
  if (paragraphs.empty() || full || opener) return Begin(part_, "", line, 0);
  paragraphs.back().span.end = line.end;
  Append(&paragraphs.back(), line);
}

bool DocumentCutter::IsBroken(std::string_view before, std::string_view after) {
  if (before.size() < 2 || before.back() != '-' || after.empty()) return false;
  before.remove_suffix(1);
  const size_t end = WordEnd(after, 0);
  const size_t begin = LastWordBegin(before);
  if (end == 0 || begin == before.size()) return false;
  const std::string word =
      std::string(before.substr(begin)) + std::string(after.substr(0, end));
  if (words_.empty()) words_ = WordsOf(normal_);
  return words_.contains(word) || language_.FindState(word).has_value();
}

void DocumentCutter::Append(DocumentParagraph* paragraph, Span words) {
  std::vector<uint32_t>& origin = paragraph->origin;
  origin.pop_back();
  if (IsBroken(paragraph->text, Words(words))) {
    paragraph->text.pop_back();
    origin.pop_back();
  } else if (NeedsSpace(paragraph->text, Words(words))) {
    paragraph->text += ' ';
    origin.push_back(static_cast<uint32_t>(words.begin - 1));
  }
  paragraph->text += Words(words);
  for (size_t at = words.begin; at < words.end; ++at) {
    origin.push_back(static_cast<uint32_t>(at));
  }
  origin.push_back(static_cast<uint32_t>(words.end));
}

}  // namespace mandated::domain
