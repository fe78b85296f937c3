#include "services/domain/filter_lexer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/domain/errors.h"

namespace mandated::domain {
namespace {

using Kind = FilterToken::Kind;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsQuote(char c) { return c == '"' || c == '\''; }

// Bytes of a word without quotes. An apostrophe may stand within one, so that
// women's needs no quotes.
bool IsWordByte(char c) {
  constexpr std::string_view kSpecial = "\"():<>=!\\ ";
  return !absl::ascii_iscntrl(c) && kSpecial.find(c) == std::string_view::npos;
}

bool IsWordStart(char c) { return IsWordByte(c) && c != '\''; }

Kind KindOfWord(std::string_view word) {
  if (word == "AND") return Kind::kAnd;
  if (word == "OR") return Kind::kOr;
  if (word == "NOT") return Kind::kNot;
  return Kind::kText;
}

// Reads tokens from left to right.
class Lexer {
 public:
  explicit Lexer(std::string_view filter) : filter_(filter) {}

  absl::StatusOr<std::vector<FilterToken>> Run() {
    while (true) {
      const size_t before = position_;
      while (!AtEnd() && IsSpace(filter_[position_])) ++position_;
      const bool spaced = position_ > before;
      FilterToken token{.kind = Kind::kEnd, .position = position_, .text = ""};
      absl::Status read = Read(token);
      if (!read.ok()) return read;
      if (!spaced && Touches(token.kind)) {
        return Invalid(token.position, "white space before the next term");
      }
      tokens_.push_back(token);
      if (token.kind == Kind::kEnd) return std::move(tokens_);
    }
  }

 private:
  bool AtEnd() const { return position_ == filter_.size(); }

  absl::Status Invalid(size_t position, std::string_view expected) const {
    return FilterInvalid(filter_, position, expected);
  }

  bool AfterComparator() const {
    return !tokens_.empty() && tokens_.back().kind == Kind::kComparator;
  }

  // Returns true when a token of `kind` may not follow the last one at once.
  bool Touches(Kind kind) const {
    if (tokens_.empty() || kind == Kind::kEnd || kind == Kind::kClose ||
        kind == Kind::kComparator) {
      return false;
    }
    const Kind last = tokens_.back().kind;
    return last != Kind::kOpen && last != Kind::kComparator &&
           last != Kind::kMinus;
  }

  absl::Status Read(FilterToken& token) {
    if (AtEnd()) return absl::OkStatus();
    const char c = filter_[position_];
    if (c == '(' || c == ')') {
      token.kind = c == '(' ? Kind::kOpen : Kind::kClose;
      ++position_;
      return absl::OkStatus();
    }
    if (c == '-' && !AfterComparator()) return ReadMinus(token);
    if (IsQuote(c)) return ReadQuoted(token);
    if (IsWordStart(c)) {
      ReadWord(token);
      return absl::OkStatus();
    }
    return ReadComparator(token);
  }

  absl::Status ReadMinus(FilterToken& token) {
    token.kind = Kind::kMinus;
    ++position_;
    if (!AtEnd() && !IsSpace(filter_[position_])) return absl::OkStatus();
    return Invalid(position_, "a term right after \"-\"");
  }

  void ReadWord(FilterToken& token) {
    while (!AtEnd() && IsWordByte(filter_[position_])) {
      token.text.push_back(filter_[position_++]);
    }
    token.kind = KindOfWord(token.text);
  }

  absl::Status ReadQuoted(FilterToken& token) {
    token.kind = Kind::kQuoted;
    const char quote = filter_[position_++];
    while (!AtEnd() && filter_[position_] != quote) {
      if (filter_[position_] == '\\' && !IsEscape(++position_)) {
        return Invalid(position_, "a quote or a backslash after a backslash");
      }
      token.text.push_back(filter_[position_++]);
    }
    if (AtEnd()) {
      return Invalid(position_, std::string("the closing quote ") + quote);
    }
    ++position_;
    return absl::OkStatus();
  }

  // Returns true where a byte stands that a backslash may precede.
  bool IsEscape(size_t position) const {
    return position < filter_.size() &&
           (IsQuote(filter_[position]) || filter_[position] == '\\');
  }

  absl::Status ReadComparator(FilterToken& token) {
    token.kind = Kind::kComparator;
    // Longer ones first, as "<" begins "<=".
    for (const std::string_view one : {"!=", "<=", ">=", "<", ">", "=", ":"}) {
      if (filter_.substr(position_, one.size()) != one) continue;
      token.text = one;
      position_ += one.size();
      return absl::OkStatus();
    }
    return Invalid(position_,
                   "a word, or text in quotes if it has such a character");
  }

  const std::string_view filter_;
  size_t position_ = 0;
  std::vector<FilterToken> tokens_;
};

std::string Quote(std::string_view value) {
  const auto doubles = std::count(value.begin(), value.end(), '"');
  const auto singles = std::count(value.begin(), value.end(), '\'');
  const char quote = doubles > singles ? '\'' : '"';
  std::string quoted(1, quote);
  for (const char c : value) {
    if (c == quote || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back(quote);
  return quoted;
}

}  // namespace

absl::StatusOr<std::vector<FilterToken>> LexFilter(std::string_view filter) {
  return Lexer(filter).Run();
}

std::string SpellFilterValue(std::string_view value) {
  const bool bare = !value.empty() && IsWordStart(value.front()) &&
                    std::all_of(value.begin(), value.end(), IsWordByte) &&
                    KindOfWord(value) == Kind::kText;
  return bare ? std::string(value) : Quote(value);
}

std::string SpellFilterTerm(std::string_view value) {
  const bool negates = !value.empty() && value.front() == '-';
  return negates ? Quote(value) : SpellFilterValue(value);
}

}  // namespace mandated::domain
