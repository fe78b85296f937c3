#ifndef MANDATED_SERVICES_DOMAIN_READING_NORMAL_TEXT_H_
#define MANDATED_SERVICES_DOMAIN_READING_NORMAL_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mandated::domain {

// Bytes [begin, end) of a text.
struct Span {
  size_t begin = 0;
  size_t end = 0;

  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

inline bool Overlap(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}

// A text in the form that patterns are written in (services/domain/language/
// README.md, "Before a pattern sees the text"), and the way back to the bytes
// it came from. Lines stay apart by '\n'; Document joins those that a PDF
// broke. Immutable, thread-safe; costs about ten bytes for each of the text.
class NormalText {
 public:
  // A footnote or its mark, taken out of the text; spans of the original.
  struct Note {
    std::string mark;
    Span text;
  };

  // INVALID_ARGUMENT for `field`: TEXT_EMPTY (nothing but white space),
  // TEXT_NOT_UTF8 (with the byte's position), TEXT_TOO_LONG.
  static absl::StatusOr<NormalText> Make(std::string_view field,
                                         std::string text);

  std::string_view normal() const { return normal_; }
  std::string_view original() const { return original_; }
  const std::vector<Note>& notes() const { return notes_; }
  // Lines of the original that hold a symbol alone, as page headers do; they
  // are taken out of the text.
  const std::vector<Span>& headers() const { return headers_; }

  // Returns `words`, a name or a word of a pattern, in normal form.
  static std::string Of(std::string_view words);

  // Returns the bytes of the original that `normal` came from. White space and
  // debris at its ends are left out.
  Span ToOriginal(Span normal) const;

  // Returns the words of the original that `normal` came from, fit to show:
  // white space is one space, soft hyphens, marks and debris are gone, letters
  // and accents are as they were.
  std::string Words(Span normal) const;

 private:
  NormalText() = default;

  std::string original_;
  std::string normal_;
  std::vector<Note> notes_;
  std::vector<Span> headers_;
  std::vector<Span> cuts_;  // of the original: what `normal_` leaves out
  // For each byte of `normal_`, and its end, where it begins in `original_`.
  std::vector<uint32_t> origin_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_NORMAL_TEXT_H_
