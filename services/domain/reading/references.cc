#include "services/domain/reading/references.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/reading/findings.h"

namespace mandated::domain {
namespace {

using mandates::v1::Confidence;
using mandates::v1::CONFIDENCE_INFERRED;
using mandates::v1::CONFIDENCE_READ;
using mandates::v1::Evidence;
using mandates::v1::Resolution;

enum class Body { kCouncil, kAssembly, kCommission };

// How far before a number the body is named that it is of.
constexpr size_t kLookBackBytes = 300;
// What stands between two symbols of a list: a day, or the title of one.
constexpr size_t kMoreBytesMax = 400;
// The Commission counted by years, the others by sessions.
constexpr int kYearsFrom = 1900;

std::string Prefix(Body body, std::string_view kind) {
  switch (body) {
    case Body::kAssembly:
      return "A/" + std::string(kind) + "/";
    case Body::kCommission:
      return "E/CN.4/" + std::string(kind) + "/";
    default:
      return "A/HRC/" + std::string(kind) + "/";
  }
}

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

class ReferenceReader {
 public:
  ReferenceReader(const Document& document, Resolution& resolution)
      : document_(document), resolution_(resolution) {
    seen_.insert(resolution.symbol());
    const auto session = ParseSessionName("session", resolution.session());
    if (session.ok() && !session->special) session_ = session->number;
  }

  void ReadSpelled();
  void ReadNumbered(const DocumentParagraph& paragraph);

 private:
  const Language& language() const { return document_.language(); }
  void Add(std::string symbol, Evidence evidence, Confidence confidence);
  void ReadList(const DocumentParagraph& paragraph, const Match& match,
                std::string_view kind);
  std::optional<Body> Stated(std::string_view words) const;
  std::optional<Body> Before(std::string_view text) const;
  std::optional<Body> Guess(std::string_view text, int number) const;
  std::string PartOf(size_t byte) const;

