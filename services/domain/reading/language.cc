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

bool Overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

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

}  // namespace

struct Language::Compiled {
  LanguageFile file;
  std::map<std::string, std::vector<Pattern>, std::less<>> lists;
  std::vector<Act> acts;
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

std::optional<std::pair<Span, HolderType>> Language::FindHolder(
    std::string_view text, size_t from) const {
  const std::vector<Match> never = FindAll("holders.never", text);
  for (size_t tries = 0; tries < limits::kMatchesMax; ++tries) {
    std::optional<std::pair<Span, HolderType>> first;
    for (const auto& [key, type] : kHolders) {
      const std::optional<Match> match = Find(key, text, from);
      if (!match) continue;
      const bool earlier = !first || match->span.begin < first->first.begin ||
                           (match->span.begin == first->first.begin &&
                            match->span.end > first->first.end);
      if (earlier) first.emplace(match->span, type);
    }
    if (!first) return std::nullopt;
    const auto covers = [&](const Match& match) {
      return Overlap(match.span, first->first);
    };
    if (std::none_of(never.begin(), never.end(), covers)) return first;
    from = std::max(first->first.end, first->first.begin + 1);
  }
  return std::nullopt;
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
