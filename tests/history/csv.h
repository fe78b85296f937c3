#ifndef MANDATED_TESTS_HISTORY_CSV_H_
#define MANDATED_TESTS_HISTORY_CSV_H_

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

// Reads the small CSV files of the catalogue: RFC 4180, a heading first.
namespace mandated::history {

using Row = std::map<std::string, std::string>;

// Splits `text` into records of fields; quotes may hide commas, line ends and
// doubled quotes.
inline std::vector<std::vector<std::string>> Records(const std::string& text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record(1);
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      const bool doubled = quoted && i + 1 < text.size() && text[i + 1] == '"';
      if (doubled) record.back().push_back(text[++i]);
      quoted = doubled ? quoted : !quoted;
    } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
      record.back().push_back(c);
    } else if (c == ',') {
      record.emplace_back();
    } else if (c == '\n') {
      records.push_back(record);
      record.assign(1, "");
    }
  }
  if (record.size() > 1) records.push_back(record);
  return records;
}

// Returns the rows of a file by column; empty when it cannot be read.
inline std::vector<Row> ReadCsv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  const auto records = Records(text);
  std::vector<Row> rows;
  for (size_t i = 1; i < records.size(); ++i) {
    Row& row = rows.emplace_back();
    for (size_t j = 0; j < records[i].size(); ++j) {
      row[records[0].at(j)] = records[i][j];
    }
  }
  return rows;
}

}  // namespace mandated::history

#endif  // MANDATED_TESTS_HISTORY_CSV_H_
