#include "services/domain/reading/masthead.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/reading/findings.h"
#include "services/domain/reading/title_line.h"

namespace mandated::domain {
namespace {

using mandates::v1::Evidence;
using mandates::v1::Resolution;

// What may stand behind a phrase that has a line of its own.
constexpr size_t kPhraseRestMax = 2;
// "on", "el día", before a day that a line break parted from its phrase.
constexpr size_t kBeforeDayMax = 24;

// A match in one line of the front.
struct Found {
  size_t line;
  Match match;
};

class Masthead {
 public:
  Masthead(const Document* document, Resolution* resolution)
      : document_(*document), resolution_(*resolution) {
    for (const DocumentParagraph& paragraph : document->paragraphs()) {
      if (paragraph.kind != mandates::v1::PARAGRAPH_KIND_FRONT) continue;
      if (Language().Find("body.opener", paragraph.text)) break;
      lines_.push_back(&paragraph);
    }
    title_line_ = FindTitleLine();
  }

  void Read() {
    ReadBody();
    ReadSession();
    ReadSessionDays();
    ReadAgendaItem();
    ReadKindAndDay();
    ReadTitle();
    ReadSymbol();
  }

 private:
  const domain::Language& Language() const { return document_.language(); }
  const std::string& Line(size_t line) const { return lines_[line]->text; }

  Evidence EvidenceOf(const Found& found) const {
    return document_.EvidenceAt(*lines_[found.line], found.match.span);
  }

  void Prove(std::string field, Evidence evidence) {
    AddReading(resolution_.mutable_readings(), std::move(field),
               std::move(evidence));
  }

  // Finds the line that is the phrase and nothing else; else the first line
  // that holds it, up to `limit`.
  std::optional<Found> Find(std::string_view key, size_t limit) const {
    std::optional<Found> within;
    for (size_t line = 0; line < std::min(limit, lines_.size()); ++line) {
      auto match = Language().Find(key, Line(line));
      if (!match) continue;
      const size_t rest = Line(line).size() - match->span.end;
      if (match->span.begin <= 1 && rest <= kPhraseRestMax) {
        return Found{line, *std::move(match)};
      }
      if (!within) within = Found{line, *std::move(match)};
    }
    return within;
  }

  void ReadBody() {
    const auto found = Find("body.council", lines_.size());
    if (!found) return;
    resolution_.set_body("HRC");
    Prove("body", EvidenceOf(*found));
  }

  void ReadSession() {
    auto found = Find("front.special_session", title_line_);
    const bool special = found.has_value();
    if (!found) found = Find("front.session", title_line_);
    if (!found) return;
    const Capture* ordinal = found->match.Find("ordinal");
    if (ordinal == nullptr || ordinal->number < 1) return;
    session_ = SessionName{
        .body = "HRC", .number = ordinal->number, .special = special};
    resolution_.set_session(session_->ToString());
    Prove("session", EvidenceOf(*found));
  }

  void ReadSessionDays() {
    const auto found = Find("dates.span", title_line_);
    if (!found) return;
    const auto first = DayFrom(found->match, {"1"}, {"1", "2"}, {"1", "2"});
    const bool parts = found->match.Find("day4") != nullptr;
    const auto last =
        parts ? DayFrom(found->match, {"4"}, {"4", "3"}, {"4", "2", "1"})
              : DayFrom(found->match, {"2"}, {"2", "1"}, {"2", "1"});
    if (!first || !last || *first > *last) {
      *AddDiagnostic(resolution_, mandates::v1::SEVERITY_WARNING,
                     "SESSION_DAYS_CONTRADICT", "session_first_day",
                     "the days of the session are no days of one calendar, or "
                     "its end comes before its beginning")
           .mutable_evidence() = EvidenceOf(*found);
      return;
    }
    *resolution_.mutable_session_first_day() = ToDate(*first);
    *resolution_.mutable_session_last_day() = ToDate(*last);
    Prove("session_first_day", EvidenceOf(*found));
    Prove("session_last_day", EvidenceOf(*found));
  }

  // Puts a day together from the first captures that are there.
  static std::optional<absl::CivilDay> DayFrom(
      const Match& match, const std::vector<std::string>& days,
      const std::vector<std::string>& months,
      const std::vector<std::string>& years) {
    const auto number = [&](const char* part,
                            const std::vector<std::string>& places) {
      for (const std::string& place : places) {
        const Capture* capture = match.Find(part + place);
        if (capture != nullptr) return capture->number;
      }
      return 0;
    };
    return domain::DayOf(number("day", days), number("month", months),
                         number("year", years));
  }

  void ReadAgendaItem() {
    const auto found = Find("front.agenda_item", title_line_);
    if (!found) return;
    const Capture* number = found->match.Find("number");
    constexpr int kItemMax = 10;  // of the Council's agenda
    if (number == nullptr || number->number < 1 || number->number > kItemMax) {
      return;
    }
    resolution_.set_agenda_item(number->number);
    Prove("agenda_item", EvidenceOf(*found));
  }

  // The phrase names the kind of document; the day stands in it or behind it,
  // perhaps on the next line.
  void ReadKindAndDay() {
    auto found = Find("front.decision", lines_.size());
    is_decision_ = found.has_value();
    if (!found) found = Find("front.resolution", lines_.size());
    if (!found) return;
    kind_line_ = found->line;
    const Capture* date = found->match.Find("date");
    if (date != nullptr && date->day) {
      return SetDay(*date->day, found->line, date->span);
    }
    for (size_t line = found->line;
         line < std::min(found->line + 2, lines_.size()); ++line) {
      const size_t from = line == found->line ? found->match.span.end : 0;
      const auto day = Language().Find("dates.date", Line(line), from);
      if (!day || day->span.begin - from > kBeforeDayMax) continue;
      const auto made = DayOf(*day);
      if (made) return SetDay(*made, line, day->span);
    }
  }

