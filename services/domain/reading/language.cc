#include "services/domain/reading/language.h"

#include <algorithm>
#include <cstdlib>

#include "services/domain/limits.h"
#include "services/domain/reading/language_file.h"
#include "services/domain/reading/pattern.h"
#include "services/domain/reading/state_names.h"

namespace mandated::domain {
namespace {

using mandates::v1::HolderType;

// What a language is told by stands in the first pages.
constexpr size_t kDetectionBytesMax = 64 << 10;

// Keys of holder nouns. A representative is no type of the API.
constexpr std::pair<const char*, HolderType> kHolders[] = {
    {"holders.SPECIAL_RAPPORTEUR", HolderType::HOLDER_TYPE_SPECIAL_RAPPORTEUR},
    {"holders.INDEPENDENT_EXPERT", HolderType::HOLDER_TYPE_INDEPENDENT_EXPERT},
    {"holders.WORKING_GROUP", HolderType::HOLDER_TYPE_WORKING_GROUP},
    {"holders.SPECIAL_REPRESENTATIVE", HolderType::HOLDER_TYPE_UNSPECIFIED}};

// Walks the matches of one pattern, each of which is looked for once.
class Walk {
 public:
  Walk(const Pattern* pattern, std::string_view text)
      : pattern_(pattern), text_(text) {}

  // Returns the first match at `from` or later; `from` never falls.
  const std::optional<Match>& At(size_t from) {
    if (!begun_ || (match_ && match_->span.begin < from)) {
      match_ = pattern_->Find(text_, from);
    }
    begun_ = true;
    return match_;
  }

 private:
  const Pattern* pattern_;
  std::string_view text_;
  bool begun_ = false;
  std::optional<Match> match_;
};

// The noun that begins first, of those the longest.
HolderNoun Earlier(const std::optional<HolderNoun>& first, HolderNoun other) {
  if (!first || other.span.begin < first->span.begin) return other;
  const bool longer =
      other.span.begin == first->span.begin && other.span.end > first->span.end;
  return longer ? other : *first;
}

// `matches` are in order and do not overlap.
bool Covers(const std::vector<Match>& matches, Span span) {
  const auto begins_behind = std::lower_bound(
      matches.begin(), matches.end(), span.end,
      [](const Match& match, size_t end) { return match.span.begin < end; });
  return begins_behind != matches.begin() &&
         Overlap(std::prev(begins_behind)->span, span);
}

}  // namespace

struct Language::Compiled {
  LanguageFile file;
  std::map<std::string, std::vector<Pattern>, std::less<>> lists;
  std::vector<Act> acts;
  std::vector<std::pair<const Pattern*, HolderType>> holders;
  std::unique_ptr<const StateNames> states;

