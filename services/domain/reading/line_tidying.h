#ifndef MANDATED_SERVICES_DOMAIN_READING_LINE_TIDYING_H_
#define MANDATED_SERVICES_DOMAIN_READING_LINE_TIDYING_H_

#include <cstdint>
#include <string>
#include <vector>

namespace mandated::domain {

// Characters, and for each where it begins in the text they came from.
struct Characters {
  std::u32string points;
  std::vector<uint32_t> origin;
};

// Takes out the spaces that the normal form has not: at the ends of lines, in
// runs, around the quote of "l ' homme", in "4 6 / 9" and between Han signs.
void TidyLines(Characters* characters);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_LINE_TIDYING_H_
