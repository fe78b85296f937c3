#ifndef MANDATED_CLIENTS_MANDATECTL_EXIT_CODE_H_
#define MANDATED_CLIENTS_MANDATECTL_EXIT_CODE_H_

namespace mandated::mandatectl {

// How mandatectl ends; the footer of --help says the same.
enum ExitCode : int {
  kExitDone = 0,
  kExitRefused = 1,      // the server, or a file, does not allow it
  kExitUsage = 2,        // the command line is wrong
  kExitUnreachable = 3,  // no answer from the server in time
  kExitPartly = 4,       // done except for what was left out
  kExitNothing = 5,      // remind: there was nothing to do
  kExitUndelivered = 6,  // remind: no sink took anything
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_EXIT_CODE_H_