  const std::vector<Pattern>& List(std::string_view key) const;
  absl::Status Compile();
};

absl::Status Language::Compiled::Compile() {
  const PatternCompiler compiler(&file);
  const auto compile = [&](const std::string& key,
                           const std::string& text) -> absl::Status {
    absl::StatusOr<Pattern> pattern = compiler.Compile(key, text);
    if (!pattern.ok()) return pattern.status();
    lists[key].push_back(*std::move(pattern));
    return absl::OkStatus();
  };
  for (const auto& [key, patterns] : file.lists) {
    for (const std::string& pattern : patterns) {
      const absl::Status status = compile(key, pattern);
      if (!status.ok()) return status;
    }
  }
  for (const LanguageFile::Act& act : file.acts) {
    acts.push_back({act.act, "acts[" + std::to_string(acts.size()) + "]"});
    const absl::Status status = compile(acts.back().key, act.pattern);
    if (!status.ok()) return status;
  }
  for (const auto& [key, type] : kHolders) {
    for (const Pattern& noun : List(key)) holders.emplace_back(&noun, type);
  }
  states = std::make_unique<const StateNames>(file.states);
  return absl::OkStatus();
}

const std::vector<Pattern>& Language::Compiled::List(
    std::string_view key) const {
  static const std::vector<Pattern> none;
  const auto list = lists.find(key);
  if (list != lists.end()) return list->second;
  if (!IsListKey(key)) std::abort();  // only a bug asks for another
  return none;
}

const Capture* Match::Find(const std::string& name) const {
  const auto capture = captures.find(name);
  return capture == captures.end() ? nullptr : &capture->second;
}

std::optional<absl::CivilDay> DayOf(int day, int month, int year) {
  if (month < 1 || month > 12 || year < limits::kYearMin) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  if (civil.day() != day || civil.month() != month) return std::nullopt;
  return civil;
}

std::optional<absl::CivilDay> DayOf(const Match& match) {
  if (const Capture* date = match.Find("date")) return date->day;
  const Capture* day = match.Find("day");
  const Capture* month = match.Find("month");
  const Capture* year = match.Find("year");
  if (day == nullptr || month == nullptr || year == nullptr) {
    return std::nullopt;
  }
  return DayOf(day->number, month->number, year->number);
}

Language::Language(std::unique_ptr<Compiled> compiled)
    : compiled_(std::move(compiled)) {}
Language::~Language() = default;

absl::StatusOr<std::unique_ptr<const Language>> Language::Load(
    const std::string& file, std::string_view toml) {
  absl::StatusOr<LanguageFile> read = ReadLanguageFile(file, toml);
  if (!read.ok()) return read.status();
  auto compiled = std::make_unique<Compiled>();
  compiled->file = *std::move(read);
  const absl::Status status = compiled->Compile();
  if (!status.ok()) return status;
  return std::unique_ptr<const Language>(new Language(std::move(compiled)));
}

const std::string& Language::code() const { return compiled_->file.code; }

const std::vector<Language::Act>& Language::acts() const {
  return compiled_->acts;
}

bool Language::noun_last() const { return compiled_->file.noun_last; }

std::optional<Match> Language::Find(std::string_view key, std::string_view text,
                                    size_t from) const {
  const std::vector<Pattern>& patterns = compiled_->List(key);
  std::optional<Match> first;
  for (size_t i = 0; i < patterns.size(); ++i) {
    std::optional<Match> match = patterns[i].Find(text, from);
    if (!match) continue;
    if (first && first->span.begin <= match->span.begin) continue;
    first = std::move(match);
    first->pattern = i;
  }
  return first;
}

std::vector<Match> Language::FindAll(std::string_view key,
                                     std::string_view text) const {
  const std::vector<Pattern>& patterns = compiled_->List(key);
  std::vector<Walk> walks;
  for (const Pattern& pattern : patterns) walks.emplace_back(&pattern, text);
  std::vector<Match> matches;
  for (size_t from = 0; matches.size() < limits::kMatchesMax;) {
    std::optional<Match> first;
    for (size_t i = 0; i < walks.size(); ++i) {
      const std::optional<Match>& match = walks[i].At(from);
      if (!match) continue;
      if (first && first->span.begin <= match->span.begin) continue;
      first = match;
      first->pattern = i;
    }
    if (!first) break;
    from = std::max(first->span.end, first->span.begin + 1);
    matches.push_back(*std::move(first));
  }
  return matches;
}

std::optional<HolderNoun> Language::FindHolder(std::string_view text) const {
  const std::vector<HolderNoun> nouns = FindHolders(text, 1);
  if (nouns.empty()) return std::nullopt;
  return nouns.front();
}

std::vector<HolderNoun> Language::FindHolders(std::string_view text,
                                              size_t count_max) const {
  const auto& lists = compiled_->holders;
  std::vector<Walk> walks;
  for (const auto& [pattern, type] : lists) walks.emplace_back(pattern, text);
  std::vector<HolderNoun> nouns;
  std::optional<std::vector<Match>> never;
  for (size_t from = 0; nouns.size() < count_max;) {
    std::optional<HolderNoun> first;
    for (size_t i = 0; i < walks.size(); ++i) {
      const std::optional<Match>& match = walks[i].At(from);
      if (match) first = Earlier(first, {match->span, lists[i].second});
    }
    if (!first) break;
    if (!never) never = FindAll("holders.never", text);
    if (!Covers(*never, first->span)) nouns.push_back(*first);
    from = std::max(first->span.end, first->span.begin + 1);
  }
  return nouns;
}

HolderType Language::HolderWithin(std::string_view words) const {
  for (const auto& [key, type] : kHolders) {
    if (Find(key, words)) return type;
  }
  return HolderType::HOLDER_TYPE_UNSPECIFIED;
}

std::optional<StateName> Language::FindState(std::string_view text,
                                             size_t from) const {
  return compiled_->states->Find(text, from);
}

std::optional<std::string> Language::StateOf(std::string_view name) const {
  return compiled_->states->CodeOf(name);
}

double Language::Likeness(std::string_view text) const {
  const std::vector<Pattern>& common = compiled_->List("common");
  text = text.substr(0, kDetectionBytesMax);
  const auto found =
      std::count_if(common.begin(), common.end(), [&](const Pattern& pattern) {
        return pattern.Find(text, 0).has_value();
      });
  return static_cast<double>(found) / static_cast<double>(common.size());
}

}  // namespace mandated::domain
