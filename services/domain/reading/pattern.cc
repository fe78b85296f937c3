#include "services/domain/reading/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/domain/limits.h"
#include "services/domain/reading/characters.h"
#include "services/domain/reading/normal_text.h"
#include "services/domain/reading/word_values.h"

namespace mandated::domain {
namespace {

constexpr int64_t kExpressionBytesMax = 64 << 20;  // of a compiled pattern
constexpr int kDigitsMax = 6;
constexpr size_t kRefusedTextsMax = 8;  // lengths of a text, see Find
constexpr std::string_view kSymbol =
    R"((?:[aes]/(?:[a-z]+(?:\.\d+)?/)*(?:[a-z]+-?)?\d+(?:[./][a-z0-9]+)*)"
    R"(|s-\d{1,2}/\d{1,4}|\d{1,4}/\d{1,4}(?:/add\.\d+)?))";

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

// Makes the one group of "(\d+)(?:st|nd)" a group that does not count.
std::string WithoutGroup(std::string pattern) {
  for (size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '(' && pattern[i + 1] != '?') {
      pattern.insert(i + 1, "?:");
    }
  }
  return pattern;
}

// Counts the bytes of what begins at `at` and holds neither group nor
// placeholder: an escape or a class of characters; 0: neither begins there.
size_t LiteralSize(std::string_view pattern, size_t at) {
  if (pattern[at] == '\\') return std::min<size_t>(2, pattern.size() - at);
  if (pattern[at] != '[') return 0;
  size_t end = at + 1;
  if (pattern.substr(end, 1) == "^") ++end;
  if (pattern.substr(end, 1) == "]") ++end;
  while (end < pattern.size() && pattern[end] != ']') {
    end += pattern[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, pattern.size()) - at;
}

// A pattern's expansion in progress: writes the expression and notes the
// groups, which RE2 numbers by their order.
class Expansion {
 public:
  Expansion(const LanguageFile& file, std::string_view cardinals,
            std::string_view ordinals, std::string_view months)
      : file_(file),
        cardinals_(cardinals),
        ordinals_(ordinals),
        months_(months) {}

  // Writes `pattern`; `parent` is the group it stands in. Returns an error, or
  // nothing.
  std::string Write(std::string_view pattern, int parent);

  const std::string& expression() const { return expression_; }
  const std::vector<CaptureGroup>& groups() const { return groups_; }

 private:
  std::string WritePlaceholder(std::string_view inner, int parent);
  std::string WriteFragment(std::string_view fragment, int parent);
  std::string WriteKind(std::string_view kind, const std::string& name,
                        int parent);
  std::string WriteList(const std::string& key, int parent);
  int Open(const std::string& name, CaptureKind kind, int parent);
  void WriteGroup(const std::string& name, CaptureKind kind, int parent,
                  std::string_view inner);

  const LanguageFile& file_;
  const std::string_view cardinals_, ordinals_, months_;
  std::string expression_;
  std::vector<CaptureGroup> groups_;
  std::set<std::string> names_;  // of this pattern
  int opened_ = 0;               // groups so far
  bool in_fragment_ = false;
  bool ends_ = false;  // the placeholder that is written ends the pattern
};

int Expansion::Open(const std::string& name, CaptureKind kind, int parent) {
  groups_.push_back({++opened_, parent, name, kind});
  expression_ += '(';
  return opened_;
}

void Expansion::WriteGroup(const std::string& name, CaptureKind kind,
                           int parent, std::string_view inner) {
  Open(name, kind, parent);
  expression_ += inner;
  expression_ += ')';
}

std::string Expansion::WriteList(const std::string& key, int parent) {
  const auto list = file_.lists.find(key);
  if (list == file_.lists.end()) return "needs " + key;
  const char* separator = "(?:";
  for (const std::string& pattern : list->second) {
    expression_ += separator;
    separator = "|";
    const std::string error = Write(pattern, parent);
    if (!error.empty()) return key + ": " + error;
  }
  expression_ += ')';
  return "";
}

std::string Expansion::WriteKind(std::string_view kind, const std::string& name,
                                 int parent) {
  const std::string digits = "\\d{1," + std::to_string(kDigitsMax) + "}";
  if (kind == "number") {
    WriteGroup(name, CaptureKind::kCardinal, parent,
               digits + "|" + std::string(cardinals_));
  } else if (kind == "ordinal") {
    WriteGroup(name, CaptureKind::kOrdinal, parent, ordinals_);
  } else if (kind == "month") {
    WriteGroup(name, CaptureKind::kMonth, parent, months_);
  } else if (kind == "day") {
    WriteGroup(name, CaptureKind::kDigits, parent, "\\d{1,2}");
  } else if (kind == "year") {
    WriteGroup(name, CaptureKind::kDigits, parent, "\\d{4}");
  } else if (kind == "symbol") {
    WriteGroup(name, CaptureKind::kWords, parent, kSymbol);
  } else if (kind == "title") {
    WriteGroup(name, CaptureKind::kWords, parent, ends_ ? "[^;]+" : "[^;]+?");
  } else if (kind == "words") {
    WriteGroup(name, CaptureKind::kWords, parent, ends_ ? "[^;.]+" : "[^;.]+?");
  } else if (parent == 0 && (kind == "date" || kind == "session")) {
    const bool date = kind == "date";
    const int group =
        Open(name, date ? CaptureKind::kDate : CaptureKind::kSession, parent);
    const std::string error =
        WriteList(date ? "dates.date" : "sessions.reference", group);
    expression_ += ')';
    return error;
  } else {
    return "<" + std::string(kind) + "> is no placeholder here";
  }
  return "";
}

std::string Expansion::WriteFragment(std::string_view fragment, int parent) {
  in_fragment_ = true;
  expression_ += "(?:";
  const std::string error = Write(fragment, parent);
  expression_ += ')';
  in_fragment_ = false;
  return error;
}

std::string Expansion::WritePlaceholder(std::string_view inner, int parent) {
  const size_t colon = inner.find(':');
  if (colon == std::string_view::npos) {
    const auto fragment = file_.fragments.find(std::string(inner));
    if (fragment != file_.fragments.end()) {
      if (in_fragment_) return "<" + fragment->first + "> is in a fragment";
      return WriteFragment(fragment->second, parent);
    }
  }
  const std::string name(inner.substr(0, colon));
  const std::string_view kind =
      colon == std::string_view::npos ? inner : inner.substr(colon + 1);
  if (parent == 0 && !names_.insert(name).second) {
    return "<" + name + "> stands twice";
  }
  return WriteKind(kind, name, parent);
}

std::string Expansion::Write(std::string_view pattern, int parent) {
  static const RE2 placeholder("<([a-z_][a-z0-9_]*(?::[a-z]+)?)>");
  static const RE2 named_group("\\(\\?P<([a-z_][a-z0-9_]*)>");
  for (size_t i = 0; i < pattern.size();) {
    re2::StringPiece rest = Piece(pattern.substr(i));
    std::string inner;
    if (const size_t literal = LiteralSize(pattern, i); literal > 0) {
      expression_ += pattern.substr(i, literal);
      i += literal;
      continue;
    }
    if (RE2::Consume(&rest, named_group, &inner)) {
      if (!names_.insert(inner).second) return "<" + inner + "> stands twice";
      Open(inner, CaptureKind::kWords, parent);
    } else if (RE2::Consume(&rest, placeholder, &inner)) {
      ends_ = rest.empty() && parent == 0 && !in_fragment_;
      const std::string error = WritePlaceholder(inner, parent);
      if (!error.empty()) return error;
    } else {
      if (pattern[i] == '(' && pattern.substr(i, 2) != "(?") ++opened_;
      expression_ += pattern[i++];
      continue;
    }
    i = pattern.size() - rest.size();
  }
  return "";
}

std::vector<std::string_view> ViewsOf(
    const std::vector<re2::StringPiece>& pieces) {
  std::vector<std::string_view> views;
  for (const re2::StringPiece& piece : pieces) {
    views.emplace_back(piece.data(), piece.size());
  }
  return views;
}

// Letters that no text in normal form has would never match.
bool IsInNormalForm(std::string_view pattern) {
  std::string letters;
  for (size_t at = 0; at < pattern.size();) {
    const char32_t c = NextCharacter(pattern, &at);
    if (c >= 0x80) AppendCharacter(c, &letters);
  }
  return NormalText::Of(letters) == letters;
}

}  // namespace

bool IsWholeWords(std::string_view text, Span span) {
  if (span.empty()) return true;
  size_t begin = span.begin;
  const char32_t first = NextCharacter(text, &begin);
  if (span.begin > 0 && IsWordCharacter(first) && !IsArabicLetter(first) &&
      IsWordCharacter(CharacterBefore(text, span.begin))) {
    return false;
  }
  if (span.end >= text.size()) return true;
  const char32_t last = CharacterBefore(text, span.end);
  size_t end = span.end;
  const char32_t next = NextCharacter(text, &end);
  if (IsArabicLetter(last) && IsDigit(next)) return true;
  return !IsWordCharacter(last) || !IsWordCharacter(next);
}

Pattern::Pattern(std::unique_ptr<const re2::RE2> expression,
                 std::vector<CaptureGroup> groups, const LanguageFile* words)
    : expression_(std::move(expression)),
      groups_(std::move(groups)),
      words_(words) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

std::optional<Match> Pattern::Find(std::string_view text, size_t from) const {
  // A match that is no whole words costs its length. Texts that repeat long
  // ones, as if no word were parted, are given up.
  const size_t refused_max = kRefusedTextsMax * text.size();
  size_t refused = 0;
  re2::StringPiece whole;
  while (from <= text.size() && refused <= refused_max) {
    if (!expression_->Match(Piece(text), from, text.size(), RE2::UNANCHORED,
                            &whole, 1)) {
      return std::nullopt;
    }
    const auto begin = static_cast<size_t>(whole.data() - text.data());
    if (IsWholeWords(text, {begin, begin + whole.size()})) {
      return MatchAt(text, begin);
    }
    refused += whole.size();
    from = begin;
    NextCharacter(text, &from);
  }
  return std::nullopt;
}

// Finds again what matches at `begin`, with its groups.
std::optional<Match> Pattern::MatchAt(std::string_view text,
                                      size_t begin) const {
  const auto count =
      size_t{1} + static_cast<size_t>(expression_->NumberOfCapturingGroups());
  std::vector<re2::StringPiece> pieces(count);
  if (!expression_->Match(Piece(text), begin, text.size(), RE2::UNANCHORED,
                          pieces.data(), static_cast<int>(count))) {
    return std::nullopt;
  }
  return MatchOf(text, ViewsOf(pieces));
}

Match Pattern::MatchOf(std::string_view text,
                       const std::vector<std::string_view>& groups) const {
  const auto begin = static_cast<size_t>(groups[0].data() - text.data());
  Match match;
  match.span = {begin, begin + groups[0].size()};
  for (const CaptureGroup& group : groups_) {
    if (group.parent != 0) continue;
    const std::string_view words = groups[static_cast<size_t>(group.index)];
    if (words.data() == nullptr) continue;
    match.captures.emplace(group.name, CaptureOf(text, group, groups));
  }
  return match;
}

Capture Pattern::CaptureOf(std::string_view text, const CaptureGroup& group,
                           const std::vector<std::string_view>& groups) const {
  const std::string_view words = groups[static_cast<size_t>(group.index)];
  const auto begin = static_cast<size_t>(words.data() - text.data());
  Capture capture;
  capture.span = {begin, begin + words.size()};
  std::map<std::string, int> inner;
  for (const CaptureGroup& child : groups_) {
    if (child.parent != group.index) continue;
    if (groups[static_cast<size_t>(child.index)].data() == nullptr) continue;
    inner[child.name] = CaptureOf(text, child, groups).number;
  }
  switch (group.kind) {
    case CaptureKind::kWords:
      break;
    case CaptureKind::kDigits:
      capture.number = ValueOf(words);
      break;
    case CaptureKind::kCardinal:
      capture.number = ValueIn(words_->cardinals, words);
      break;
    case CaptureKind::kOrdinal:
      capture.number = ValueIn(words_->ordinals, words);
      break;
    case CaptureKind::kMonth:
      capture.number = ValueIn(words_->months, words);
      break;
    case CaptureKind::kDate:
      capture.day = DayOf(inner["day"], inner["month"], inner["year"]);
      break;
    case CaptureKind::kSession:
      capture.number = inner["ordinal"];
      break;
  }
  return capture;
}

PatternCompiler::PatternCompiler(const LanguageFile* file)
    : file_(file),
      cardinals_(Alternatives(file->cardinals)),
      ordinals_(Alternatives(file->ordinals)),
      months_(WithLooseLetters(Alternatives(file->months))) {
  const auto digits = file->lists.find("numbers.ordinal_digits");
  if (digits == file->lists.end()) return;
  for (const std::string& pattern : digits->second) {
    ordinals_ += "|" + WithoutGroup(pattern);
  }
}

absl::StatusOr<Pattern> PatternCompiler::Compile(
    const std::string& key, const std::string& pattern) const {
  const auto error = [&](const std::string& what) {
    return LanguageFileError(file_->file, key, what + " in " + pattern);
  };
  Expansion expansion(*file_, cardinals_, ordinals_, months_);
  const std::string problem = expansion.Write(pattern, 0);
  if (!problem.empty()) return error(problem);
  if (!IsInNormalForm(pattern)) return error("no normal form");
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kExpressionBytesMax);
  auto expression =
      std::make_unique<const RE2>(expansion.expression(), options);
  if (!expression->ok()) return error(expression->error());
  return Pattern(std::move(expression), expansion.groups(), file_);
}

}  // namespace mandated::domain
