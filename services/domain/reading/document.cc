#include "services/domain/reading/document.h"

#include <algorithm>
#include <utility>

#include "services/domain/limits.h"
#include "services/domain/reading/document_cutter.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using mandates::v1::Evidence;
using mandates::v1::ParagraphKind;

// Bytes of either end of words that are too long to repeat.
constexpr size_t kEndBytes = 240;

std::string PlaceOf(const DocumentParagraph& paragraph) {
  switch (paragraph.kind) {
    case ParagraphKind::PARAGRAPH_KIND_FRONT:
      return "front";
    case ParagraphKind::PARAGRAPH_KIND_BACK:
      return "back";
    case ParagraphKind::PARAGRAPH_KIND_PREAMBULAR:
      return "preamble " + paragraph.number;
    default:
      return paragraph.number.empty() ? "operative" : paragraph.number;
  }
}

std::string Shortened(const std::string& words) {
  if (words.size() <= limits::kWordsBytesMax) return words;
  size_t head = kEndBytes;
  size_t tail = words.size() - kEndBytes;
  while (IsContinuation(words[head])) --head;
  while (IsContinuation(words[tail])) ++tail;
  return words.substr(0, head) + "..." + words.substr(tail);
}

}  // namespace

Span DocumentParagraph::ToNormal(Span of_text) const {
  if (of_text.empty()) return {origin[of_text.begin], origin[of_text.begin]};
  return {origin[of_text.begin], origin[of_text.end - 1] + 1};
}

Document::Document(const NormalText* text, const Language* language)
    : text_(text), language_(language) {
  DocumentCutter cutter(text->normal(), *language);
  cutter.Cut();
  paragraphs_ = std::move(cutter.paragraphs);
  openers_ = cutter.openers;
}

Evidence Document::EvidenceAt(const DocumentParagraph& paragraph,
                              Span of_text) const {
  const Span normal = paragraph.ToNormal(of_text);
  const Span original = text_->ToOriginal(normal);
  Evidence evidence;
  evidence.set_paragraph(PlaceOf(paragraph));
  evidence.set_begin_byte(static_cast<int64_t>(original.begin));
  evidence.set_end_byte(static_cast<int64_t>(original.end));
  evidence.set_words(Shortened(text_->Words(normal)));
  return evidence;
}

}  // namespace mandated::domain
