#ifndef MANDATED_SERVICES_DOMAIN_READING_NAMED_MANDATES_H_
#define MANDATED_SERVICES_DOMAIN_READING_NAMED_MANDATES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/resolution.pb.h"
#include "services/domain/reading/acts.h"
#include "services/domain/reading/document.h"
#include "services/domain/reading/mandate_names.h"

namespace mandated::domain {

// What an act names as the mandate it is about.
struct NamedMandate {
  Identified identified = {};  // empty `mandates`: none of the registry
  // The title as far as the words give one, of the act's text.
  Span title = {};
  bool is_short = false;  // the noun alone: "the Special Rapporteur"
  mandates::v1::HolderType holder = mandates::v1::HOLDER_TYPE_UNSPECIFIED;
};

// The mandates that acts of one text are about. Keeps what it is given, which
// must outlive it. For one thread.
class MandateFinder {
 public:
  // `title` is the resolution's, as the text has it; may be empty.
  MandateFinder(const Document* document, const MandateNames* names,
                const std::string& title);

  // Names the mandates of a stretch of the act's text that begins with a title,
  // those joined to it ("and of the ...") included. Empty: it names no special
  // procedure.
  std::vector<NamedMandate> In(const FoundAct& act, Span stretch) const;

  // Finds the mandate where only its holder's noun stands, UNSPECIFIED where
  // not even that: the one that the resolution's title names
  // (NAMED_IN_THE_TITLE); else the one on the State of that title
  // (STATE_OF_THE_TITLE); else the only one that the text names in full
  // (ONLY_ONE_NAMED), or the only one of those whose name holds the
  // resolution's title (SUBJECT_OF_THE_TITLE). `span` is empty.
  // None where the text speaks of another body with the same noun, such as an
  // intergovernmental working group: which of them is meant cannot be told.
  Identified Infer(mandates::v1::HolderType holder) const;

  // Returns the only mandate that the paragraph names in full before the act
  // (NAMED_IN_THE_PARAGRAPH).
  Identified NamedBefore(const FoundAct& act) const;

  // Tells whether what is named last before the act, in its paragraph or an
  // operative one before, is no special procedure: "its mandate" is then not
  // that of one.
  bool IsOnOtherBody(const FoundAct& act) const;

  // Finds the names of the registry in the words of a paragraph.
  const std::vector<Identified>& NamesIn(
      const DocumentParagraph& paragraph) const;

 private:
  // Mandates by the keys of the names that stand for them.
  using Mentions = std::map<std::string, std::set<std::string>>;
  // The nouns of a paragraph: of other bodies, and of holders.
  struct Nouns {
    std::vector<Match> others;
    std::vector<HolderNoun> own;
  };

  NamedMandate One(std::string_view stretch) const;
  Identified InTitle(mandates::v1::HolderType holder) const;
  Identified InText(mandates::v1::HolderType holder) const;
  Identified InferAnew(mandates::v1::HolderType holder) const;
  bool IsHeldBy(const std::string& mandate,
                mandates::v1::HolderType holder) const;
  bool HasNamesake(mandates::v1::HolderType holder) const;
  const Nouns& NounsIn(const DocumentParagraph& paragraph) const;
  const Mentions& MentionsInText() const;

  const Document* const document_;
  const MandateNames* const names_;
  std::string title_;  // normal form
  // What was found before: a paragraph is gone through once, however many acts
  // ask, and the text once for each holder.
  mutable std::map<mandates::v1::HolderType, Identified> inferred_;
  mutable std::map<const DocumentParagraph*, std::vector<Identified>> found_;
  mutable std::map<const DocumentParagraph*, Nouns> nouns_;
  mutable std::optional<Mentions> mentions_;
};

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_NAMED_MANDATES_H_