  void SetDay(absl::CivilDay day, size_t line, Span span) {
    *resolution_.mutable_adopted_on() = ToDate(day);
    Prove("adopted_on", document_.EvidenceAt(*lines_[line], span));
  }

  // Returns the line that the title begins on; the number of lines without.
  size_t FindTitleLine() const {
    for (size_t line = 0; line < lines_.size(); ++line) {
      if (ReadTitleLine(Line(line))) return line;
    }
    return lines_.size();
  }

  // The title runs from behind its number to the opener.
  void ReadTitle() {
    size_t line = title_line_;
    size_t begin = 0;
    if (line < lines_.size()) {
      begin = ReadTitleLine(Line(line))->title_begin;
    } else if (kind_line_ && HeaderSymbol()) {
      line = *kind_line_ + 1;
      const bool day = line < lines_.size() && IsDay(Line(line));
      if (day) ++line;
    }
    if (line < lines_.size() && begin == Line(line).size()) {
      ++line;
      begin = 0;
    }
    if (line >= lines_.size()) return;
    Evidence evidence =
        document_.EvidenceAt(*lines_[line], {begin, Line(line).size()});
    std::string title = evidence.words();
    for (++line; line < lines_.size(); ++line) {
      const Evidence more =
          document_.EvidenceAt(*lines_[line], {0, Line(line).size()});
      absl::StrAppend(&title, " ", more.words());
      evidence.set_end_byte(more.end_byte());
    }
    if (title.empty() || title.size() > limits::kTitleBytesMax) return;
    evidence.set_words(title.substr(0, limits::kWordsBytesMax));
    resolution_.set_title(title);
    Prove("title", std::move(evidence));
  }

  bool IsDay(const std::string& line) const {
    const auto day = Language().Find("dates.date", line);
    return day && day->span.begin <= kBeforeDayMax &&
           line.size() - day->span.end <= kPhraseRestMax;
  }

  // Returns the symbol of a page header that is a resolution's or decision's;
  // nullopt: none, or several.
  std::optional<std::pair<std::string, Span>> HeaderSymbol() const {
    std::optional<std::pair<std::string, Span>> found;
    for (const Span header : document_.text().headers()) {
      std::string symbol =
          absl::AsciiStrToUpper(std::string(document_.text().original().substr(
              header.begin, header.end - header.begin)));
      absl::StripAsciiWhitespace(&symbol);
      if (!absl::StartsWith(symbol, "A/HRC/RES/") &&
          !absl::StartsWith(symbol, "A/HRC/DEC/")) {
        continue;
      }
      if (found && found->first != symbol) return std::nullopt;
      if (!found) found.emplace(std::move(symbol), header);
    }
    return found;
  }

  void ReadSymbol() {
    const auto header = HeaderSymbol();
    const size_t line = title_line_;
    std::string symbol;
    Evidence evidence;
    if (line < lines_.size()) {
      const TitleLineParts title =
          ReadTitleLine(Line(line)).value_or(TitleLineParts());
      symbol = SymbolOf(title);
      evidence = document_.EvidenceAt(*lines_[line], title.symbol);
    }
    if (symbol.empty() && header) {
      symbol = header->first;
      evidence.set_paragraph("front");
      evidence.set_begin_byte(static_cast<int64_t>(header->second.begin));
      evidence.set_end_byte(static_cast<int64_t>(header->second.end));
      evidence.set_words(symbol);
    }
    if (header && header->first != symbol) {
      AddDiagnostic(resolution_, mandates::v1::SEVERITY_WARNING,
                    "SYMBOL_CONTRADICTS", "symbol",
                    absl::StrCat("the title's number makes ", symbol,
                                 ", and the page header says ", header->first));
      return;
    }
    if (symbol.empty()) return NoSymbol();
    resolution_.set_symbol(symbol);
    Prove("symbol", std::move(evidence));
  }

  // "44/11" of the 44th session; in Arabic copies often "11 / 44". Empty where
  // neither number is the session's.
  std::string SymbolOf(const TitleLineParts& title) const {
    const char* kind = is_decision_ ? "A/HRC/DEC/" : "A/HRC/RES/";
    if (title.special) {
      const bool agrees =
          !session_ || (session_->special && session_->number == title.first);
      return agrees ? absl::StrCat(kind, "S-", title.first, "/", title.second)
                    : "";
    }
    if (!session_ || (!session_->special && session_->number == title.first)) {
      return absl::StrCat(kind, title.first, "/", title.second);
    }
    if (!session_->special && session_->number == title.second) {
      return absl::StrCat(kind, title.second, "/", title.first);
    }
    return "";
  }

  void NoSymbol() {
    if (title_line_ == lines_.size()) return;
    AddDiagnostic(resolution_, mandates::v1::SEVERITY_WARNING,
                  "SYMBOL_CONTRADICTS", "symbol",
                  "the number before the title is not one of the session "
                  "that the text names");
  }

  const Document& document_;
  Resolution& resolution_;
  std::vector<const DocumentParagraph*> lines_;
  std::optional<SessionName> session_;
  std::optional<size_t> kind_line_;
  size_t title_line_ = 0;  // of `lines_`, or their number where there is none
  bool is_decision_ = false;
};

}  // namespace

void ReadMasthead(const Document& document, Resolution& resolution) {
  Masthead(&document, &resolution).Read();
}

}  // namespace mandated::domain
