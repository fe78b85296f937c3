#include "services/domain/reading/debris.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>

namespace mandated::domain {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f\v";
constexpr size_t kHeaderBytesMax = 120;  // longer lines are no page header
constexpr size_t kNoteBytesMax = 4'096;  // longest real footnote: 600
constexpr size_t kBookmarkBytesMax = 200;
constexpr size_t kFootLinesMax = 60;  // notes of a page: no page has more lines

re2::StringPiece PieceOf(std::string_view text) {
  return {text.data(), text.size()};
}

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin);
}

size_t SkipSpaces(std::string_view text, size_t at) {
  return std::min(text.find_first_not_of(kSpaces, at), text.size());
}

// A line of a page's head or foot.
enum class LineKind { kText, kHeader, kPageNumber, kNoise };

struct Line {
  Span span;  // line end included
  std::string_view text;
  LineKind kind = LineKind::kText;
};

LineKind KindOf(std::string_view line) {
  static const RE2 header(
      R"([\s\p{Cf}]*(?:\d{1,3}\s+)?[AE]/(?:HRC|CN\.4|RES|DEC)/)"
      R"([\w./-]*\d[\w./-]*(?:\s+\d{1,3})?[\s\p{Cf}]*)");
  static const RE2 job_number(
      R"([\s\p{Cf}]*(?:\d{1,3}\s+)?GE\.\d\d-\d{4,6}\b[^;]*)");
  static const RE2 page_number(R"([\s\p{Cf}]*(?:-\s*)?\d{1,3}(?:\s*-)?\s*)");
  static const RE2 ruler(R"([\s\p{Cf}]*[_*\-–—]{3,}\s*)");
  if (line.rfind("# source:", 0) == 0) return LineKind::kNoise;
  if (line.size() > kHeaderBytesMax) return LineKind::kText;
  if (RE2::FullMatch(PieceOf(line), page_number)) return LineKind::kPageNumber;
  if (RE2::FullMatch(PieceOf(line), header)) return LineKind::kHeader;
  const bool noise = RE2::FullMatch(PieceOf(line), job_number) ||
                     RE2::FullMatch(PieceOf(line), ruler);
  return noise ? LineKind::kNoise : LineKind::kText;
}

std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t newline = text.find_first_of("\n\f\r", begin);
    const size_t end = std::min(newline, text.size() - 1) + 1;
    const std::string_view line = text.substr(begin, end - begin);
    lines.push_back({{begin, end}, line, KindOf(line)});
    begin = end;
  }
  return lines;
}

// Marks of direction may stand behind the stop.
bool EndsSentence(std::string_view line) {
  static const RE2 end(R"([.;:,\]،؛。；：，]\p{Cf}*$)");
  constexpr size_t kEndBytesMax = 24;
  const size_t begin = line.size() - std::min(line.size(), kEndBytesMax);
  return RE2::PartialMatch(PieceOf(line.substr(begin)), end);
}

size_t NextWithWords(const std::vector<Line>& lines, size_t at) {
  while (at < lines.size() && Trimmed(lines[at].text).empty()) ++at;
  return at;
}

// A number alone on its line is a page's where it breaks a sentence, or stands
// beside what else heads a page.
void SettlePageNumbers(std::vector<Line>* lines) {
  bool breaks_sentence = false;
  bool beside_header = false;
  for (size_t i = 0; i < lines->size(); ++i) {
    Line& line = (*lines)[i];
    const std::string_view text = Trimmed(line.text);
    if (text.empty()) continue;
    if (line.kind == LineKind::kPageNumber) {
      const size_t next = NextWithWords(*lines, i + 1);
      const bool header_next =
          next < lines->size() && ((*lines)[next].kind == LineKind::kHeader ||
                                   (*lines)[next].kind == LineKind::kNoise);
      const bool page = breaks_sentence || beside_header || header_next ||
                        line.text.back() == '\f';
      line.kind = page ? LineKind::kNoise : LineKind::kText;
    }
    beside_header = line.kind != LineKind::kText;
    if (line.kind == LineKind::kText) breaks_sentence = !EndsSentence(text);
  }
}

bool IsRuler(std::string_view line) {
  static const RE2 ruler(R"([\s\p{Cf}]*_{5,}\s*)");
  return RE2::FullMatch(PieceOf(line), ruler);
}

// Tells where a note begins: "2  See A/HRC/52/40." or "* Reissued ...". The
// number of a paragraph has a stop behind it.
bool BeginsNote(std::string_view line, std::string* mark, size_t* words) {
  static const RE2 head(R"([\s\p{Cf}]*(\d{1,3}|\*{1,3})\s+[^\s\d.)-])");
  re2::StringPiece rest = PieceOf(line);
  if (!RE2::Consume(&rest, head, mark)) return false;
  *words = line.size() - rest.size() - 1;
  return true;
}

