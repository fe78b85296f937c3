#ifndef MANDATED_CLIENTS_MANDATECTL_COMPLETION_H_
#define MANDATED_CLIENTS_MANDATECTL_COMPLETION_H_

#include <string>

#include "CLI/CLI.hpp"

namespace mandated::mandatectl {

// Returns a script that completes the commands, options and values of `app` in
// bash; it follows from the tree, so it cannot fall behind.
std::string BashCompletion(const CLI::App& app);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_COMPLETION_H_
