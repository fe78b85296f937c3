#ifndef MANDATED_SERVICES_DOMAIN_TOML_H_
#define MANDATED_SERVICES_DOMAIN_TOML_H_

// The parser of TOML, header-only and without exceptions. For .cc files alone:
// it costs seconds of compilation. All of them have to agree on these two.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#endif  // MANDATED_SERVICES_DOMAIN_TOML_H_
