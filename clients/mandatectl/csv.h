#ifndef MANDATED_CLIENTS_MANDATECTL_CSV_H_
#define MANDATED_CLIENTS_MANDATECTL_CSV_H_

#include <string>
#include <string_view>
#include <vector>

namespace mandated::mandatectl {

// Something wrong with a line of a file; line 0 stands for the whole file.
struct Problem {
  std::string file;
  int line = 0;
  std::string what;

  // "decisions.csv:57: adopted_on: ..."
  std::string ToString() const;
};

// A record of a CSV file and the line it begins on, the first line being 1.
struct CsvRecord {
  int line = 0;
  std::vector<std::string> fields;
};

struct CsvRecords {
  std::vector<CsvRecord> records;  // the header is the first
  std::vector<Problem> problems;   // one at most: nothing can be read behind it
};

// Reads RFC 4180 strictly: a quote stands only around a whole field or doubled
// within one. Empty lines and a byte order mark are skipped, and blanks around
// unquoted fields. `file` is for problems alone.
CsvRecords ReadCsv(const std::string& file, std::string_view bytes);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CSV_H_
