#include "services/domain/reading/resolution_reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/names.h"
#include "services/domain/reading/back_matter.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/findings.h"
#include "services/domain/reading/masthead.h"
#include "services/domain/reading/normal_text.h"
#include "services/domain/reading/obligations.h"
#include "services/domain/reading/proposals.h"
#include "services/domain/reading/references.h"

namespace mandated::domain {
namespace {

using mandates::v1::Evidence;
using mandates::v1::Resolution;
using mandates::v1::SEVERITY_ERROR;
using mandates::v1::SEVERITY_WARNING;

constexpr char kGivenByCaller[] = "GIVEN_BY_THE_CALLER";

// A field that every resolution states, and the reason where it does not.
struct Expected {
  std::string_view field;
  std::string_view reason;
};

constexpr std::array<Expected, 10> kExpected = {{
    {"symbol", "SYMBOL_NOT_READ"},
    {"title", "TITLE_NOT_READ"},
    {"body", "BODY_NOT_READ"},
    {"session", "SESSION_NOT_READ"},
    {"session_first_day", "SESSION_FIRST_DAY_NOT_READ"},
    {"session_last_day", "SESSION_LAST_DAY_NOT_READ"},
    {"agenda_item", "AGENDA_ITEM_NOT_READ"},
    {"adopted_on", "ADOPTED_ON_NOT_READ"},
    {"meeting", "MEETING_NOT_READ"},
    {"adoption", "ADOPTION_NOT_READ"},
}};

void AddParagraphs(const Document& document, Resolution& resolution) {
  const NormalText& text = document.text();
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    auto& out = *resolution.add_paragraphs();
    const Span span = text.ToOriginal(paragraph.span);
    out.set_kind(paragraph.kind);
    out.set_number(paragraph.number);
    out.set_begin_byte(static_cast<int64_t>(span.begin));
    out.set_end_byte(static_cast<int64_t>(span.end));
    const size_t begin = paragraph.text.find(paragraph.opening);
    if (paragraph.opening.empty() || begin == std::string::npos) continue;
    out.set_opening(text.Words(
        paragraph.ToNormal({begin, begin + paragraph.opening.size()})));
  }
  for (const NormalText::Note& note : text.notes()) {
    auto& out = *resolution.add_footnotes();
    out.set_mark(note.mark);
    out.set_text(std::string(text.original().substr(
        note.text.begin, note.text.end - note.text.begin)));
    out.set_begin_byte(static_cast<int64_t>(note.text.begin));
    out.set_end_byte(static_cast<int64_t>(note.text.end));
  }
}

void CheckKind(const Document& document, Resolution& resolution) {
  if (document.openers() == 0) {
    AddDiagnostic(resolution, SEVERITY_ERROR, "NOT_A_RESOLUTION", "",
                  "the text has no line that opens a resolution of the "
                  "Council; give the whole text of one");
  }
  if (document.openers() > 1) {
    AddDiagnostic(resolution, SEVERITY_ERROR, "TWO_RESOLUTIONS", "",
                  "the text holds more than one resolution; give them one by "
                  "one");
  }
}

// The words of the front that tell a draft, or the symbol of one in the head of
// a page where no other symbol was read; nullopt: the text is none.
std::optional<Evidence> FindDraft(const Document& document,
                                  const Resolution& resolution) {
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.kind != mandates::v1::PARAGRAPH_KIND_FRONT) continue;
    const auto draft = document.language().Find("front.draft", paragraph.text);
    if (draft) return document.EvidenceAt(paragraph, draft->span);
  }
  if (!resolution.symbol().empty()) return std::nullopt;
  if (HasDiagnostic(resolution, "symbol")) return std::nullopt;
  const std::string_view text = document.text().original();
  for (const Span header : document.text().headers()) {
    const auto symbol = text.substr(header.begin, header.end - header.begin);
    if (symbol.find("/L.") == std::string_view::npos) continue;
    Evidence evidence;
    evidence.set_paragraph("front");
    evidence.set_begin_byte(static_cast<int64_t>(header.begin));
    evidence.set_end_byte(static_cast<int64_t>(header.end));
    evidence.set_words(std::string(symbol));
    return evidence;
  }
  return std::nullopt;
}

void CheckDraft(const Document& document, Resolution& resolution) {
  auto draft = FindDraft(document, resolution);
  if (!draft) return;
  *AddDiagnostic(resolution, SEVERITY_ERROR, "IS_DRAFT", "",
                 "the text is a draft, which decides nothing; give the "
                 "resolution as it was adopted")
       .mutable_evidence() = *std::move(draft);
}

