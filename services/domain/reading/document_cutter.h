#ifndef MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_CUTTER_H_
#define MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_CUTTER_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "services/domain/reading/document.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/paragraph_number.h"

namespace mandated::domain {

// Cuts the lines of a text into paragraphs; Document keeps what it makes.
class DocumentCutter {
 public:
  DocumentCutter(std::string_view normal, const Language& language);

  void Cut();

  std::vector<DocumentParagraph> paragraphs;
  int openers = 0;

 private:
  enum class Part { kFront, kPreamble, kOperative, kBack };

  std::string_view Words(Span line) const {
    return normal_.substr(line.begin, line.end - line.begin);
  }
  void FindLines();
  void TakeLine(size_t index);
  // Tells whether the line is a mark alone, taken together with the next.
  bool TakeLoneMark(size_t index);
  bool TakeOpener(Span line);
  bool TakeNumber(Span line, const LineMark& mark);
  bool TakeLetter(Span line, const LineMark& mark);
  void TakeWords(Span line);
  bool BeginsBack(size_t index) const;
  bool IsWhole(std::string_view key, std::string_view line) const;
  bool IsMeeting(std::string_view line) const;
  bool TellsVote(size_t index) const;
  // Returns the bytes of the opening verb; 0: none of `key`.
  size_t Opening(std::string_view key, std::string_view words) const;
  bool LastLineEnds(std::string_view marks) const;

  // Begin a paragraph with the words of `line` from `skip` on, or go on with
  // the last one.
  void Begin(Part part, const std::string& number, Span line, size_t skip);
  void GoOn(Span line);
  void Append(DocumentParagraph* paragraph, Span words);
  // Tells whether `before`, which ends with a hyphen, and `after` are one word
  // that a line end broke: the text has it whole elsewhere, or it is a State's.
  bool IsBroken(std::string_view before, std::string_view after);

  const std::string_view normal_;
  const Language& language_;
  std::vector<Span> lines_;
  bool wrapped_ = false;  // no line is long: a PDF broke the paragraphs
  Part part_ = Part::kFront;
  int preambular_ = 0;
  bool numbered_ = false;  // an operative paragraph bore a number
  Span last_;              // the line before
  ParagraphNumbers numbers_;
  std::set<std::string_view> words_;  // of the text; empty until needed
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_DOCUMENT_CUTTER_H_
