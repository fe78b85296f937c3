#ifndef MANDATED_CLIENTS_MANDATECTL_ATOMIC_FILE_H_
#define MANDATED_CLIENTS_MANDATECTL_ATOMIC_FILE_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandated::mandatectl {

// Returns what the file holds. FAILED_PRECONDITION: why it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Puts `text` in the place of what `path` holds, by way of `path`.new, and
// waits until the disk has it: whoever reads the file, and whenever the machine
// stops, finds the whole of the one or of the other. `mode` is that of a new
// file, less the user's mask. FAILED_PRECONDITION: why it cannot be written.
absl::Status ReplaceFile(const std::string& path, std::string_view text,
                         mode_t mode = 0666);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_ATOMIC_FILE_H_
