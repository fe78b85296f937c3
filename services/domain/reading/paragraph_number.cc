#include "services/domain/reading/paragraph_number.h"

#include <re2/re2.h>

namespace mandated::domain {
namespace {

constexpr size_t kMarkBytesMax = 40;
constexpr size_t kLoneMarkBytesMax = 12;  // "(viii)", "12 bis."

bool IsRoman(const std::string& letter) {
  return letter.find_first_not_of("ivx") == std::string::npos;
}

}  // namespace

LineMark ReadLineMark(std::string_view line) {
  static const RE2 number(
      R"(((\d{1,3}) ?(bis|ter|quater)?( ?[.)、]-?| ?-)? ?)[^\d/.,)\s-])");
  static const RE2 turned(R"((- ?(\d{1,3}) )[^\d/.,)\s-])");
  static const RE2 letter(
      R"((\(?((?:\p{L}\p{M}?|[ivx]{2,5}|\d{1,2})) ?\)\.? ?)\S)");
  const re2::StringPiece head(line.data(),
                              std::min(line.size(), kMarkBytesMax));
  LineMark mark;
  re2::StringPiece all, digits, bis, stop, inner;
  re2::StringPiece rest = head;
  if (RE2::Consume(&rest, letter, &all, &inner)) {
    const bool bare_digit = head[0] >= '0' && head[0] <= '9';
    if (!bare_digit) {
      mark.letter = std::string(inner);
      mark.end = all.size();
      return mark;
    }
  }
  rest = head;
  // pdftotext has the dash of an Arabic number on its other side.
  if (RE2::Consume(&rest, turned, &all, &digits)) {
    mark.number = std::stoi(std::string(digits));
    mark.end = all.size();
    return mark;
  }
  rest = head;
  if (!RE2::Consume(&rest, number, &all, &digits, &bis, &stop)) return mark;
  mark.sure = !stop.empty();
  // Without a stop a space at least parts the number from the words.
  if (!mark.sure && all[all.size() - 1] != ' ') return mark;
  mark.number = std::stoi(std::string(digits));
  mark.bis = std::string(bis);
  mark.end = all.size();
  return mark;
}

LineMark ReadLoneMark(std::string_view line) {
  constexpr std::string_view kMarks = "0123456789)";
  if (line.size() > kLoneMarkBytesMax) return {};
  if (line.find_first_of(kMarks) == line.npos) return {};
  // A word makes it a line that has one.
  LineMark mark = ReadLineMark(std::string(line) + " x");
  const bool whole = mark.end == line.size() + 1;
  const bool marked = mark.sure || line.substr(0, 1) == "-";
  if (!whole || (mark.number > 0 && !marked)) return {};
  mark.sure = true;
  mark.end = 0;
  return mark;
}

bool ParagraphNumbers::MayFollow(int number) const {
  return number > last_ && number <= last_ + 2;
}

std::string ParagraphNumbers::Number(const LineMark& mark) {
  last_ = mark.number;
  number_ = std::to_string(mark.number);
  if (!mark.bis.empty()) number_ += " " + mark.bis;
  letter_.clear();
  in_roman_ = false;
  return number_;
}

bool ParagraphNumbers::IsNextLetter(const std::string& letter) const {
  if (letter_.empty()) return letter.size() == 1;
  return letter.size() == 1 && letter_.size() == 1 &&
         letter[0] == letter_[0] + 1;
}

std::string ParagraphNumbers::Letter(const std::string& letter) {
  // "(i)" after "(h)" is a letter, after "(a)" the first below it.
  in_roman_ = IsRoman(letter) && !letter_.empty() &&
              (in_roman_ || !IsNextLetter(letter));
  if (!in_roman_) letter_ = letter;
  std::string number = number_ + (number_.empty() ? "" : " ");
  number += "(" + letter_ + ")";
  if (in_roman_) number += " (" + letter + ")";
  return number;
}

void ParagraphNumbers::NoNumber() {
  number_.clear();
  letter_.clear();
  in_roman_ = false;
}

}  // namespace mandated::domain
