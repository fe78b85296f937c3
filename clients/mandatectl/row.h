#ifndef MANDATED_CLIENTS_MANDATECTL_ROW_H_
#define MANDATED_CLIENTS_MANDATECTL_ROW_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "clients/mandatectl/csv.h"

namespace mandated::mandatectl {

// A column that a file may have.
struct ColumnRule {
  std::string_view name;
  bool required = false;  // the file must have it
};

// Which field of a record belongs to which column.
using Header = std::map<std::string, size_t, std::less<>>;

// Reads the header by name; what is wrong goes to `problems`.
Header ReadHeader(const std::string& file, const CsvRecord& record,
                  const std::vector<ColumnRule>& rules,
                  std::vector<Problem>& problems);

// Returns an error's message; what it says of the field "root.name" it says of
// the column "name" here.
std::string MessageBelow(std::string_view root, std::string message);

// One record under its header. Each reader takes the text of a column and
// gathers what is wrong; an empty cell states nothing.
class Row {
 public:
  Row(const std::string& file, const Header& header, const CsvRecord& record);

  const std::string& file() const { return file_; }
  int line() const { return record_.line; }

  // Returns the text of the column; "" where the file has no such column.
  const std::string& Text(std::string_view column) const;

  // Reads the column by `parse` (see arguments.h) where it is not empty.
  template <typename Target, typename Parse>
  void Read(std::string_view column, Target&& target, Parse parse) {
    const std::string& text = Text(column);
    if (text.empty()) return;
    auto value = parse(column, text);
    if (value.ok()) {
      target(*std::move(value));
    } else {
      Blame(value.status());
    }
  }

  // Refuses an empty cell.
  void Require(std::string_view column, std::string_view expected);

  // Blames an error, if it is one; see MessageBelow for `root`.
  void Blame(const absl::Status& status, std::string_view root = "");
  void Blame(std::string what);

  bool ok() const { return problems_.empty(); }
  std::vector<Problem> TakeProblems() { return std::move(problems_); }

 private:
  const std::string& file_;
  const Header& header_;
  const CsvRecord& record_;
  std::vector<Problem> problems_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_ROW_H_
