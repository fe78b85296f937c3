#ifndef MANDATED_TESTS_IMPORT_REPORT_REPORT_H_
#define MANDATED_TESTS_IMPORT_REPORT_REPORT_H_

#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "mandates/v1/resolution.pb.h"
#include "tests/import_report/facts.h"

namespace mandated::import_report {

// How the readings of many texts compare with what was expected of them.
class Report {
 public:
  // Compares one reading. A decision of the text and one of the file are the
  // same that are on one mandate, or else stand in one paragraph. A successor
  // that a merger establishes may be left out of the file.
  void Add(const std::string& text, const TextFacts& expected,
           const mandates::v1::Resolution& read);

  // Counts a text that could not be read at all.
  void AddUnread(const std::string& text, const std::string& why);

  // Prints a row for each language and field, then each value that is wrong or
  // absent.
  void Print(std::ostream& out) const;

  // Tells whether a value is wrong, or absent and nothing says why.
  bool failed() const { return failed_; }
  int texts() const { return texts_; }

 private:
  struct Count {
    int right = 0;
    int wrong = 0;
    int absent = 0;
    std::map<std::string, int> reasons;
  };
  struct Comparison {
    std::string text;
    std::string language;
    const mandates::v1::Resolution* read;
  };

  // `where` is the field in the reading, for its diagnostics.
  void Compare(const Comparison& of, const std::string& field,
               const std::string& where, const std::string& expected,
               const std::string& read);
  void CompareDecisions(const Comparison& of, const TextFacts& expected,
                        const TextFacts& read);
  void Wrong(const Comparison& of, const std::string& field,
             const std::string& what);

  std::map<std::pair<std::string, std::string>, Count> counts_;
  std::vector<std::string> details_;
  int texts_ = 0;
  bool failed_ = false;
};

}  // namespace mandated::import_report

#endif  // MANDATED_TESTS_IMPORT_REPORT_REPORT_H_
