#include "clients/mandatectl/table.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mandated::mandatectl {
namespace {

constexpr char kGap[] = "  ";
constexpr int kGapWidth = 2;

// A last column narrower than this says nothing.
constexpr int kLastWidthMin = 10;

std::string Padded(const Cell& cell, int width, Align align,
                   const Style& style) {
  const std::string text = Truncate(cell.text, std::max(width, 1));
  const std::string space(std::max(width - DisplayWidth(text), 0), ' ');
  const std::string painted = Paint(text, cell.color, style);
  return align == Align::kRight ? space + painted : painted + space;
}

// What the columns before the last one take, gaps included.
int WidthBeforeLast(const std::vector<int>& widths) {
  int width = 0;
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    if (widths[i] > 0) width += widths[i] + kGapWidth;
  }
  return width;
}

bool Fits(const std::vector<int>& widths, int limit) {
  return WidthBeforeLast(widths) + std::min(widths.back(), kLastWidthMin) <=
         limit;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<Cell> row) {
  assert(row.size() == columns_.size());
  for (Cell& cell : row) cell.text = OneLine(cell.text);
  rows_.push_back(std::move(row));
}

std::string Table::Render(const Style& style) const {
  const std::vector<int> widths = Widths(style);
  std::vector<Cell> headers;
  for (const Column& column : columns_) {
    headers.push_back({column.header, Color::kBold});
  }
  std::string text;
  const auto append = [&](const std::vector<Cell>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      if (widths[i] == 0) continue;
      if (!line.empty()) line += kGap;
      line += Padded(row[i], widths[i], columns_[i].align, style);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  append(headers);
  for (const auto& row : rows_) append(row);
  if (!legend_.empty()) text += Paint(legend_, Color::kDim, style) + "\n";
  return text;
}

std::vector<int> Table::Widths(const Style& style) const {
  std::vector<int> widths = NaturalWidths();
  if (style.width == 0 || widths.empty()) return widths;
  for (int order = 1;
       order <= static_cast<int>(columns_.size()) && !Fits(widths, style.width);
       ++order) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].drop_order == order) widths[i] = 0;
    }
  }
  const int left =
      std::max(style.width - WidthBeforeLast(widths), kLastWidthMin);
  widths.back() = std::min(widths.back(), left);
  return widths;
}

std::vector<int> Table::NaturalWidths() const {
  std::vector<int> widths(columns_.size(), 0);
  for (size_t i = 0; i < columns_.size(); ++i) {
    for (const auto& row : rows_) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
    }
    if (widths[i] == 0) continue;
    widths[i] = std::max(widths[i], DisplayWidth(columns_[i].header));
  }
  return widths;
}

}  // namespace mandated::mandatectl
