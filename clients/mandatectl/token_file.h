#ifndef MANDATED_CLIENTS_MANDATECTL_TOKEN_FILE_H_
#define MANDATED_CLIENTS_MANDATECTL_TOKEN_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/mandatectl/atomic_file.h"

namespace mandated::mandatectl {

// A resume token in a file, as one line of base64. The file always holds one
// whole token, whatever happens while it is replaced.
class TokenFile {
 public:
  explicit TokenFile(std::string path) : path_(std::move(path)) {}

  // Returns the token; empty where there is no file. FAILED_PRECONDITION: it
  // cannot be read or holds something else.
  absl::StatusOr<std::string> Read() const;

  // Replaces the token and waits until the disk has it.
  absl::Status Write(const std::string& token) const;

 private:
  const std::string path_;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_TOKEN_FILE_H_
