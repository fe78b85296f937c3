#ifndef MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_H_
#define MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/normal_text.h"

namespace mandated::domain {

// One paragraph of a document, broken lines joined. Front and back are kept
// line by line.
struct DocumentParagraph {
  mandates::v1::ParagraphKind kind;
  std::string number;  // as v1::Paragraph
  Span span;           // of NormalText::normal(), number included
  std::string text;    // normal form on one line, without the number
  // For each byte of `text`, and its end, where it is in NormalText::normal().
  std::vector<uint32_t> origin;
  std::string opening;  // normal form of the opening verb; empty: none known

  Span ToNormal(Span of_text) const;
};

// A text cut into front, preamble, operative paragraphs and back. Knows what
// all resolutions share, and no language. Immutable; keeps `text` and
// `language`, which must outlive it.
class Document {
 public:
  // Cuts whatever it is given: a text that is no resolution is all front. What
  // a paragraph has beyond limits::kParagraphBytesMax begins another one,
  // without number or opening.
  Document(const NormalText* text, const Language* language);

  const NormalText& text() const { return *text_; }
  const Language& language() const { return *language_; }
  const std::vector<DocumentParagraph>& paragraphs() const {
    return paragraphs_;
  }
  // Counts the openers: 0 is no resolution, 2 are two in one text.
  int openers() const { return openers_; }

  // Points at a stretch of a paragraph.
  mandates::v1::Evidence EvidenceAt(const DocumentParagraph& paragraph,
                                    Span of_text) const;

 private:
  const NormalText* const text_;
  const Language* const language_;
  std::vector<DocumentParagraph> paragraphs_;
  int openers_ = 0;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_H_
