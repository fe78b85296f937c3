#ifndef MANDATED_SERVICES_DOMAIN_READING_PARAGRAPH_NUMBER_H_
#define MANDATED_SERVICES_DOMAIN_READING_PARAGRAPH_NUMBER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace mandated::domain {

// The mark that opens a line: "10.", "10 bis.", "(a)", "a)".
struct LineMark {
  int number = 0;      // of "10."; 0: none
  std::string bis;     // "bis" behind the number
  bool sure = false;   // a dot, bracket or dash stands behind the number
  std::string letter;  // of "(a)"; empty: none
  size_t end = 0;      // bytes of the line before its words
};

// Reads the mark of a line in normal form; one without any has `end` 0.
LineMark ReadLineMark(std::string_view line);

// Reads a line that is a mark and nothing else, "26." or "(a)"; `end` is 0.
LineMark ReadLoneMark(std::string_view line);

// Follows the numbers of operative paragraphs, so that each is "10" or
// "3 (a)".
class ParagraphNumbers {
 public:
  // Tells whether a number can come next: it rises by one, or by two where one
  // was lost.
  bool MayFollow(int number) const;

  // Take the mark; return the paragraph's number.
  std::string Number(const LineMark& mark);
  std::string Letter(const std::string& letter);
  void NoNumber();

  // Tells whether `letter` goes on the lettered parts, or begins them.
  bool IsNextLetter(const std::string& letter) const;

 private:
  int last_ = 0;
  std::string number_;
  std::string letter_;     // of the last one below the number
  bool in_roman_ = false;  // the last one stands below a letter
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_PARAGRAPH_NUMBER_H_
