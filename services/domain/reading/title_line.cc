#include "services/domain/reading/title_line.h"

#include <string>

#include "re2/re2.h"

namespace mandated::domain {

std::optional<TitleLineParts> ReadTitleLine(std::string_view line) {
  static const auto* const kLine = new re2::RE2(
      R"(^(["']?-? ?(?:resolution |decision )?)((s-)?(\d{1,3}) ?/ ?(\d{1,4}))()"
      R"( ?[.:-]? ?)(?:[^\d\s/.:-].*)?$)");
  re2::StringPiece before, symbol, special, between;
  TitleLineParts parts;
  const re2::StringPiece text(line.data(), line.size());
  int numbers[2] = {0, 0};
  if (!re2::RE2::FullMatch(text, *kLine, &before, &symbol, &special,
                           &numbers[0], &numbers[1], &between)) {
    return std::nullopt;
  }
  parts.first = numbers[0];
  parts.second = numbers[1];
  parts.special = !special.empty();
  parts.symbol = {before.size(), before.size() + symbol.size()};
  parts.title_begin = parts.symbol.end + between.size();
  if (parts.first < 1 || parts.second < 1) return std::nullopt;
  return parts;
}

}  // namespace mandated::domain
