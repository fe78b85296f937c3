#ifndef MANDATED_SERVICES_DOMAIN_READING_PATTERN_H_
#define MANDATED_SERVICES_DOMAIN_READING_PATTERN_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/language_file.h"

namespace re2 {
class RE2;
}

namespace mandated::domain {

// What a group of a compiled pattern holds.
enum class CaptureKind {
  kWords,
  kDigits,
  kCardinal,
  kOrdinal,
  kMonth,
  kDate,
  kSession
};

// One group of a compiled pattern.
struct CaptureGroup {
  int index = 0;     // RE2's
  int parent = 0;    // index of the date or session around it; 0: none
  std::string name;  // of the capture; within a parent that of its kind
  CaptureKind kind = CaptureKind::kWords;
};

// A pattern with its placeholders put in. Immutable, thread-safe.
class Pattern {
 public:
  Pattern(std::unique_ptr<const re2::RE2> expression,
          std::vector<CaptureGroup> groups, const LanguageFile* words);
  Pattern(Pattern&&) noexcept;
  ~Pattern();

  // Finds the first match of whole words that begins at byte `from` or later.
  std::optional<Match> Find(std::string_view text, size_t from) const;

 private:
  std::optional<Match> MatchAt(std::string_view text, size_t begin) const;
  Match MatchOf(std::string_view text,
                const std::vector<std::string_view>& groups) const;
  Capture CaptureOf(std::string_view text, const CaptureGroup& group,
                    const std::vector<std::string_view>& groups) const;

  std::unique_ptr<const re2::RE2> expression_;
  std::vector<CaptureGroup> groups_;
  const LanguageFile* words_;
};

// Compiles the patterns of one file, which must outlive compiler and patterns.
class PatternCompiler {
 public:
  explicit PatternCompiler(const LanguageFile* file);

  // INVALID_ARGUMENT, naming file and `key`: an unknown placeholder, a name
  // that stands twice, characters that are not in normal form, or what RE2
  // does not take.
  absl::StatusOr<Pattern> Compile(const std::string& key,
                                  const std::string& pattern) const;

 private:
  const LanguageFile* const file_;
  std::string cardinals_;  // alternatives, longest first
  std::string ordinals_;
  std::string months_;
};

// Tells whether [begin, end) of `text` neither begins nor ends within a word.
// Scripts that part no words have no such places; what stands before an
// Arabic word may be joined to it ("and", "in", "the"), to a number as well.
bool IsWholeWords(std::string_view text, Span span);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_PATTERN_H_
