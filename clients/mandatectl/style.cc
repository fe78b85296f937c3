#include "clients/mandatectl/style.h"

#include <algorithm>
#include <cstdint>

namespace mandated::mandatectl {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// Combining marks and other characters without a width (Unicode 15: the
// blocks that names and titles can meet).
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0900, 0x0902}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};

// Characters that take two columns (UAX 11: wide and fullwidth).
constexpr Range kDoubleWidth[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
    {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <size_t N>
bool IsIn(const Range (&ranges)[N], uint32_t point) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](Range range) {
    return point >= range.first && point <= range.last;
  });
}

int WidthOf(uint32_t point) {
  if (IsIn(kZeroWidth, point)) return 0;
  return IsIn(kDoubleWidth, point) ? 2 : 1;
}

// Takes one code point from the front of `text`, which is not empty. A byte
// that begins none counts as one, the replacement character.
uint32_t TakePoint(std::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  constexpr uint32_t kReplacement = 0xFFFD;
  size_t length = 1;
  uint32_t point = byte(0);
  if (point >= 0xC2 && point <= 0xDF) length = 2;
  if (point >= 0xE0 && point <= 0xEF) length = 3;
  if (point >= 0xF0 && point <= 0xF4) length = 4;
  if (length == 1 && point >= 0x80) point = kReplacement;
  if (length > 1) point &= 0x7F >> length;
  for (size_t i = 1; i < length; ++i) {
    if (i >= text.size() || (byte(i) & 0xC0) != 0x80) {
      text.remove_prefix(i);
      return kReplacement;
    }
    point = point << 6 | (byte(i) & 0x3F);
  }
  text.remove_prefix(length);
  return point;
}

const char* CodeOf(Color color) {
  switch (color) {
    case Color::kBold:
      return "\033[1m";
    case Color::kDim:
      return "\033[2m";
    case Color::kRed:
      return "\033[31m";
    case Color::kYellow:
      return "\033[33m";
    case Color::kGreen:
      return "\033[32m";
    case Color::kNone:
      break;
  }
  return "";
}

}  // namespace

std::string Paint(std::string_view text, Color color, const Style& style) {
  if (!style.color || color == Color::kNone || text.empty()) {
    return std::string(text);
  }
  return std::string(CodeOf(color)).append(text).append("\033[0m");
}

Color ColorOfDaysLeft(int days_left) {
  constexpr int kUrgentDays = 30;
  constexpr int kSoonDays = 90;
  if (days_left <= kUrgentDays) return Color::kRed;
  return days_left <= kSoonDays ? Color::kYellow : Color::kNone;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) width += WidthOf(TakePoint(text));
  return width;
}

std::string Truncate(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string_view rest = text;
  int used = 0;
  size_t kept = 0;  // bytes
  while (!rest.empty()) {
    used += WidthOf(TakePoint(rest));
    if (used > width - 1) break;
    kept = text.size() - rest.size();
  }
  while (kept > 0 && text[kept - 1] == ' ') --kept;
  return std::string(text.substr(0, kept)) + "…";
}

std::string OneLine(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::string_view before = text;
    const uint32_t point = TakePoint(text);
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    if (control) {
      line += ' ';
    } else if (point == 0xFFFD) {
      line += "\uFFFD";
    } else {
      line += before.substr(0, before.size() - text.size());
    }
  }
  return line;
}

}  // namespace mandated::mandatectl