bool IsRefused(const Resolution& resolution) {
  for (const auto& diagnostic : resolution.diagnostics()) {
    if (diagnostic.severity() == SEVERITY_ERROR) return true;
  }
  return false;
}

void SettleSymbol(const std::string& hint, Resolution& resolution) {
  if (hint.empty() || hint == resolution.symbol()) return;
  if (!resolution.symbol().empty()) {
    AddDiagnostic(resolution, SEVERITY_WARNING, "SYMBOL_CONTRADICTS", "symbol",
                  "the text states " + resolution.symbol() + ", and " + hint +
                      " was given; say which of them it is");
    return;
  }
  if (HasDiagnostic(resolution, "symbol")) return;  // stated in two ways
  resolution.set_symbol(hint);
  AddReading(resolution.mutable_readings(), "symbol", {}, kGivenByCaller);
}

// Days that the calendar only works out are no ground to doubt the text.
void CompareDays(const mandates::v1::Session& known, Resolution& resolution) {
  if (known.basis() != mandates::v1::CALENDAR_BASIS_STATED) return;
  const auto compare = [&](const char* field, bool stated,
                           const mandates::v1::Date& text,
                           const mandates::v1::Date& calendar) {
    if (!stated || ToCivil(text) == ToCivil(calendar)) return;
    AddDiagnostic(resolution, SEVERITY_WARNING, "SESSION_DAYS_DIFFER", field,
                  "the text says " + FormatDate(ToCivil(text)) +
                      ", and the calendar " + FormatDate(ToCivil(calendar)) +
                      "; correct the one that is wrong");
  };
  compare("session_first_day", resolution.has_session_first_day(),
          resolution.session_first_day(), known.first_day());
  compare("session_last_day", resolution.has_session_last_day(),
          resolution.session_last_day(), known.last_day());
}

void CheckSession(const Calendar& calendar, Resolution& resolution) {
  const auto name = ParseSessionName("session", resolution.session());
  if (!name.ok()) return;
  const auto known = calendar.Get("session", *name);
  if (known.ok()) return CompareDays(*known, resolution);
  AddDiagnostic(resolution, SEVERITY_WARNING, "SESSION_NOT_IN_CALENDAR",
                "session",
                resolution.session() +
                    " is not in the calendar; record the "
                    "session first");
}

void AddMissing(Resolution& resolution) {
  for (const Expected& expected : kExpected) {
    const std::string field(expected.field);
    if (FindReading(resolution.readings(), field) != nullptr) continue;
    if (HasDiagnostic(resolution, field)) continue;
    AddDiagnostic(resolution, SEVERITY_WARNING, std::string(expected.reason),
                  field, "the text does not state it in words that are known");
  }
}

}  // namespace

absl::StatusOr<Resolution> ReadResolution(const ReadingContext& context,
                                          std::string text,
                                          const std::string& language,
                                          const std::string& symbol_hint) {
  if (!symbol_hint.empty() && !IsSymbol(symbol_hint)) {
    return SymbolInvalid("symbol_hint", symbol_hint);
  }
  const Language* known = context.languages->Find(language);
  if (!language.empty() && known == nullptr) {
    return LanguageUnknown("language", language, context.languages->codes());
  }
  const auto normal = NormalText::Make("text", std::move(text));
  if (!normal.ok()) return normal.status();
  if (language.empty()) known = context.languages->Detect(normal->normal());
  Resolution resolution;
  if (known == nullptr) {
    AddDiagnostic(resolution, SEVERITY_ERROR, "LANGUAGE_NOT_DETECTED",
                  "language",
                  "the text is in none of " + context.languages->codes() +
                      ", or too short to tell; say which");
    return resolution;
  }
  resolution.set_language(known->code());
  const Document document(&*normal, known);
  AddParagraphs(document, resolution);
  CheckKind(document, resolution);
  ReadMasthead(document, resolution);
  CheckDraft(document, resolution);
  ReadBackMatter(document, resolution);
  SettleSymbol(symbol_hint, resolution);
  CheckSession(*context.calendar, resolution);
  if (!resolution.symbol().empty()) {
    resolution.set_name("resolutions/" + SlugOfSymbol(resolution.symbol()));
  }
  if (!IsRefused(resolution)) {
    AddMissing(resolution);
    ReadProposals(document, *context.names, resolution);
  }
  ReadReferences(document, resolution);
  ReadObligations(document, resolution);
  return resolution;
}

}  // namespace mandated::domain