// Tells whether a line is the mark of a note, whose words stand below it on the
// same page.
bool IsMarkAlone(const std::vector<Line>& lines, size_t at, std::string* mark) {
  static const RE2 alone(R"([\s\p{Cf}]*(\d{1,3}|\*{1,3})\s*)");
  if (!RE2::FullMatch(PieceOf(lines[at].text), alone, mark)) return false;
  const size_t next = NextWithWords(lines, at + 1);
  if (next == lines.size() || lines[next].kind != LineKind::kText) return false;
  for (size_t i = at; i < next; ++i) {
    if (lines[i].text.back() == '\f') return false;
  }
  return true;
}

// Returns the line behind the notes at the foot of a page, which begin behind
// a ruler on line `ruler` and end with the page or the text; `ruler` + 1: there
// are none.
size_t NotesEnd(const std::vector<Line>& lines, size_t ruler) {
  std::string mark;
  size_t words = 0;
  size_t at = NextWithWords(lines, ruler + 1);
  if (at >= lines.size()) return ruler + 1;
  if (!BeginsNote(lines[at].text, &mark, &words) &&
      !IsMarkAlone(lines, at, &mark)) {
    return ruler + 1;
  }
  for (; at < lines.size() && at - ruler <= kFootLinesMax; ++at) {
    const bool on =
        lines[at].kind == LineKind::kText || IsMarkAlone(lines, at, &mark);
    if (!on) return at;
    if (lines[at].text.back() == '\f') return at + 1;
  }
  return at == lines.size() ? at : ruler + 1;
}

// The notes of one page, line by line.
class Notes {
 public:
  explicit Notes(std::vector<NormalText::Note>* notes) : notes_(*notes) {}

  void Take(const std::vector<Line>& lines, size_t at) {
    const Line& line = lines[at];
    std::string mark;
    size_t words = 0;
    if (BeginsNote(line.text, &mark, &words)) {
      Begin(mark, line, words);
    } else if (IsMarkAlone(lines, at, &mark)) {
      open_mark_ = mark;
    } else if (Trimmed(line.text).empty()) {
      return;
    } else if (!open_mark_.empty()) {
      Begin(open_mark_, line, line.text.find_first_not_of(kSpaces));
    } else if (begun_) {
      notes_.back().text.end =
          line.span.begin + line.text.find_last_not_of(kSpaces) + 1;
    }
  }

 private:
  void Begin(const std::string& mark, const Line& line, size_t words) {
    const size_t begin = line.span.begin + words;
    const size_t size = Trimmed(line.text.substr(words)).size();
    notes_.push_back({mark, {begin, begin + size}});
    open_mark_.clear();
    begun_ = true;
  }

  std::vector<NormalText::Note>& notes_;
  std::string open_mark_;  // its words come next; empty: none
  bool begun_ = false;
};

void CutFootNotes(std::vector<Line>* lines, Debris* debris) {
  for (size_t i = 0; i < lines->size(); ++i) {
    if (!IsRuler((*lines)[i].text)) continue;
    const size_t end = NotesEnd(*lines, i);
    Notes notes(&debris->notes);
    for (size_t at = i + 1; at < end; ++at) {
      notes.Take(*lines, at);
      (*lines)[at].kind = LineKind::kNoise;
    }
    i = std::max(i, end - 1);
  }
}

// Cuts the notes that pandoc puts behind the text of a Word file, as in
// "[1] A/HRC/44/44."; returns their marks.
std::set<std::string> CutEndNotes(std::vector<Line>* lines, Debris* debris) {
  static const RE2 head(R"(\[(\d{1,3})\]\s+)");
  std::set<std::string> marks;
  for (size_t i = lines->size(); i > 0; --i) {
    Line& line = (*lines)[i - 1];
    const std::string_view words = Trimmed(line.text);
    if (words.empty()) continue;
    re2::StringPiece rest = PieceOf(words);
    std::string mark;
    if (!RE2::Consume(&rest, head, &mark) || rest.empty()) break;
    const size_t end =
        line.span.begin + line.text.find_last_not_of(kSpaces) + 1;
    debris->notes.push_back({mark, {end - rest.size(), end}});
    line.kind = LineKind::kNoise;
    marks.insert(mark);
  }
  std::sort(
      debris->notes.begin(), debris->notes.end(),
      [](const auto& a, const auto& b) { return a.text.begin < b.text.begin; });
  return marks;
}

// Returns the marks of notes behind the text.
std::set<std::string> CutLines(std::string_view text, Debris* debris) {
  std::vector<Line> lines = LinesOf(text);
  SettlePageNumbers(&lines);
  CutFootNotes(&lines, debris);
  std::set<std::string> marks = CutEndNotes(&lines, debris);
  for (const Line& line : lines) {
    if (line.kind == LineKind::kText) continue;
    debris->cuts.push_back(line.span);
    if (line.kind == LineKind::kHeader) debris->headers.push_back(line.span);
  }
  return marks;
}

