#ifndef MANDATED_CLIENTS_MANDATECTL_COMMAND_LINE_H_
#define MANDATED_CLIENTS_MANDATECTL_COMMAND_LINE_H_

#include <ostream>
#include <variant>

#include "clients/mandatectl/exit_code.h"
#include "clients/mandatectl/options.h"

namespace mandated::mandatectl {

// Reads the command line. Where there is nothing left to do, an exit code: help
// or a completion script went to `out`, or what is wrong went to `err`.
std::variant<Options, ExitCode> ParseCommandLine(int argc,
                                                 const char* const* argv,
                                                 std::ostream& out,
                                                 std::ostream& err);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_COMMAND_LINE_H_
