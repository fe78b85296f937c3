#include "services/domain/reading/titles.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace mandated::domain {
namespace {

constexpr std::string_view kBlank = " \n\"";
constexpr std::string_view kBlankOrStop = " \n\",;:.";
// Articles, "mandate of", "current": more stand before no title.
constexpr int kTrimsMax = 4;

constexpr std::array<std::string_view, 9> kTerms = {
    "terms.years",
    "terms.months",
    "terms.one_year",
    "terms.two_years",
    "terms.until_session",
    "terms.until_date",
    "terms.from_end_of_session",
    "terms.until_event",
    "terms.open_ended",
};

size_t Skip(std::string_view text, std::string_view signs, size_t from = 0) {
  return std::min(text.find_first_not_of(signs, from), text.size());
}

size_t EndWithout(std::string_view text, std::string_view signs) {
  const size_t last = text.find_last_not_of(signs);
  return last == text.npos ? 0 : last + 1;
}

// What a title was joined to may be cut off: "... and" is no end.
size_t EndWithoutAnd(const Language& language, std::string_view text) {
  const size_t end = EndWithout(text, kBlankOrStop);
  const size_t space = text.substr(0, end).rfind(' ');
  if (space == text.npos) return end;
  const std::string_view last = text.substr(space + 1, end - space - 1);
  const auto join = language.Find("back.list_and", last);
  const bool joins = join && join->span == Span{0, last.size()};
  return joins ? EndWithout(text.substr(0, space), kBlankOrStop) : end;
}

// "... and of the international fact-finding mission": where a body is joined
// that is no holder; the size of `text`: nowhere.
size_t OtherBodyBegin(const Language& language, std::string_view text) {
  const auto other = language.Find("holders.never", text);
  if (!other) return text.size();
  const std::vector<Match> joins =
      language.FindAll("back.list_and", text.substr(0, other->span.begin));
  return joins.empty() ? text.size() : joins.back().span.begin;
}

// Where `text` first holds what ends a title; its size: nowhere.
size_t FirstEnd(const Language& language, std::string_view text) {
  size_t end = OtherBodyBegin(language, text);
  const auto lower = [&](std::string_view key) {
    const auto match = language.Find(key, text);
    if (match) end = std::min(end, match->span.begin);
  };
  lower("title_ends");
  for (std::string_view key : kTerms) lower(key);
  return end;
}

}  // namespace

size_t TitleBegin(const Language& language, std::string_view stretch) {
  size_t begin = Skip(stretch, kBlank);
  for (int i = 0; i < kTrimsMax; ++i) {
    const auto trim = language.Find("title_trims", stretch.substr(begin));
    if (!trim || trim->span.begin != 0) break;
    begin = Skip(stretch, kBlank, begin + trim->span.end);
  }
  return begin;
}

Span CutTitle(const Language& language, std::string_view stretch) {
  size_t begin = TitleBegin(language, stretch);
  // "Its" alone is cut off before a title and is all there is here.
  if (begin == stretch.size()) begin = Skip(stretch, kBlank);
  const std::string_view title = stretch.substr(begin);
  const auto holder = language.FindHolder(title);
  if (language.noun_last() && holder) {
    return {begin, begin + holder->span.end};
  }
  // A title is never shorter than its noun: "special rapporteur, ...".
  const size_t noun = holder && holder->span.begin == 0 ? holder->span.end : 0;
  const size_t end = noun + FirstEnd(language, title.substr(noun));
  return {begin, begin + EndWithoutAnd(language, title.substr(0, end))};
}

namespace {

// "的任务和...": what ends the first title, then what joins the next.
std::optional<size_t> JoinedBehindNoun(const Language& language,
                                       std::string_view rest) {
  constexpr std::string_view kListed = "、";
  const auto end = language.Find("title_ends", rest);
  size_t at = end && end->span.begin == 0 ? end->span.end : 0;
  at = Skip(rest, " ,", at);
  const std::string_view joined = rest.substr(at);
  if (joined.substr(0, kListed.size()) == kListed) return at + kListed.size();
  const auto join = language.Find("back.list_and", joined);
  if (!join || join->span.begin > 0) return std::nullopt;
  return at + join->span.end;
}

}  // namespace

std::optional<size_t> JoinedTitle(const Language& language,
                                  std::string_view rest) {
  const auto holder = language.FindHolder(rest);
  if (!holder) return std::nullopt;
  if (language.noun_last()) return JoinedBehindNoun(language, rest);
  const std::string_view gap = rest.substr(0, holder->span.begin);
  size_t at = Skip(gap, " ,");
  const auto join = language.Find("back.list_and", gap.substr(at));
  if (join && join->span.begin == 0) at = Skip(gap, " ", at + join->span.end);
  if (at == 0) return std::nullopt;
  at += TitleBegin(language, gap.substr(at));
  return at == gap.size() ? std::optional<size_t>(at) : std::nullopt;
}

bool TitleCanEndBefore(const Language& language, std::string_view rest) {
  const size_t first = Skip(rest, " \n\",");
  if (Skip(rest, kBlankOrStop) == rest.size()) return true;
  return FirstEnd(language, rest) <= first ||
         JoinedTitle(language, rest).has_value();
}

bool HasHolderAtItsEdge(const Language& language, std::string_view title) {
  const auto holder = language.FindHolder(title);
  if (!holder) return false;
  return language.noun_last() ? holder->span.end == title.size()
                              : holder->span.begin == 0;
}

bool IsShortTitle(const Language& language, std::string_view title) {
  const auto holder = language.FindHolder(title);
  const Span whole = {0, title.size()};
  if (holder && holder->span == whole) return true;
  const auto match = language.Find("title_short", title);
  return match && match->span == whole;
}

}  // namespace mandated::domain
