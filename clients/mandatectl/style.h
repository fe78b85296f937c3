#ifndef MANDATED_CLIENTS_MANDATECTL_STYLE_H_
#define MANDATED_CLIENTS_MANDATECTL_STYLE_H_

#include <string>
#include <string_view>

namespace mandated::mandatectl {

enum class Color { kNone, kBold, kDim, kRed, kYellow, kGreen };

// How text for people may look.
struct Style {
  bool color = false;
  int width = 0;  // columns of the terminal; 0: no limit
};

// Returns `text` in `color`, as far as `style` allows.
std::string Paint(std::string_view text, Color color, const Style& style);

// Returns the color of a number of days left: red to 30, yellow to 90.
Color ColorOfDaysLeft(int days_left);

// Returns the columns that UTF-8 `text` takes on a terminal: one a character,
// none for combining marks, two for wide East Asian ones.
int DisplayWidth(std::string_view text);

// Returns `text` cut to `width` columns, the last one an ellipsis if any was
// lost; `width` is 1 or more.
std::string Truncate(std::string_view text, int width);

// Returns `text` on one line and without control characters: what comes from
// others must not command the terminal.
std::string OneLine(std::string_view text);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_STYLE_H_