// Returns where the bracket that opens at `at` closes, its end; 0: not within
// `bytes_max`.
size_t BracketEnd(std::string_view text, size_t at, size_t bytes_max) {
  int depth = 0;
  const size_t end = std::min(text.size(), at + bytes_max);
  for (size_t i = at; i < end; ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth == 0) return i + 1;
  }
  return 0;
}

// Reads "[2: words]" behind a mark, spaces before it included.
std::optional<Span> NoteBehind(std::string_view text, size_t at,
                               const std::string& mark) {
  const size_t begin = SkipSpaces(text, at);
  const std::string head = "[" + mark + ":";
  if (text.substr(begin, head.size()) != head) return std::nullopt;
  const size_t end = BracketEnd(text, begin, kNoteBytesMax);
  if (end == 0) return std::nullopt;
  return Span{SkipSpaces(text, begin + head.size()), end - 1};
}

// Cuts "[footnoteRef:2] [2: words]"; returns the end of what was cut, or `at`.
size_t CutFootnote(std::string_view text, size_t at, Debris* debris) {
  constexpr std::string_view kHead = "[footnoteRef:";
  if (text.substr(at, kHead.size()) != kHead) return at;
  const size_t digits = at + kHead.size();
  const size_t end =
      std::min(text.find_first_not_of("0123456789", digits), text.size());
  if (end == digits || end - digits > 4 || text.substr(end, 1) != "]") {
    return at;
  }
  const std::string mark(text.substr(digits, end - digits));
  const auto note = NoteBehind(text, end + 1, mark);
  const Span words = note.value_or(Span{end, end});
  debris->cuts.push_back({at, note ? words.end + 1 : end + 1});
  debris->notes.push_back({mark, words});
  return debris->cuts.back().end;
}

// Cuts "[1]", the mark of a note behind the text.
size_t CutMark(std::string_view text, size_t at,
               const std::set<std::string>& marks, Debris* debris) {
  constexpr size_t kDigitsMax = 3;
  const size_t close = text.substr(0, at + kDigitsMax + 2).find(']', at);
  if (close == text.npos) return at;
  if (!marks.contains(std::string(text.substr(at + 1, close - at - 1)))) {
    return at;
  }
  debris->cuts.push_back({at, close + 1});
  return close + 1;
}

size_t CutBookmark(std::string_view text, size_t at, Debris* debris) {
  constexpr std::string_view kHead = "[bookmark:";
  if (text.substr(at, kHead.size()) != kHead) return at;
  const size_t end = BracketEnd(text, at, kBookmarkBytesMax);
  if (end == 0) return at;
  debris->cuts.push_back({at, end});
  return end;
}

// Superscript digits are footnote marks. A soft hyphen goes together with the
// line end behind it. Returns the end of what was cut, or `at`.
size_t CutCharacter(std::string_view text, size_t at, Debris* debris) {
  constexpr std::string_view kSoftHyphen = "\u00AD";
  static const RE2 superscripts("[¹²³⁰⁴⁵⁶⁷⁸⁹]+");
  if (text.substr(at, kSoftHyphen.size()) == kSoftHyphen) {
    debris->cuts.push_back({at, SkipSpaces(text, at + kSoftHyphen.size())});
    return debris->cuts.back().end;
  }
  re2::StringPiece rest = PieceOf(text.substr(at));
  if (!RE2::Consume(&rest, superscripts)) return at;
  debris->cuts.push_back({at, text.size() - rest.size()});
  return debris->cuts.back().end;
}

void CutInline(std::string_view text, const std::set<std::string>& marks,
               Debris* debris) {
  for (size_t at = 0; at < text.size(); ++at) {
    size_t end = at;
    if (text[at] == '[') {
      end = CutFootnote(text, at, debris);
      if (end == at) end = CutBookmark(text, at, debris);
      if (end == at) end = CutMark(text, at, marks, debris);
    } else if (text[at] == '\xC2' || text[at] == '\xE2') {
      end = CutCharacter(text, at, debris);
    }
    if (end > at) at = end - 1;
  }
}

// Sorts the cuts and joins those that overlap.
void Settle(std::vector<Span>* cuts) {
  std::sort(cuts->begin(), cuts->end(),
            [](Span a, Span b) { return a.begin < b.begin; });
  std::vector<Span> settled;
  for (const Span& cut : *cuts) {
    if (settled.empty() || cut.begin >= settled.back().end) {
      settled.push_back(cut);
    } else {
      settled.back().end = std::max(settled.back().end, cut.end);
    }
  }
  *cuts = std::move(settled);
}

}  // namespace

Debris FindDebris(std::string_view text) {
  Debris debris;
  CutInline(text, CutLines(text, &debris), &debris);
  Settle(&debris.cuts);
  return debris;
}

}  // namespace mandated::domain
