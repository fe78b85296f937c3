#ifndef MANDATED_CLIENTS_MANDATECTL_SUBPROCESS_H_
#define MANDATED_CLIENTS_MANDATECTL_SUBPROCESS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mandated::mandatectl {

// How another program ended, and what it wrote.
struct Finished {
  int status = 0;  // its exit status; 128 and above: a signal
  std::string output;
  std::string errors;
};

// Runs `arguments`, the first of which is looked for on PATH, without a shell,
// gives it `input` and waits for its end. NOT_FOUND: there is no such program.
// RESOURCE_EXHAUSTED: it wrote more than `output_bytes_max`, and was ended.
// DEADLINE_EXCEEDED: it ran longer than `time_max`, and was ended. Where that
// is finite, the program leads a process group, which is ended as a whole.
absl::StatusOr<Finished> RunProgram(
    const std::vector<std::string>& arguments, const std::string& input,
    size_t output_bytes_max,
    absl::Duration time_max = absl::InfiniteDuration());

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_SUBPROCESS_H_
