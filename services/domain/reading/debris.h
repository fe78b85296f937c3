#ifndef MANDATED_SERVICES_DOMAIN_READING_DEBRIS_H_
#define MANDATED_SERVICES_DOMAIN_READING_DEBRIS_H_

#include <string>
#include <string_view>
#include <vector>

#include "services/domain/reading/normal_text.h"

// What Word and PDF leave in a text that is no part of it.
namespace mandated::domain {

struct Debris {
  std::vector<Span> cuts;  // in order, none overlaps another
  std::vector<NormalText::Note> notes;
  std::vector<Span> headers;  // symbols that stand alone on a line
};

// Finds footnotes and their marks, bookmarks, page headers and numbers, and
// the soft hyphens of broken lines. `text` is valid UTF-8; linear in it.
Debris FindDebris(std::string_view text);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_DEBRIS_H_