  const Document& document_;
  Resolution& resolution_;
  int session_ = 0;  // 0: not read
  std::set<std::string> seen_;
};

void ReferenceReader::Add(std::string symbol, Evidence evidence,
                          Confidence confidence) {
  if (symbol.size() > limits::kSymbolBytesMax) return;
  if (!seen_.insert(symbol).second) return;
  auto& reference = *resolution_.add_references();
  reference.set_symbol(std::move(symbol));
  *reference.mutable_evidence() = std::move(evidence);
  reference.set_confidence(confidence);
}

// Names the part of the text that a byte of the original stands in.
std::string ReferenceReader::PartOf(size_t byte) const {
  const auto& all = document_.paragraphs();
  const auto next = std::upper_bound(
      all.begin(), all.end(), byte,
      [&](size_t at, const DocumentParagraph& paragraph) {
        return at < document_.text().ToOriginal(paragraph.span).begin;
      });
  if (next == all.begin()) return "front";
  return document_.EvidenceAt(*std::prev(next), {0, 0}).paragraph();
}

void ReferenceReader::ReadSpelled() {
  static const RE2 kSymbol(
      R"(\b([AES](?:/[A-Z0-9][A-Za-z0-9.()-]*)+[A-Za-z0-9)]))");
  const std::string_view text = document_.text().original();
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece symbol;
  while (RE2::FindAndConsume(&rest, kSymbol, &symbol)) {
    const std::string found(symbol.data(), symbol.size());
    const bool digits = found.find_first_of("0123456789") != found.npos;
    if (!digits || !IsSymbol(UpperCase(found))) continue;
    Evidence evidence;
    const auto begin = static_cast<size_t>(symbol.data() - text.data());
    evidence.set_paragraph(PartOf(begin));
    evidence.set_begin_byte(static_cast<int64_t>(begin));
    evidence.set_end_byte(static_cast<int64_t>(begin + symbol.size()));
    evidence.set_words(found);
    Add(found, std::move(evidence), CONFIDENCE_READ);
  }
}

std::optional<Body> ReferenceReader::Stated(std::string_view words) const {
  if (language().Find("references.assembly", words)) return Body::kAssembly;
  if (language().Find("references.commission", words)) {
    return Body::kCommission;
  }
  for (const char* council : {"body.council", "body.short"}) {
    if (language().Find(council, words)) return Body::kCouncil;
  }
  return std::nullopt;
}

// The body that is named last before the number.
std::optional<Body> ReferenceReader::Before(std::string_view text) const {
  const size_t from =
      text.size() > kLookBackBytes ? text.size() - kLookBackBytes : 0;
  std::optional<Body> last;
  size_t last_end = 0;
  const auto look = [&](std::string_view key, Body body) {
    const auto all = language().FindAll(key, text.substr(from));
    if (all.empty() || all.back().span.end <= last_end) return;
    last_end = all.back().span.end;
    last = body;
  };
  look("body.council", Body::kCouncil);
  look("body.assembly", Body::kAssembly);
  look("body.commission", Body::kCommission);
  return last;
}

// "Its resolution": the Council's, unless another body is named before it.
std::optional<Body> ReferenceReader::Guess(std::string_view text,
                                           int number) const {
  const auto before = Before(text);
  if (number >= kYearsFrom) {
    return before == Body::kCommission ? before : std::nullopt;
  }
  if (!before || before == Body::kCouncil) return Body::kCouncil;
  const bool of_council = session_ == 0 || number <= session_;
  if (before == Body::kAssembly && !of_council) return before;
  return std::nullopt;
}

void ReferenceReader::ReadList(const DocumentParagraph& paragraph,
                               const Match& match, std::string_view kind) {
  static const RE2 kSymbol(R"((s-\d{1,3}/\d{1,3}|\d{1,4}/\d{1,4})\b)");
  const std::string_view text = paragraph.text;
  const Capture* capture = match.Find("symbol");
  if (capture == nullptr) return;
  auto stated = Stated(
      text.substr(match.span.begin, capture->span.begin - match.span.begin));
  // "Resolution 60/251 of the Assembly": of the first symbol alone.
  const auto behind = Stated(
      text.substr(capture->span.end, match.span.end - capture->span.end));
  if (behind) stated = behind;
  Span symbol = capture->span;
  size_t at = match.span.end;
  while (true) {
    const std::string number =
        UpperCase(text.substr(symbol.begin, symbol.end - symbol.begin));
    const bool special = number.rfind("S-", 0) == 0;
    const int first = special ? 0 : std::atoi(number.c_str());
    auto body = stated ? stated : Guess(text.substr(0, symbol.begin), first);
    const bool years = first >= kYearsFrom;
    if (body && years != (body == Body::kCommission)) body.reset();
    if (body && number.find("A/") != 0 && number.find("E/") != 0) {
      Add(Prefix(*body, kind) + number, document_.EvidenceAt(paragraph, symbol),
          stated ? CONFIDENCE_READ : CONFIDENCE_INFERRED);
    }
    if (behind) stated.reset();
    const std::string_view near = text.substr(0, at + kMoreBytesMax);
    const auto more = language().Find("references.more", near, at);
    if (!more || more->span.begin != at) return;
    re2::StringPiece rest(text.data() + more->span.end,
                          text.size() - more->span.end);
    re2::StringPiece next;
    if (!RE2::PartialMatch(rest, kSymbol, &next)) return;
    if (next.data() != rest.data()) return;
    symbol = {more->span.end, more->span.end + next.size()};
    at = symbol.end;
  }
}

void ReferenceReader::ReadNumbered(const DocumentParagraph& paragraph) {
  for (const auto& [key, kind] : {std::pair("references.resolution", "RES"),
                                  std::pair("references.decision", "DEC")}) {
    for (const Match& match : language().FindAll(key, paragraph.text)) {
      ReadList(paragraph, match, kind);
    }
  }
}

}  // namespace

void ReadReferences(const Document& document, Resolution& resolution) {
  ReferenceReader reader(document, resolution);
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.kind == mandates::v1::PARAGRAPH_KIND_FRONT) continue;
    reader.ReadNumbered(paragraph);
  }
  reader.ReadSpelled();
}

}  // namespace mandated::domain
