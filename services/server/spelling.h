#ifndef MANDATED_SERVICES_SERVER_SPELLING_H_
#define MANDATED_SERVICES_SERVER_SPELLING_H_

#include <string>
#include <string_view>
#include <vector>

namespace mandated::server {

// Returns the one of `names` that is fewest letters away from `word`, the
// first of several; empty where all are more than `letters_max` away.
std::string Nearest(std::string_view word,
                    const std::vector<std::string>& names, int letters_max);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_SPELLING_H_
