#ifndef MANDATED_CLIENTS_MANDATECTL_TABLE_H_
#define MANDATED_CLIENTS_MANDATECTL_TABLE_H_

#include <string>
#include <vector>

#include "clients/mandatectl/style.h"

namespace mandated::mandatectl {

enum class Align { kLeft, kRight };

struct Column {
  std::string header;
  Align align = Align::kLeft;
};

struct Cell {
  std::string text;
  Color color = Color::kNone;
};

// Rows under headers, aligned by what they take on a terminal, two spaces
// between columns. On a terminal the last column is cut so that a row fits.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // Adds a row of one cell for each column. Cells are shown on one line.
  void AddRow(std::vector<Cell> row);

  bool empty() const { return rows_.empty(); }

  // Returns headers and rows, each ended by a newline. Columns whose cells are
  // all empty are left out.
  std::string Render(const Style& style) const;

 private:
  std::vector<int> Widths(const Style& style) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_TABLE_H_
