#ifndef MANDATED_CLIENTS_MANDATECTL_TABLE_H_
#define MANDATED_CLIENTS_MANDATECTL_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "clients/mandatectl/style.h"

namespace mandated::mandatectl {

enum class Align { kLeft, kRight };

struct Column {
  std::string header;
  Align align = Align::kLeft;
  int drop_order = 0;  // on a terminal too narrow: 1 first, 2 next; 0 never
};

struct Cell {
  std::string text;
  Color color = Color::kNone;
};

// Rows under headers, aligned by what they take on a terminal, two spaces
// between columns. On a terminal the last column is cut so that a row fits, and
// where that is not enough, columns are dropped.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // Adds a row of one cell for each column. Cells are shown on one line.
  void AddRow(std::vector<Cell> row);

  // Explains a mark in the cells, on a line below the rows.
  void SetLegend(std::string line) { legend_ = std::move(line); }

  // Returns headers and rows, each ended by a newline. Columns whose cells are
  // all empty are left out.
  std::string Render(const Style& style) const;

 private:
  // The width of each column; 0: it is not shown.
  std::vector<int> Widths(const Style& style) const;
  std::vector<int> NaturalWidths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::string legend_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_TABLE_H_
