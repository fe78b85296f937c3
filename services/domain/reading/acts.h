#ifndef MANDATED_SERVICES_DOMAIN_READING_ACTS_H_
#define MANDATED_SERVICES_DOMAIN_READING_ACTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/language.h"

namespace mandated::domain {

// One act that an operative paragraph takes. Spans are of `text`.
struct FoundAct {
  mandates::v1::Act act;
  const DocumentParagraph* paragraph;
  // The paragraph's words. A lettered part that goes on the sentence of its
  // paragraph ("Decides: (a) To extend ...") has that verb before it, of
  // `lead` bytes, which are not of the paragraph.
  std::string text;
  size_t lead = 0;
  Span span;    // the verb and its object, without a title that is left open
  Span clause;  // where its term stands
  // The stretch that begins with the title and may run on beyond it; absent
  // where the pattern has none: the mandate is that of the act before.
  std::optional<Span> title;
  std::optional<Span> new_title;  // RENAME
  std::optional<Span> successor;  // MERGE

  std::string_view Words(Span of_text) const;
  // Returns words of `text` as the resolution has them.
  std::string Original(const Document& document, Span of_text) const;
  // Points at words of `text`.
  mandates::v1::Evidence EvidenceAt(const Document& document,
                                    Span of_text) const;
};

// Words that look like an act and are none.
struct RefusedAct {
  const DocumentParagraph* paragraph;
  Span span;            // of the paragraph's text
  bool quoted = false;  // else `acts_not` covers them
};

struct Acts {
  std::vector<FoundAct> found;  // in the order of the text
  std::vector<RefusedAct> refused;
  bool all = true;  // false: beyond limits::kActsMax the search was given up
};

// Finds the acts of all operative paragraphs. What stands within quotation
// marks, or is covered by `acts_not`, is none. Does not ask on what: titles
// and holders are for the caller.
Acts FindActs(const Document& document);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_ACTS_H_
