#ifndef MANDATED_SERVICES_DOMAIN_READING_TITLES_H_
#define MANDATED_SERVICES_DOMAIN_READING_TITLES_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "services/domain/reading/language.h"

// Where the title of a mandate begins and ends in a stretch of a paragraph.
namespace mandated::domain {

// Counts the bytes before a title: white space, quotes and `title_trims`.
size_t TitleBegin(const Language& language, std::string_view stretch);

// Cuts the title out of `stretch`, which begins with it but for what TitleBegin
// skips, and may run on: up to what `title_ends` or `terms` know, or with the
// first holder noun where the noun stands last.
Span CutTitle(const Language& language, std::string_view stretch);

// Tells whether a title can end before `rest`: nothing follows, or what
// `title_ends` or `terms` know, or another holder joined to the first.
bool TitleCanEndBefore(const Language& language, std::string_view rest);

// Counts the bytes between a title and a next one that is joined to it by no
// more than a comma and "and": ", and of the"; nullopt: none follows.
std::optional<size_t> JoinedTitle(const Language& language,
                                  std::string_view rest);

// Tells whether a holder noun opens the title, or ends it where the noun
// stands last: what else is a title of no special procedure.
bool HasHolderAtItsEdge(const Language& language, std::string_view title);

// Tells whether `title` is a holder noun and nothing else, or a phrase of
// `title_short`.
bool IsShortTitle(const Language& language, std::string_view title);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_TITLES_H_
